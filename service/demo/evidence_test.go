package demo_test

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/service/picture"
)

func soundEvidence(t *testing.T, d demo.Data, today calendar.Date) {
	known, used := map[string]service.Evidence{}, map[string]bool{}
	for _, e := range d.Evidence {
		kept := demo.File(e)
		known[e.ID] = e
		if e.Media != picture.JPEG || e.Width == 0 || e.Kept != blob(kept.Data) || e.Thumb != blob(kept.Thumbnail) || len(kept.Thumbnail) == 0 {
			t.Errorf("not what is kept: %+v", e)
		}
	}
	names := func(id, site string, ids []string, r service.Trail) {
		t.Helper()
		for _, name := range ids {
			e := known[name]
			used[name] = true
			if e.SiteID != site || !e.UploadedAt.Before(r.RecordedAt) || len(r.EvidenceBy) > 0 {
				t.Errorf("%s shows %+v", id, e)
			}
		}
	}
	proven, doubled := map[string]bool{}, 0
	for _, p := range d.Placements {
		names(p.ID, p.SiteID, p.EvidenceIDs, p.Trail)
		if p.Proven() {
			proven[p.SiteID] = true
			if p.Kind == service.Stable && p.Status == service.Confirmed {
				doubled++
			}
		}
	}
	for _, a := range d.Activities {
		names(a.ID, a.SiteID, a.EvidenceIDs, a.Trail)
	}
	for _, h := range d.Honours {
		names(h.ID, h.SiteID, h.EvidenceIDs, h.Trail)
	}
	if len(used) != len(known) || len(known) > 50 {
		t.Errorf("%d of %d files are shown", len(used), len(known))
	}
	if proven[demo.Market] || len(proven) > 4 || today.Month > 2 && (len(proven) < 3 || doubled < 5) {
		t.Errorf("stable placements are proven at %v, %d of them verified", proven, doubled)
	}
}

func blob(data []byte) service.Blob {
	sum := sha256.Sum256(data)
	return service.Blob{SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(data))}
}

// Where no file can be kept nothing tells of one, and nobody vouches for an honour
// that nothing shows.
func TestWithoutFiles(t *testing.T) {
	d := demo.Make(november.Start())
	bare := d.WithoutFiles()
	if !reflect.DeepEqual(d, demo.Make(november.Start())) {
		t.Error("the data itself has changed")
	}
	if len(bare.Evidence) > 0 || len(bare.Honours) != len(d.Honours) || len(bare.Placements) != len(d.Placements) || len(bare.Activities) != len(d.Activities) {
		t.Error("some evidence is left, or some record is not")
	}
	for _, h := range bare.Honours {
		if len(h.EvidenceIDs) > 0 || h.Status == service.Confirmed || h.ConfirmedBy != "" || h.ConfirmedAt != (time.Time{}) {
			t.Errorf("honour: %+v", h)
		}
	}
	for _, p := range bare.Placements {
		if p.Proven() {
			t.Errorf("placement: %+v", p)
		}
	}
	for _, a := range bare.Activities {
		if len(a.EvidenceIDs) > 0 {
			t.Errorf("activity: %+v", a)
		}
	}
}
