package sim

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// message is the body of /cgi-bin/message/subscribe/send. Optional fields that
// are "" count as absent: clients send them so.
type message struct {
	ToUser     string `json:"touser"`
	TemplateID string `json:"template_id"`
	Page       string `json:"page"`
	State      string `json:"miniprogram_state"`
	Lang       string `json:"lang"`
	Data       map[string]struct {
		Value any `json:"value"`
	} `json:"data"`
}

// subscribeSend sends one message and uses up one consent. A message that is
// refused for its form uses up none.
func (s *Simulator) subscribeSend(q *request) (any, *errcode) {
	var in message
	if refused := q.decode(&in); refused != nil {
		return nil, refused
	}
	fields, known := s.opt.Templates[in.TemplateID]
	switch {
	case !openIDForm.MatchString(in.ToUser):
		return nil, refuse(40003)
	case !templateForm.MatchString(in.TemplateID), s.opt.Templates != nil && !known:
		return nil, refuse(40037)
	case strings.HasPrefix(in.Page, "/"):
		return nil, refuse(41030)
	case !slices.Contains([]string{"", "developer", "trial", "formal"}, in.State),
		!slices.Contains([]string{"", "zh_CN", "en_US", "zh_HK", "zh_TW"}, in.Lang):
		return nil, refuse(40097)
	}
	if refused := in.checkData(fields); refused != nil {
		return nil, refused
	}
	if !s.users.spend(in.ToUser, in.TemplateID) {
		return nil, refuse(43101)
	}
	msgID := rand.Int64N(1 << 62)
	s.delivered.add(s.clock.now(), in, msgID)
	return ok(map[string]any{"msgid": msgID}), nil
}

// checkData checks the values, and that all of the template's fields are there.
func (m *message) checkData(fields []string) *errcode {
	for _, name := range fields {
		if _, ok := m.Data[name]; !ok {
			return badField(name, "is emtpy")
		}
	}
	if len(m.Data) == 0 {
		return refuse(47003)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Data)) {
		if fields != nil && !slices.Contains(fields, name) {
			continue // WeChat overlooks what the template does not have
		}
		value := ""
		switch v := m.Data[name].Value.(type) {
		case string:
			value = v
		case float64:
			number, _ := json.Marshal(v)
			value = string(number)
		}
		switch {
		case value == "":
			return badField(name, "is emtpy")
		case !fits(name, value):
			return badField(name, "invalid")
		}
	}
	return nil
}

// badField names the field as WeChat does; "emtpy" is its spelling.
func badField(name, what string) *errcode {
	return &errcode{47003, fmt.Sprintf("argument invalid! data.%s.value %s", name, what)}
}
