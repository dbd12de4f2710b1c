package rubric_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// station is a station in its eleventh month with something known of every item.
func station() rubric.Facts {
	return rubric.Facts{
		Kind: rubric.Station, AsOf: calendar.Date{Year: 2026, Month: 11, Day: 23}, Months: 11, MonthsLeft: 1,
		Staff:      ptr(1),
		Publishing: &rubric.Publishing{Enterprises: 41, Postings: 437, Vacancies: 905},
		Registered: ptr(40),
		Placed:     &rubric.Placed{Casual: 55, Stable: 6},
		Honours: &[]rubric.Honour{
			{Level: rubric.County, Date: calendar.Date{Year: 2026, Month: 3, Day: 5}, Confirmed: true},
			{Level: "municipal", Date: calendar.Date{Year: 2024, Month: 12, Day: 1}, Confirmed: true},
			{Level: rubric.Provincial, Date: calendar.Date{Year: 2026, Month: 9, Day: 30}},
			{Level: rubric.National, Date: calendar.Date{Year: 2024, Month: 11, Day: 22}, Confirmed: true},
		},
		AreaM2:       ptr(28.5),
		Completeness: &rubric.Share{Complete: 37, Total: 40},
		Evidence: map[int]rubric.Evidence{
			3:  {Count: 9, Text: "参加招聘活动9场"},
			5:  {Count: 31, Text: "七类服务中有记录的5类：职业介绍、职业指导、政策咨询、技能培训、创业服务"},
			6:  {Count: 2},
			9:  {Count: 12, Text: "发布政策8次、推送3次、二维码张贴照片1张"},
			13: {Count: 0},
			14: {Count: 10, Text: "按月报送10次"},
		},
	}
}

func TestGoldenSheets(t *testing.T) {
	golden(t, "testdata/sheet.golden.json", rubric.Evaluate(rubric.DefaultPolicy(), station()))
	golden(t, "testdata/forecast.golden.json", rubric.Forecast(rubric.DefaultPolicy(), station()))
}

func golden(t *testing.T, file string, s rubric.Sheet) {
	t.Helper()
	got, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run with -update after reading the change); got:\n%s", file, got)
	}
}
