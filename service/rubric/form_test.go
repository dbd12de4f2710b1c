package rubric_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/rubric"
)

func TestFormAddsUp(t *testing.T) {
	sum := map[rubric.Mode]int{}
	for i, e := range rubric.Catalogue() {
		if e.No != i+1 {
			t.Errorf("item %d is in place %d", e.No, i+1)
		}
		sum[e.Mode] += e.Max
	}
	if sum[rubric.Computed] != 50 || sum[rubric.Judged] != 60 || rubric.Total != 110 {
		t.Errorf("computed %d, judged %d, total %d; want 50, 60, 110",
			sum[rubric.Computed], sum[rubric.Judged], rubric.Total)
	}
}

func TestSectionsShowWhereTheFormMiscounts(t *testing.T) {
	want := []rubric.Section{
		{Name: "基础设施", Printed: 10, Items: 10},
		{Name: "人员管理", Printed: 5, Items: 5},
		{Name: "公共就业服务内容", Printed: 65, Items: 70},
		{Name: "权益维护", Printed: 5, Items: 5},
		{Name: "平台发布", Printed: 10, Items: 10},
		{Name: "其他奖励加分项", Printed: 5, Items: 10},
	}
	got := rubric.Sections()
	if len(got) != len(want) {
		t.Fatalf("got %d sections, want %d", len(got), len(want))
	}
	for i, s := range want {
		if got[i] != s {
			t.Errorf("got %+v, want %+v", got[i], s)
		}
		wrong := s.Printed != s.Items
		if named := strings.Contains(rubric.Note, s.Name); named != wrong {
			t.Errorf("the note names %s: %v, want %v", s.Name, named, wrong)
		}
	}
}

// The clauses, numbers and maxima are those of the form as it was published.
func TestClausesAreVerbatim(t *testing.T) {
	raw, err := os.ReadFile("testdata/assessment-form.txt")
	if err != nil {
		t.Fatal(err)
	}
	rest := string(raw)
	for _, e := range rubric.Catalogue() {
		for line := range strings.Lines(e.Clause) {
			before, after, found := strings.Cut(rest, strings.TrimSpace(line))
			if !found {
				t.Fatalf("item %d: not in the form, or not in this order: %s", e.No, line)
			}
			if e.No > 1 && strings.HasPrefix(e.Clause, line) && !strings.Contains(before, "\n\t"+strconv.Itoa(e.No)+"\n") {
				t.Errorf("item %d: the form prints another number", e.No)
			}
			rest = after
		}
		if !strings.HasPrefix(strings.TrimSpace(rest), strconv.Itoa(e.Max)) && e.No != 1 {
			t.Errorf("item %d: the form prints another maximum than %d", e.No, e.Max)
		}
	}
}

func TestCatalogueIsACopy(t *testing.T) {
	rubric.Catalogue()[0].Max = 99
	if rubric.Catalogue()[0].Max != 10 {
		t.Error("a caller changed the form")
	}
}
