package service

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/quanjiuye/backend/service/match"
)

// SiteInput is what is to become of a site; a nil field stays.
type SiteInput struct {
	Phone   *string
	Hours   *string
	Address *string
	AreaM2  *float64
	At      *match.Point
}

// SiteChange is one correction of a site.
type SiteChange struct {
	By  string // account
	At  time.Time
	Was []FieldWas // what was changed, as it was before
}

// FieldWas is a field before it was changed.
type FieldWas struct {
	Field string // phone, hours, address, area_m2 or location
	Value string // empty: there was none
}

// SiteMay says which fields of a site a screen may offer to change.
type SiteMay struct {
	Change  bool `json:"change" doc:"phone and hours"`
	Correct bool `json:"correct" doc:"address, area_m2 and location, too"`
}

// MayOfSite is what the actor could change of a site.
func (a Actor) MayOfSite(n Site) SiteMay {
	return SiteMay{a.may(changeSite, n.ID, n.County), a.may(correctSite, n.ID, n.County)}
}

// mostSiteChanges bounds the trail of one site.
const mostSiteChanges = 500

var (
	errSiteField   = &Error{Kind: Forbidden, Code: "site_field", Message: "站点的地址、面积和位置由县级或市级主管部门更改"}
	errManyChanges = &Error{Kind: Conflict, Code: "too_many_changes", Message: "该站点的更改次数过多，请联系系统管理员"}
)

// ChangeSite corrects a site: its manager what stands on the poster, supervisors the
// rest, too. Who changed what is kept in the site. Every year of the site is counted
// anew, for the floor area counts; what was sealed stays.
func (s *Service) ChangeSite(ctx context.Context, a Actor, id string, in SiteInput) (Site, error) {
	site, err := s.siteFor(ctx, a, changeSite, id)
	if err != nil {
		return Site{}, err
	}
	next := in.onto(site)
	if err := s.cleanSite(&next); err != nil {
		return Site{}, err
	}
	if len(site.differs(next)) == 0 {
		return site, nil
	}
	err = s.tally.write(ctx, yearsOf(site, s.today().Year), func(ctx context.Context) (err error) {
		site, err = s.store.UpdateSite(ctx, id, func(n *Site) error { return s.changeSite(a, n, in) })
		return err
	})
	return site, err
}

func (s *Service) changeSite(a Actor, n *Site, in SiteInput) error {
	next := in.onto(*n)
	if err := s.cleanSite(&next); err != nil {
		return err
	}
	was := n.differs(next)
	beyond := slices.ContainsFunc(was, func(f FieldWas) bool { return f.Field != "phone" && f.Field != "hours" })
	switch {
	case len(was) == 0:
		return nil
	case beyond && !a.may(correctSite, n.ID, n.County):
		return errSiteField
	case len(n.Changes) >= mostSiteChanges:
		return errManyChanges
	}
	next.Changes = append(slices.Clone(n.Changes), SiteChange{a.Account.ID, s.now(), was})
	*n = next
	return nil
}

// onto is the change applied to what is there, to be checked as a whole.
func (in SiteInput) onto(n Site) Site {
	for _, f := range []struct{ give, have *string }{{in.Phone, &n.Phone}, {in.Hours, &n.Hours}, {in.Address, &n.Address}} {
		if f.give != nil {
			*f.have = *f.give
		}
	}
	if in.AreaM2 != nil {
		n.AreaM2 = *in.AreaM2
	}
	if in.At != nil {
		n.At = *in.At
	}
	return n
}

// differs lists the fields in which next is another, as they are in n.
func (n Site) differs(next Site) (was []FieldWas) {
	add := func(field string, same bool, value string) {
		if !same {
			was = append(was, FieldWas{field, value})
		}
	}
	add("phone", n.Phone == next.Phone, n.Phone)
	add("hours", n.Hours == next.Hours, n.Hours)
	add("address", n.Address == next.Address, n.Address)
	add("area_m2", n.AreaM2 == next.AreaM2, strconv.FormatFloat(n.AreaM2, 'f', -1, 64))
	add("location", n.At == next.At, n.place())
	return was
}

// place is the location as "24.9,118.6"; empty when it was not given.
func (n Site) place() string {
	if n.At == (match.Point{}) {
		return ""
	}
	degrees := func(micro int32) string { return strconv.FormatFloat(float64(micro)/1e6, 'f', -1, 64) }
	return degrees(n.At.Lat) + "," + degrees(n.At.Lng)
}

// yearsOf are the units of all years of a site up to this one.
func yearsOf(n Site, this int) []Unit {
	units := []Unit{YearUnit(n.ID, this)}
	for year := n.OpenedOn.Year; year < this; year++ {
		units = append(units, YearUnit(n.ID, year))
	}
	return units
}
