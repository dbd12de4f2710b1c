package sim

import (
	"fmt"
	"hash/fnv"
)

// phone is a number and the country that it belongs to.
type phone struct {
	country string // "86"
	number  string // without the country
}

// inventedPhone is a user's number when the test names none: always the same
// for the same user, in the form of a mainland mobile number. As far as we
// know, no operator hands out numbers that begin with 154.
func inventedPhone(openID string) phone {
	h := fnv.New64a()
	_, _ = h.Write([]byte(openID))
	return phone{"86", fmt.Sprintf("154%08d", h.Sum64()%100_000_000)}
}

// full is the number as phoneNumber shows it: foreign ones with their country.
func (p phone) full() string {
	if p.country == "86" {
		return p.number
	}
	return p.country + p.number
}

// phoneNumber exchanges a phone code for a number. A used code is "invalid"
// here, not "used" as at the login: that is what people saw.
func (s *Simulator) phoneNumber(q *request) (any, *errcode) {
	var in struct {
		Code string `json:"code"`
	}
	if refused := q.decode(&in); refused != nil {
		return nil, refused
	}
	if in.Code == "" {
		return nil, refuse(41008)
	}
	now := s.clock.now()
	code, _ := s.codes.use(now, phoneCode, in.Code)
	if code == nil {
		return nil, refuse(40029)
	}
	return ok(map[string]any{"phone_info": map[string]any{
		"phoneNumber":     code.phone.full(),
		"purePhoneNumber": code.phone.number,
		"countryCode":     code.phone.country, // a string, whatever one sample shows
		"watermark":       map[string]any{"timestamp": now.Unix(), "appid": s.opt.AppID},
	}}), nil
}
