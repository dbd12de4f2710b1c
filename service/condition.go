package service

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/calendar"
)

// Conditions choose people by their newest registration. All that are given must
// hold; of a list one is enough.
type Conditions struct {
	SiteIDs          []string      `json:"site_ids,omitempty"` // registered at one of these; empty: anywhere in scope
	EmploymentStatus []string      `json:"employment_status,omitempty"`
	Groups           []string      `json:"groups,omitempty"`      // of SeekerGroups
	Education        []string      `json:"education,omitempty"`   // of Educations
	Occupations      []string      `json:"occupations,omitempty"` // words in the wanted ones
	Area             string        `json:"area,omitempty"`        // a word in where somebody wants to work, or lives
	WantsTraining    bool          `json:"wants_training,omitempty"`
	WantsStartup     bool          `json:"wants_startup,omitempty"`
	RegisteredSince  calendar.Date `json:"registered_since,omitzero"`
}

const (
	mostConditionSites = 50
	mostConditionWords = 20
)

// conditions brings conditions into one form, so that the same ones look the same.
func (p *problems) conditions(in Conditions) Conditions {
	const at = "body.conditions."
	out := in
	out.SiteIDs = sorted(p.texts(at+"site_ids", in.SiteIDs, mostConditionSites, 64))
	out.EmploymentStatus = sorted(p.texts(at+"employment_status", in.EmploymentStatus, mostConditionWords, 32))
	out.Groups = p.among(at+"groups", SeekerGroups, in.Groups)
	out.Education = p.among(at+"education", Educations, in.Education)
	out.Occupations = sorted(p.texts(at+"occupations", in.Occupations, mostConditionWords, 40))
	out.Area = p.text(at+"area", in.Area, 0, 60)
	return out
}

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

// fit reports whether a registration meets all conditions but that of the site,
// which the scope has met already.
func (c Conditions) fit(r Registration) bool {
	return (len(c.EmploymentStatus) == 0 || slices.Contains(c.EmploymentStatus, r.EmploymentStatus)) &&
		(len(c.Groups) == 0 || slices.ContainsFunc(r.Profile.Groups, func(g string) bool { return slices.Contains(c.Groups, g) })) &&
		(len(c.Education) == 0 || slices.Contains(c.Education, r.Profile.Education)) &&
		(len(c.Occupations) == 0 || slices.ContainsFunc(c.Occupations, func(word string) bool { return anyHolds(r.Intent.Occupations, word) })) &&
		(c.Area == "" || anyHolds([]string{r.Intent.Area, r.Profile.Residence}, c.Area)) &&
		(!c.WantsTraining || r.Profile.WantsTraining) && (!c.WantsStartup || r.Profile.WantsStartup) &&
		!r.RegisteredOn.Before(c.RegisteredSince)
}

func anyHolds(texts []string, word string) bool {
	return slices.ContainsFunc(texts, func(t string) bool { return strings.Contains(strings.ToLower(t), strings.ToLower(word)) })
}

// digest is the same for the same conditions over the same place.
func (c Conditions) digest(place string) string {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err) // cannot happen: strings, bools and a date
	}
	sum := sha256.Sum256(append([]byte(place+"\n"), text...))
	return hex.EncodeToString(sum[:16])
}
