package rubric

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/quanjiuye/backend/service/calendar"
)

// Policy is one reading of the form: a value for every setting. It is a value
// that can be compared and copied. The zero Policy has every default and no name.
type Policy struct {
	// Version names the policy in every sheet it makes. With appends what it
	// changed, so that two different readings never share a name.
	Version string `json:"version"`
	// From is the first day on which the policy is in force.
	From calendar.Date `json:"from"`

	chosen [settingCount]uint8 // index into the setting's Allowed
	named  [settingCount]uint8 // the choices that Version alone, without additions, stands for
}

// DefaultPolicy is the built-in reading: every default, the first policy that was
// in force. What came after it is data, and is rebuilt by NewPolicy.
func DefaultPolicy() Policy {
	return Policy{Version: "quanzhou-2025.1", From: calendar.Date{Year: 2025, Month: 1, Day: 1}}
}

// NewPolicy rebuilds a policy from what was kept of it: equal to the one that it
// was kept from. A setting that is missing has its default, so that a policy kept
// before there was such a setting stays readable. An unknown setting or value is a
// *SettingError; a name that is empty or holds a "+", and no first day, are errors.
func NewPolicy(version string, from calendar.Date, settings map[string]string) (Policy, error) {
	if version == "" || strings.Contains(version, "+") || from.IsZero() {
		return Policy{}, errors.New("rubric: a policy needs a plain name and a first day")
	}
	p, err := Policy{}.With(settings)
	if err != nil {
		return Policy{}, err
	}
	p.Version, p.From, p.named = version, from, p.chosen
	return p, nil
}

// With is p with some settings changed, by name. An unknown name or a value
// that is not allowed changes nothing and comes back as a *SettingError.
func (p Policy) With(changes map[string]string) (Policy, error) {
	out := p
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		id := slices.IndexFunc(settings[:], func(s Setting) bool { return s.Name == name })
		if id < 0 {
			return p, &SettingError{Allowed: settingNames()}
		}
		choice := slices.Index(settings[id].Allowed, changes[name])
		if choice < 0 {
			return p, &SettingError{Name: name, Allowed: slices.Clone(settings[id].Allowed)}
		}
		out.chosen[id] = uint8(choice)
	}
	if out.chosen != p.chosen {
		out.Version = out.longVersion()
	}
	return out, nil
}

// longVersion is the policy's own name and every setting that differs from what
// that name stands for.
func (p Policy) longVersion() string {
	name, _, _ := strings.Cut(p.Version, "+")
	var changed []string
	for id, s := range settings {
		if p.chosen[id] != p.named[id] {
			changed = append(changed, s.Name+"="+p.value(settingID(id)))
		}
	}
	if changed == nil {
		return name
	}
	return name + "+" + strings.Join(changed, ",")
}

// Settings is the value of every setting, by name.
func (p Policy) Settings() map[string]string {
	values := make(map[string]string, len(settings))
	for id, s := range settings {
		values[s.Name] = p.value(settingID(id))
	}
	return values
}

// HonourCounts tells whether an honour of a day can count on another.
func (p Policy) HonourCounts(awarded, on calendar.Date) bool {
	years, _ := strconv.Atoi(p.value(item15WindowYears)) // the table holds numbers only
	return window{years: years, known: on, assessed: on}.holds(Honour{Level: County, Date: awarded})
}

// CountsLateEntries tells whether what was entered into a month after it was closed
// counts in that month, or is only shown.
func (p Policy) CountsLateEntries() bool { return p.value(lateEntries) == lateCounted }

func (p Policy) value(id settingID) string { return settings[id].Allowed[p.chosen[id]] }

func settingNames() []string {
	names := make([]string, len(settings))
	for i, s := range settings {
		names[i] = s.Name
	}
	return names
}
