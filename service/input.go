package service

import (
	"fmt"
	"slices"

	"github.com/quanjiuye/backend/service/identity"
)

// intent checks an intent; every field may be empty.
func (p *problems) intent(in Intent) Intent {
	out := Intent{Area: p.text("body.intent.area", in.Area, 0, 60)}
	if len(in.Occupations) > 10 {
		p.add("body.intent.occupations", "too_many", "意向岗位最多填写10个")
		return out
	}
	for _, o := range in.Occupations {
		if o = p.text("body.intent.occupations", o, 0, 40); o != "" {
			out.Occupations = append(out.Occupations, o)
		}
	}
	return out
}

// text brings free text into canonical form and checks its length in characters.
func (p *problems) text(location, value string, least, most int) string {
	out, err := identity.CanonicalText(value, most)
	p.check(location, err)
	if err == nil && len([]rune(out)) < least {
		if least == 1 {
			p.add(location, "required", "此项必填")
		} else {
			p.add(location, "too_short", fmt.Sprintf("请填写，至少%d个字", least))
		}
	}
	return out
}

// texts is text for each of a list; empty ones are left out.
func (p *problems) texts(location string, values []string, most, longest int) []string {
	if len(values) > most {
		p.add(location, "too_many", "填写的项目太多")
		return nil
	}
	var out []string
	for _, v := range values {
		if v = p.text(location, v, 0, longest); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func (p problems) without(location string) problems {
	var rest problems
	for _, f := range p {
		if f.Location != location {
			rest = append(rest, f)
		}
	}
	return rest
}
