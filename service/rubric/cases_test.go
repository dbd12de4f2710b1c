package rubric_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// workedCase is one row of testdata/rubric_cases.csv.
type workedCase struct {
	item     int
	kind     rubric.SiteKind
	expected string
	note     string
	inputs   struct {
		Staff, Enterprises, Posts, Months int
		Registered                        int `json:"registered_person_months"`
		Monthly                           []int
		Casual                            int           `json:"odd_person_months"`
		Stable                            int           `json:"stable_persons"`
		AssessDate                        calendar.Date `json:"assess_date"`
		Honours                           []struct {
			Level    rubric.Level
			Date     calendar.Date
			Verified bool
		}
	}
}

// alternatives are the readings that a note gives scores for, as settings.
var alternatives = map[int]map[string]map[string]string{
	4: {
		"max/ceil":    {"item4_combination": "max"},
		"sum/floor":   {"item4_part_step": "floor"},
		"max/floor":   {"item4_combination": "max", "item4_part_step": "floor"},
		"sum/prorata": {"item4_part_step": "prorata"},
	},
	7: {
		"linear increments":       {"item7_increment": "linear"},
		"prorata below threshold": {"item7_below": "prorata"},
	},
	8: {
		"linear increments":     {"item8_increment": "linear"},
		"prorata below":         {"item8_below": "prorata"},
		"points-share doubling": {"item8_stable": "points_share"},
	},
}

var noted = regexp.MustCompile(`(?:alt )?([a-z][a-z/ -]+)=([0-9.]+)(?:;|$)`)

func TestWorkedCases(t *testing.T) {
	tried := map[int]int{}
	for i, c := range workedCases(t) {
		t.Run(strconv.Itoa(i+2), func(t *testing.T) {
			f := c.facts()
			if got := scoreOf(t, rubric.DefaultPolicy(), f, c.item).String(); got != c.expected {
				t.Errorf("item %d %s: got %s, want %s", c.item, c.kind, got, c.expected)
			}
			for _, m := range noted.FindAllStringSubmatch(c.note, -1) {
				reading, ok := alternatives[c.item][strings.TrimSpace(m[1])]
				if !ok {
					continue // "below threshold=0" and the like describe the default
				}
				tried[c.item]++
				if got := scoreOf(t, with(t, reading), f, c.item).String(); got != m[2] {
					t.Errorf("item %d %s under %s: got %s, want %s", c.item, c.kind, m[1], got, m[2])
				}
			}
		})
	}
	// 31 rows of item 4 with 4 readings, 22 of item 7 with 2, 27 of item 8 with 3.
	for no, want := range map[int]int{4: 31 * 4, 7: 22 * 2, 8: 27 * 3} {
		if tried[no] != want {
			t.Errorf("item %d: tried %d alternative readings, want %d", no, tried[no], want)
		}
	}
}

func (c workedCase) facts() rubric.Facts {
	in := c.inputs
	f := rubric.Facts{Kind: c.kind, AsOf: in.AssessDate, Months: in.Months}
	switch c.item {
	case 2:
		f.Staff = &in.Staff
	case 4:
		f.Publishing = &rubric.Publishing{Enterprises: in.Enterprises, Postings: in.Posts}
	case 7:
		for _, n := range in.Monthly {
			in.Registered += n
			f.Months++
		}
		f.Registered = &in.Registered
	case 8:
		f.Placed = &rubric.Placed{Casual: in.Casual, Stable: in.Stable}
	case 15:
		f.Honours = &[]rubric.Honour{}
		for _, h := range in.Honours {
			*f.Honours = append(*f.Honours, rubric.Honour{Level: h.Level, Date: h.Date, Confirmed: h.Verified})
		}
	}
	return f
}

func workedCases(t *testing.T) []workedCase {
	t.Helper()
	file, err := os.Open("testdata/rubric_cases.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var cases []workedCase
	for _, row := range rows[1:] {
		no, err := strconv.Atoi(row[0])
		if err != nil {
			t.Fatal(err)
		}
		c := workedCase{item: no, kind: rubric.SiteKind(row[1]), expected: row[3], note: row[4]}
		if err := json.Unmarshal([]byte(row[2]), &c.inputs); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, c)
	}
	return cases
}
