package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const sample = "../../service/ledger/testdata/ledger-sample.xlsx"

type report struct {
	Registrations, Placements struct {
		New, Duplicate int
		Refused        []struct {
			Row           int
			Code, Message string
		}
	}
}

func TestImportOfTheSampleBesideTheServer(t *testing.T) {
	dir := t.TempDir()
	r := start(t, settings(dir), "--empty")
	site := r.station("2025-06-01")
	var expected struct {
		RegistrationsNew       int      `json:"registrations_new"`
		RegistrationsDuplicate int      `json:"registrations_duplicate"`
		RegistrationsRefused   []string `json:"registrations_refused"`
		PlacementsNew          int      `json:"placements_new"`
		PlacementsDuplicate    int      `json:"placements_duplicate"`
		PlacementsRefused      []string `json:"placements_refused"`
	}
	raw, err := os.ReadFile(strings.TrimSuffix(sample, ".xlsx") + ".expected.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &expected); err != nil {
		t.Fatal(err)
	}
	got := runImportTool(t, dir, site)
	if got.Registrations.New != expected.RegistrationsNew || got.Registrations.Duplicate != expected.RegistrationsDuplicate ||
		got.Placements.New != expected.PlacementsNew || got.Placements.Duplicate != expected.PlacementsDuplicate {
		t.Errorf("counts %+v", got)
	}
	var refused []string
	for _, x := range got.Registrations.Refused {
		refused = append(refused, fmt.Sprintf("row %d: %s", x.Row, x.Code))
	}
	if !slices.Equal(refused, expected.RegistrationsRefused) {
		t.Errorf("refused registrations %q", refused)
	}
	refused = nil
	for _, x := range got.Placements.Refused {
		refused = append(refused, fmt.Sprintf("row %d: %s", x.Row, x.Code))
	}
	if !slices.Equal(refused, expected.PlacementsRefused) {
		t.Errorf("refused placements %q", refused)
	}

	// The running server knows at once.
	var p progress
	r.call("GET", "/v1/sites/"+site+"/progress?as_of=2026-10-31", r.login("demo-city"), nil, &p)
	if got := p.score(7); got != "7/0" {
		t.Errorf("item 7: %s, want 7 recorded, 0 verified; %s", got, p.Items[6].Explanation)
	}
	if got := p.score(8); got != "8/0" {
		t.Errorf("item 8: %s, want 8 recorded, 0 verified; %s", got, p.Items[7].Explanation)
	}
	if w := p.Items[7].Facts["weighted"]; w != 79.0 {
		t.Errorf("weighted %v, want 79", w)
	}

	again := runImportTool(t, dir, site)
	if again.Registrations.New != 0 || again.Placements.New != 0 ||
		again.Registrations.Duplicate != expected.RegistrationsNew+expected.RegistrationsDuplicate {
		t.Errorf("the second time %+v", again)
	}
}

func runImportTool(t *testing.T, dir, site string) report {
	t.Helper()
	code, out, errOut := tool(t, settings(dir), "import", sample, "--site", site, "--json")
	if code != 0 {
		t.Fatalf("import: exit code %d: %s", code, errOut)
	}
	if !strings.Contains(errOut, "100%") {
		t.Errorf("no progress is shown: %s", errOut)
	}
	var r report
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return r
}

func TestImportRefusesWhatIsNoLedger(t *testing.T) {
	dir := t.TempDir()
	r := start(t, settings(dir), "--empty")
	site := r.station("2025-06-01")
	path := filepath.Join(dir, "x.xlsx")
	if err := os.WriteFile(path, []byte("not a workbook"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, errOut := tool(t, settings(dir), "import", path, "--site", site); code != 1 || !strings.Contains(errOut, "file_not_xlsx") {
		t.Errorf("exit code %d: %s", code, errOut)
	}
	if code, _, errOut := tool(t, settings(dir), "import", sample, "--site", "missing"); code != 1 || !strings.Contains(errOut, "not_found") {
		t.Errorf("exit code %d: %s", code, errOut)
	}
}

func TestTemplateIsAnEmptyLedger(t *testing.T) {
	dir := t.TempDir()
	r := start(t, settings(dir), "--empty")
	path := filepath.Join(dir, "空白台账.xlsx")
	if code, _, errOut := tool(t, settings(dir), "import", "--template", path); code != 0 {
		t.Fatalf("exit code %d: %s", code, errOut)
	}
	code, out, errOut := tool(t, settings(dir), "import", path, "--site", r.station("2025-06-01"))
	if want := []string{"求职登记：新增 0，重复 0，未导入 0", "推荐就业：新增 0，重复 0，未导入 0"}; code != 0 || !slices.Equal(lines(out), want) {
		t.Errorf("exit code %d: %s %s", code, out, errOut)
	}
}
