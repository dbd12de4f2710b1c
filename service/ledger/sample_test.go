package ledger_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/ledger"
)

var today = calendar.Date{Year: 2026, Month: time.November, Day: 23}

// expected is what an importer finds in the sample.
type expected struct {
	RegistrationsByMonth   map[string]int `json:"registrations_by_month"`
	CasualPersonsByMonth   map[string]int `json:"casual_persons_by_month"`
	StablePersonsByMonth   map[string]int `json:"stable_persons_by_month"`
	RegistrationRows       int            `json:"registration_rows"`
	PlacementRows          int            `json:"placement_rows"`
	RegistrationsNew       int            `json:"registrations_new"`
	RegistrationsDuplicate int            `json:"registrations_duplicate"`
	RegistrationsRefused   []string       `json:"registrations_refused"`
	PlacementsNew          int            `json:"placements_new"`
	PlacementsDuplicate    int            `json:"placements_duplicate"`
	PlacementsRefused      []string       `json:"placements_refused"`
}

func TestSample(t *testing.T) {
	raw, err := os.ReadFile("testdata/ledger-sample.expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var want expected
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open("testdata/ledger-sample.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	book, err := ledger.Open(file, ledger.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	if got := importInto(book); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// importInto does by the simplest means what an importer does: one registration
// per person and month, one placement per person, employer and day, one person
// per month, in whom a stable placement wins.
func importInto(book *ledger.Workbook) expected {
	got := expected{
		RegistrationsByMonth: map[string]int{}, CasualPersonsByMonth: map[string]int{}, StablePersonsByMonth: map[string]int{},
	}
	got.RegistrationRows, got.PlacementRows = book.Rows()
	seen := map[string]bool{}
	isNew := func(key ...any) bool {
		k := fmt.Sprintf("%q", key)
		was := seen[k]
		seen[k] = true
		return !was
	}
	for r, refused := range book.Registrations(today) {
		switch {
		case refused != nil:
			got.RegistrationsRefused = append(got.RegistrationsRefused, line(refused))
		case isNew("registration", person(r.ID, r.Phone, r.Name), r.Date.In().String()):
			got.RegistrationsNew++
			got.RegistrationsByMonth[r.Date.In().String()]++
		default:
			got.RegistrationsDuplicate++
		}
	}
	type personMonth struct{ person, month string }
	stable := map[personMonth]bool{}
	for p, refused := range book.Placements(today) {
		who := person(p.ID, p.Phone, p.Name)
		switch {
		case refused != nil:
			got.PlacementsRefused = append(got.PlacementsRefused, line(refused))
		case isNew("placement", who, identity.CompanyKey(p.Employer), p.Date.String()):
			got.PlacementsNew++
			k := personMonth{who, p.Date.In().String()}
			stable[k] = stable[k] || p.Kind == ledger.Stable
		default:
			got.PlacementsDuplicate++
		}
	}
	for k, isStable := range stable {
		if isStable {
			got.StablePersonsByMonth[k.month]++
		} else {
			got.CasualPersonsByMonth[k.month]++
		}
	}
	return got
}

func line(r *ledger.Refusal) string { return fmt.Sprintf("row %d: %s", r.Row, r.Code) }

func person(id identity.ID, phone, name string) string {
	if id.IsZero() {
		return phone + "|" + name
	}
	return id.Number
}
