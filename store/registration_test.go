package store_test

import (
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store"
)

// What somebody wants was kept in clear once: it is read, and sealed when it is next
// written.
func TestAnIntentFromBeforeItWasSealed(t *testing.T) {
	type old struct {
		ID          string   `json:"_id"`
		Rev         int64    `json:"rev"`
		SiteID      string   `json:"site_id"`
		Month       string   `json:"month"`
		PersonID    string   `json:"person_id"`
		Occupations []string `json:"occupations"`
		Area        string   `json:"area"`
		Intent      []byte   `json:"intent"`
	}
	e := openSQLite(t)
	s := store.New(e, newVault(t))
	check(t, e.Insert(t.Context(), "registrations", old{ID: "r", Rev: 1, SiteID: "s", Month: "2026-11", PersonID: "p", Occupations: []string{wish}, Area: "丰泽区"}))
	for range 2 {
		n, err := s.Registration(t.Context(), "r")
		check(t, err)
		if !slices.Equal(n.Intent.Occupations, []string{wish}) || n.Intent.Area != "丰泽区" {
			t.Errorf("read %+v", n.Intent)
		}
		_, err = s.UpdateRegistration(t.Context(), "r", func(*service.Registration) error { return nil })
		check(t, err)
	}
	var kept old
	check(t, e.Get(t.Context(), "registrations", "r", &kept))
	if len(kept.Occupations) > 0 || kept.Area != "" || len(kept.Intent) == 0 {
		t.Errorf("kept %+v", kept)
	}
}
