package service

import (
	"context"
	"errors"
	"io"
	"time"
)

// Evidence is 佐证材料: a photo or PDF that supports records of its site. It is
// written once: what has been shown to somebody who vouched for a record is what
// everybody sees later.
type Evidence struct {
	ID     string
	Rev    int64
	SiteID string
	County string

	SHA256 string // of the upload, in hex; with the site it is the natural key
	Kept   Blob   // what is kept of it and shown
	Media  string // of Kept: picture.JPEG or picture.PDF
	Width  int    // pixels; 0 for a PDF
	Height int
	Thumb  Blob // a small JPEG; zero for a PDF

	UploadedBy string
	UploadedAt time.Time
}

// Blob is bytes in Blobs.
type Blob struct {
	SHA256 string // in hex
	Bytes  int64
}

// key is where a blob of the evidence is kept. It names the upload, so that two
// never share bytes, and the bytes themselves, so that another version of the
// program that encodes otherwise writes beside them and not over them.
func (e Evidence) key(b Blob) string { return e.SiteID + "/" + e.SHA256 + "-" + b.SHA256 }

// EvidenceView is evidence as a screen may show it.
type EvidenceView struct {
	Evidence
	May EvidenceMay
}

// EvidenceMay says which steps a screen may offer.
type EvidenceMay struct {
	Attach bool `json:"attach" doc:"To records of its site"`
}

// EvidenceFilter narrows a site's list of evidence.
type EvidenceFilter struct {
	SiteID string
	SHA256 string   // of the upload; empty: any
	IDs    []string // nil: any
	Page   Page
}

// EvidenceStore keeps what is known of evidence; the bytes are in Blobs.
type EvidenceStore interface {
	// InsertEvidence keeps e, or answers created=false and the one that has the
	// same site and SHA256.
	InsertEvidence(ctx context.Context, e Evidence) (kept Evidence, created bool, err error)
	Evidence(ctx context.Context, id string) (Evidence, error)
	EvidenceOf(ctx context.Context, f EvidenceFilter) ([]Evidence, error)
	// EvidenceBytes is how much a site's evidence takes, thumbnails included.
	EvidenceBytes(ctx context.Context, siteID string) (int64, error)
}

// Evidence answers what is known of one piece within the actor's sight.
func (s *Service) Evidence(ctx context.Context, a Actor, id string) (EvidenceView, error) {
	e, err := s.store.Evidence(ctx, id)
	if err != nil {
		return EvidenceView{}, missing(err)
	}
	if err := a.touch(readRecords, e.SiteID, e.County); err != nil {
		return EvidenceView{}, err
	}
	return e.view(a), nil
}

// EvidenceOf lists a site's evidence, newest first.
func (s *Service) EvidenceOf(ctx context.Context, a Actor, f EvidenceFilter) ([]EvidenceView, error) {
	if _, err := s.siteFor(ctx, a, readRecords, f.SiteID); err != nil {
		return nil, err
	}
	list, err := s.store.EvidenceOf(ctx, f)
	views := make([]EvidenceView, len(list))
	for i, e := range list {
		views[i] = e.view(a)
	}
	return views, err
}

func (e Evidence) view(a Actor) EvidenceView {
	return EvidenceView{e, EvidenceMay{Attach: a.may(writeEvidence, e.SiteID, e.County)}}
}

// Refusals of evidence.
var (
	errNoThumbnail = &Error{Kind: NotFound, Code: "no_thumbnail", Message: "该佐证材料没有缩略图"}
	// errBlobsAway: the place of the bytes does not answer; everything else goes on.
	errBlobsAway = &Error{Kind: Unavailable, Code: ErrUnavailable.Code, Message: "照片和文件暂时无法存取，请稍后再试", RetryAfter: 5 * time.Second}
	// errBlobLost: it answers that it does not have what was put there.
	errBlobLost = &Error{Kind: Unavailable, Code: "evidence_lost", Message: "该佐证材料的文件读不到了，请联系管理员", RetryAfter: time.Minute}
)

// OpenEvidence opens what is kept of evidence. The caller closes it.
func (s *Service) OpenEvidence(ctx context.Context, e Evidence) (io.ReadCloser, error) {
	return s.openBlob(ctx, e, e.Kept)
}

// OpenThumbnail opens the small picture of evidence. The caller closes it.
func (s *Service) OpenThumbnail(ctx context.Context, e Evidence) (io.ReadCloser, error) {
	if e.Thumb == (Blob{}) {
		return nil, errNoThumbnail
	}
	return s.openBlob(ctx, e, e.Thumb)
}

// errBlobSize tells of bytes that are fewer or more than were put.
var errBlobSize = errors.New("service: a blob is not as long as it was")

func (s *Service) openBlob(ctx context.Context, e Evidence, b Blob) (io.ReadCloser, error) {
	body, size, err := s.blobs.Get(ctx, e.key(b))
	switch {
	case errors.Is(err, ErrNoRecord):
		return nil, errBlobLost.Because(err)
	case err != nil:
		return nil, errBlobsAway.Because(err)
	case size != b.Bytes:
		_ = body.Close()
		return nil, errBlobLost.Because(errBlobSize)
	}
	return body, nil
}
