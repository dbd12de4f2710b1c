package storetest

import "fmt"

// Registration has the fields that the indexes of "registrations" list, and
// Note, which none lists.
type Registration struct {
	ID           string `json:"_id"`
	Rev          int64  `json:"rev"`
	SiteID       string `json:"site_id"`
	Month        string `json:"month"`
	PersonID     string `json:"person_id"`
	AccountID    string `json:"account_id"`
	Status       string `json:"status"`
	Complete     bool   `json:"complete"`
	RegisteredOn string `json:"registered_on"`
	Note         string `json:"note"`
}

// NewRegistration is the registration of person at site "s1" in 2026-11, with
// id "r-" and the person.
func NewRegistration(person string) Registration {
	return Registration{
		ID: "r-" + person, Rev: 1, SiteID: "s1", Month: "2026-11", PersonID: person,
		AccountID: "a-" + person, Status: "recorded", Complete: true,
		RegisteredOn: "2026-11-23", Note: "零工市场",
	}
}

// At is the same registration at another site.
func (r Registration) At(site string) Registration { r.SiteID = site; return r }

// In is the same registration in another month.
func (r Registration) In(month string) Registration { r.Month = month; return r }

// As is the same registration under another id.
func (r Registration) As(id string) Registration { r.ID = id; return r }

// With is the same registration in another state.
func (r Registration) With(status string, complete bool) Registration {
	r.Status, r.Complete = status, complete
	return r
}

// On is the same registration on another day.
func (r Registration) On(date string) Registration { r.RegisteredOn = date; return r }

// Session has the fields that the indexes of "sessions" list; ExpiresAt, a
// number, is left out of the document when it is 0.
type Session struct {
	ID        string `json:"_id"`
	Rev       int64  `json:"rev"`
	AccountID string `json:"account_id"`
	ExpiresAt int64  `json:"expires_at,omitempty"`
}

// Shapes has a field of every kind that a document may have. It lives in
// "people", which indexes nothing but _id.
type Shapes struct {
	ID      string            `json:"_id"`
	Rev     int64             `json:"rev"`
	Text    string            `json:"text"`
	Yes     bool              `json:"yes"`
	Int     int               `json:"int"`
	Int32   int32             `json:"int32"`
	Int64   int64             `json:"int64"`
	Float   float64           `json:"float"`
	Bytes   []byte            `json:"bytes"`
	Words   []string          `json:"words"`
	Numbers []int64           `json:"numbers"`
	Part    Part              `json:"part"`
	Parts   []Part            `json:"parts"`
	Labels  map[string]string `json:"labels"`
	Counts  map[string]int64  `json:"counts"`
	ByName  map[string]Part   `json:"by_name"`
	Spare   string            `json:"spare,omitempty"`
	Spares  []string          `json:"spares,omitempty"`
}

// Part is a nested document.
type Part struct {
	Name  string   `json:"name"`
	Size  int64    `json:"size"`
	Tags  []string `json:"tags"`
	Inner Inner    `json:"inner"`
}

// Inner is nested twice.
type Inner struct {
	Ready bool   `json:"ready"`
	Raw   []byte `json:"raw"`
}

// registrations makes n of them for persons "p000", "p001" …, all at s1.
func registrations(n int) []any {
	docs := make([]any, n)
	for i := range docs {
		docs[i] = NewRegistration(fmt.Sprintf("p%03d", i))
	}
	return docs
}
