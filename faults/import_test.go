package faults_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"os"
	"testing"
	"time"
)

const sampleLedger = "../service/ledger/testdata/ledger-sample"

// sheetReport is what an import says of one sheet.
type sheetReport struct {
	New, Duplicate int
	Refused        []struct{ Row int }
}

type importReport struct {
	State  string
	Report struct{ Registrations, Placements sheetReport }
}

// The same sheet twice, at once at two instances, and interrupted by kill -9:
// each row is there once, and the report says so.
func TestImportedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, plan{instances: 2, sites: 2, writers: 1, opened: "2025-06-01"})
	want := expectedImport(t)
	a, s := w.instances[0], w.sites[0]

	t.Run("interrupted by kill -9", func(t *testing.T) {
		w.in(t)
		cut := make(chan struct{})
		go func() {
			defer close(cut)
			_, _ = w.sendLedger(0, s)
		}()
		eventually(t, 30*time.Second, "some rows are there", func() bool {
			records, err := w.listedBy(w.instances[1], s.id)
			return err == nil && len(records) >= 10
		})
		a.kill()
		w.fault("kill -9 while importing")
		<-cut
		w.settle(t)
		got := w.importLedger(s)
		w.sameReport(t, got, want)
		a.start()
	})
	t.Run("twice and at once", func(t *testing.T) {
		w.in(t)
		w.atOnce(6, func(int) { w.importLedger(s) })
		w.fault("the same sheet at once")
		again := w.importLedger(s).Report
		if again.Registrations.New+again.Placements.New != 0 {
			t.Errorf("the same sheet again brought %d and %d", again.Registrations.New, again.Placements.New)
		}
	})
	w.finish(t)
	if n := w.stored(s); n != want.Report.Registrations.New+want.Report.Placements.New {
		t.Errorf("%d records of %d rows", n, want.Report.Registrations.New+want.Report.Placements.New)
	}
}

// expectedImport is what the sample brings to an empty site.
func expectedImport(t *testing.T) (want importReport) {
	t.Helper()
	raw, err := os.ReadFile(sampleLedger + ".expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var e struct {
		RN int      `json:"registrations_new"`
		RD int      `json:"registrations_duplicate"`
		RR []string `json:"registrations_refused"`
		PN int      `json:"placements_new"`
		PD int      `json:"placements_duplicate"`
		PR []string `json:"placements_refused"`
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		t.Fatal(err)
	}
	refused := func(n int) []struct{ Row int } { return make([]struct{ Row int }, n) }
	want.Report.Registrations = sheetReport{e.RN, e.RD, refused(len(e.RR))}
	want.Report.Placements = sheetReport{e.PN, e.PD, refused(len(e.PR))}
	return want
}

func (w *world) sameReport(t *testing.T, got, want importReport) {
	t.Helper()
	for name, pair := range map[string][2]sheetReport{
		"registrations": {got.Report.Registrations, want.Report.Registrations},
		"placements":    {got.Report.Placements, want.Report.Placements},
	} {
		g, e := pair[0], pair[1]
		if g.New != e.New || g.Duplicate != e.Duplicate || len(g.Refused) != len(e.Refused) {
			t.Errorf("%s: new %d, duplicate %d, refused %d; want %d, %d, %d",
				name, g.New, g.Duplicate, len(g.Refused), e.New, e.Duplicate, len(e.Refused))
		}
	}
}

// importLedger sends the sample until it is taken, at one instance or another.
func (w *world) importLedger(s *site) (report importReport) {
	w.t.Helper()
	turn := 0
	err := await(60*time.Second, "the ledger is taken", func() bool {
		turn++
		got, err := w.sendLedger(turn, s)
		if err != nil || got.code() == "import_in_progress" || got.status == http.StatusServiceUnavailable {
			return false
		}
		if err := json.Unmarshal(got.body, &report); err != nil || got.status != http.StatusOK {
			w.t.Errorf("import: %d %s", got.status, got.body)
		}
		return true
	})
	if err != nil {
		w.t.Error(err)
	}
	return report
}

func (w *world) sendLedger(instance int, s *site) (answer, error) {
	file, err := os.ReadFile(sampleLedger + ".xlsx")
	if err != nil {
		return answer{}, err
	}
	var form bytes.Buffer
	m := multipart.NewWriter(&form)
	if err := m.WriteField("site_id", s.id); err != nil {
		return answer{}, err
	}
	part, err := m.CreateFormFile("file", "ledger.xlsx")
	if err != nil {
		return answer{}, err
	}
	if _, err := part.Write(file); err != nil {
		return answer{}, err
	}
	if err := m.Close(); err != nil {
		return answer{}, err
	}
	url := w.instances[instance%len(w.instances)].base() + "/v1/imports"
	req, err := http.NewRequestWithContext(w.t.Context(), "POST", url, &form)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Content-Type", m.FormDataContentType())
	req.Header.Set("Authorization", "Bearer "+s.tokens[0])
	return w.do(req)
}
