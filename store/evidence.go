package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

// evidenceDoc has the two sizes at its top level, where the index that adds them up
// sees them.
type evidenceDoc struct {
	ID         string `json:"_id"`
	Rev        int64  `json:"rev"`
	SiteID     string `json:"site_id"`
	County     string `json:"county"`
	SHA256     string `json:"sha256"`
	Kept       string `json:"kept"`
	KeptBytes  int64  `json:"kept_bytes"`
	Thumb      string `json:"thumb"`
	ThumbBytes int64  `json:"thumb_bytes"`
	Media      string `json:"media"`
	Width      int    `json:"width"`
	Height     int    `json:"height"`
	UploadedBy string `json:"uploaded_by"`
	UploadedAt int64  `json:"uploaded_at"`
}

func (s *Store) evidence() table[evidenceDoc, service.Evidence] {
	return table[evidenceDoc, service.Evidence]{s, "evidence", newEvidenceDoc, evidenceDoc.evidence,
		func(n *service.Evidence) *int64 { return &n.Rev }}
}

func newEvidenceDoc(n service.Evidence) (evidenceDoc, error) {
	return evidenceDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, SHA256: n.SHA256,
		Kept: n.Kept.SHA256, KeptBytes: n.Kept.Bytes, Thumb: n.Thumb.SHA256, ThumbBytes: n.Thumb.Bytes,
		Media: n.Media, Width: n.Width, Height: n.Height, UploadedBy: n.UploadedBy, UploadedAt: millis(n.UploadedAt),
	}, nil
}

func (d evidenceDoc) evidence() (service.Evidence, error) {
	return service.Evidence{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, SHA256: d.SHA256,
		Kept: service.Blob{SHA256: d.Kept, Bytes: d.KeptBytes}, Thumb: service.Blob{SHA256: d.Thumb, Bytes: d.ThumbBytes},
		Media: d.Media, Width: d.Width, Height: d.Height, UploadedBy: d.UploadedBy, UploadedAt: fromMillis(d.UploadedAt),
	}, nil
}

// InsertEvidence implements service.EvidenceStore.
func (s *Store) InsertEvidence(ctx context.Context, n service.Evidence) (service.Evidence, bool, error) {
	return s.evidence().ensure(ctx, n, Query{Where: []Cond{eq("site_id", n.SiteID), eq("sha256", n.SHA256)}})
}

// Evidence implements service.EvidenceStore.
func (s *Store) Evidence(ctx context.Context, id string) (service.Evidence, error) {
	return s.evidence().get(ctx, id)
}

// EvidenceOf implements service.EvidenceStore.
func (s *Store) EvidenceOf(ctx context.Context, f service.EvidenceFilter) ([]service.Evidence, error) {
	where := []Cond{eq("site_id", f.SiteID)}
	if f.SHA256 != "" {
		where = append(where, eq("sha256", f.SHA256))
	}
	if f.IDs != nil {
		where = append(where, Cond{"_id", In, f.IDs})
	}
	return s.evidence().find(ctx, page(f.Page, where...))
}

// EvidenceBytes implements service.EvidenceStore.
func (s *Store) EvidenceBytes(ctx context.Context, siteID string) (sum int64, err error) {
	var docs []evidenceDoc
	err = s.engine.Find(ctx, "evidence", Query{
		Where: []Cond{eq("site_id", siteID)}, Fields: []string{"kept_bytes", "thumb_bytes"},
	}, &docs)
	for _, d := range docs {
		sum += d.KeptBytes + d.ThumbBytes
	}
	return sum, fault("add up evidence", err)
}
