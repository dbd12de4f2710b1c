package identity_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

var today = calendar.Date{Year: 2026, Month: time.November, Day: 23}

// code is the stable code of a refusal, "" for none.
func code(t rapid.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var refused *identity.Error
	if !errors.As(err, &refused) {
		t.Fatalf("not an *identity.Error: %T", err)
	}
	if refused.Code == "" || refused.Message == "" {
		t.Fatalf("a refusal without code or sentence: %+v", refused)
	}
	return refused.Code
}

func TestCanonicalID(t *testing.T) {
	for _, c := range []struct {
		typed  string
		number string
		kind   identity.IDType
		code   string
	}{
		{"990000199105201715", "990000199105201715", identity.ResidentID, ""},
		{"９９００００１９６６０５１２５７１９", "990000196605125719", identity.ResidentID, ""},
		{" 990000 1966 0512 5719　", "990000196605125719", identity.ResidentID, ""},
		{"99000020010819910x", "99000020010819910X", identity.ResidentID, ""},
		{"99000020010819910Ｘ", "99000020010819910X", identity.ResidentID, ""},
		{"810000199408230021", "810000199408230021", identity.ResidencePermit, ""},
		{"830000199201300022", "830000199201300022", identity.ResidencePermit, ""},
		{"H12345678", "H12345678", identity.TravelPermit, ""},
		{"m1234567802", "M12345678", identity.TravelPermit, ""},
		{"01234567", "01234567", identity.TravelPermit, ""},
		{"e12345678", "E12345678", identity.Passport, ""},
		{"ED1234567", "ED1234567", identity.Passport, ""},
		{"P1234567A", "P1234567A", identity.Passport, ""},
		{"FRA350012345678", "FRA350012345678", identity.ForeignPermit, ""},

		{"", "", "", identity.CodeIDMissing},
		{" 　", "", "", identity.CodeIDMissing},
		{"990000197919134336", "", "", identity.CodeIDCheck}, // month 19
		{"990000199105201716", "", "", identity.CodeIDCheck}, // check digit
		{"990000199002300013", "", "", identity.CodeIDCheck}, // 30 February
		{"990000199105201", "", "", identity.CodeIDFirstGen},
		{"99000019910520171", "", "", identity.CodeIDLength},
		{"9900001991052017150", "", "", identity.CodeIDLength},
		{"9900001991052017X", "", "", identity.CodeIDLength},
		{"990000198108251E+3", "", "", identity.CodeIDFormat},
		{"9.90000198108251E+17", "", "", identity.CodeIDFormat},
		{"99000019910520171٥", "", "", identity.CodeIDFormat}, // an Arabic digit
		{"990000\u202e199105201715", "", "", identity.CodeIDFormat},
		{"身份证遗失", "", "", identity.CodeIDFormat},
		{"WUPENG", "", "", identity.CodeIDFormat},
	} {
		id, err := identity.CanonicalID(c.typed)
		if got := code(t, err); got != c.code {
			t.Errorf("%q: code %q, want %q", c.typed, got, c.code)
		}
		if id.Number != c.number || id.Type != c.kind {
			t.Errorf("%q: %s %s, want %s %s", c.typed, id.Type, id.Number, c.kind, c.number)
		}
	}
}

func TestCheckIDRefusesTheUnborn(t *testing.T) {
	born := residentID("990000", today, 1)
	if _, err := identity.CheckID(born, today); err != nil {
		t.Errorf("born today: %v", err)
	}
	if _, err := identity.CheckID(born, today.AddDays(-1)); code(t, err) != identity.CodeIDCheck {
		t.Errorf("born tomorrow: %v", err)
	}
	if _, err := identity.CheckID("E12345678", today); err != nil {
		t.Errorf("a passport has no birth date: %v", err)
	}
}

func TestWhatANumberTells(t *testing.T) {
	for _, c := range []struct {
		number string
		sex    identity.Sex
		birth  string
		masked string
	}{
		{"990000199105201715", identity.Male, "1991-05-20", "990000********1715"},
		{"810000199408230021", identity.Female, "1994-08-23", "810000********0021"},
		{"E12345678", identity.SexUnknown, "", "E******78"},
		{"01234567", identity.SexUnknown, "", "0*****67"},
	} {
		id, err := identity.CanonicalID(c.number)
		if err != nil {
			t.Fatal(err)
		}
		if id.Sex() != c.sex || id.BirthDate().String() != c.birth || id.Masked() != c.masked {
			t.Errorf("%s: %s %s %s", c.number, id.Sex(), id.BirthDate(), id.Masked())
		}
		for _, printed := range []string{fmt.Sprint(id), fmt.Sprintf("%+v", id), fmt.Sprintf("%#v", id), id.LogValue().String()} {
			if strings.Contains(printed, c.number) {
				t.Errorf("%s is printed in full: %s", c.number, printed)
			}
		}
	}
	if !(identity.ID{}).IsZero() || (identity.ID{}).Masked() != "" {
		t.Error("the zero ID shows something")
	}
}

// residentID makes a valid number, with the check digit computed the long way.
func residentID(area string, birth calendar.Date, order int) string {
	n := fmt.Sprintf("%s%04d%02d%02d%03d", area, birth.Year, birth.Month, birth.Day, order)
	for _, last := range "0123456789X" {
		sum, weight := 0, 1
		for i := 17; i >= 0; i-- { // ISO 7064 MOD 11-2: Σ aᵢ·2ⁱ ≡ 1 (mod 11)
			value := 10
			if c := (n + string(last))[i]; c != 'X' {
				value = int(c - '0')
			}
			sum += value * weight
			weight = weight * 2 % 11
		}
		if sum%11 == 1 {
			return n + string(last)
		}
	}
	panic("no check digit")
}

func drawResident(t *rapid.T) string {
	birth := calendar.Date{Year: 1900, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 46000).Draw(t, "day"))
	area := fmt.Sprintf("%06d", rapid.IntRange(0, 999999).Draw(t, "area"))
	return residentID(area, birth, rapid.IntRange(0, 999).Draw(t, "order"))
}

func TestValidIDsPass(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := drawResident(t)
		id, err := identity.CheckID(n, today)
		if err != nil || id.Number != n {
			t.Fatalf("%s: %v", n, err)
		}
	})
}

func TestOneWrongDigitFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := []byte(drawResident(t))
		at := rapid.IntRange(0, 17).Draw(t, "at")
		digit := rapid.SampledFrom([]byte("0123456789")).Filter(func(b byte) bool { return b != n[at] }).Draw(t, "digit")
		n[at] = digit
		if _, err := identity.CanonicalID(string(n)); code(t, err) != identity.CodeIDCheck {
			t.Fatalf("%s passes", n)
		}
	})
}

func FuzzCanonicalID(f *testing.F) {
	for _, s := range []string{"990000199105201715", "９９００００１９６６０５１２５７１９", "m1234567802", "E12345678", "x", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := identity.CanonicalID(s)
		if code(t, err) != "" {
			if !id.IsZero() {
				t.Errorf("refused and returned %v", id)
			}
			return
		}
		again, err := identity.CanonicalID(id.Number)
		if err != nil || again != id {
			t.Errorf("%q: canonical form is not canonical: %v %v", s, again, err)
		}
		if strings.Contains(id.Masked(), id.Number) || len(id.Masked()) != len(id.Number) {
			t.Errorf("mask %q", id.Masked())
		}
	})
}
