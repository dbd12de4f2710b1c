package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"github.com/quanjiuye/backend/service/picture"
)

// MostUpload is the largest file that is looked at, in bytes.
const MostUpload = 16 << 20

// blobTimeout bounds how long the place of the bytes is waited for.
const blobTimeout = 30 * time.Second

var (
	errUploadSize = &Error{Kind: Invalid, Code: "file_too_large", Message: "文件不能超过 16 MB"}
	errQuota      = &Error{Kind: Conflict, Code: "evidence_quota", Message: "本站点的佐证材料已达到容量上限，请联系管理员"}
	errDecoding   = &Error{Kind: Unavailable, Code: ErrUnavailable.Code, Message: "正在处理其他照片，请稍后再试", RetryAfter: 2 * time.Second}
)

// AddEvidence keeps an uploaded file. created is false when the same file was
// uploaded at the site before; the first is answered. file is read from its start,
// twice.
//
// The bytes are kept first and the record after them, so that there is no record
// without its bytes. Broken off in between, it leaves bytes that nobody knows of,
// until the same file is sent again and takes them over.
func (s *Service) AddEvidence(ctx context.Context, a Actor, siteID string, file io.ReadSeeker) (v EvidenceView, created bool, err error) {
	site, err := s.siteFor(ctx, a, writeEvidence, siteID)
	if err != nil {
		return EvidenceView{}, false, err
	}
	sum, err := digest(file)
	if err != nil {
		return EvidenceView{}, false, err
	}
	if known, ok, err := s.uploaded(ctx, site, sum); err != nil || ok {
		return known.view(a), false, err
	}
	kept, err := s.accept(ctx, file)
	if err != nil {
		return EvidenceView{}, false, err
	}
	e := NewEvidence(sum, kept)
	e.ID, e.Rev, e.SiteID, e.County, e.UploadedBy, e.UploadedAt = newID(), 1, site.ID, site.County, a.Account.ID, s.now()
	if err := s.room(ctx, e); err != nil {
		return EvidenceView{}, false, err
	}
	if err := KeepFile(ctx, s.blobs, e, kept); err != nil {
		return EvidenceView{}, false, errBlobsAway.Because(err)
	}
	err = bounded(ctx, func(ctx context.Context) error {
		e, created, err = s.store.InsertEvidence(ctx, e)
		return err
	})
	if err != nil {
		return EvidenceView{}, false, err
	}
	return e.view(a), created, nil
}

// NewEvidence is what a record says of a file, given the SHA-256 of its upload in
// hex and what is kept of it. Whose it is, is still to be filled in.
func NewEvidence(sum string, kept picture.Accepted) Evidence {
	return Evidence{
		SHA256: sum, Kept: blob(kept.Data), Media: kept.Media, Width: kept.Width, Height: kept.Height, Thumb: blob(kept.Thumbnail),
	}
}

// KeepFile puts the bytes of evidence where its record says that they are, before
// there is a record. Doing it again changes nothing.
func KeepFile(ctx context.Context, blobs Blobs, e Evidence, kept picture.Accepted) error {
	return errors.Join(putBlob(ctx, blobs, e, e.Kept, kept.Data), putBlob(ctx, blobs, e, e.Thumb, kept.Thumbnail))
}

func digest(file io.ReadSeeker) (string, error) {
	h := sha256.New()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	n, err := io.Copy(h, io.LimitReader(file, MostUpload+1))
	if err == nil && n > MostUpload {
		err = errUploadSize
	}
	return hex.EncodeToString(h.Sum(nil)), err
}

// blob names bytes; none of them are the zero Blob.
func blob(data []byte) Blob {
	if len(data) == 0 {
		return Blob{}
	}
	sum := sha256.Sum256(data)
	return Blob{hex.EncodeToString(sum[:]), int64(len(data))}
}

// uploaded finds the record of a file that was sent before, if its bytes are there
// too. If they are not, sending it once more mends that.
func (s *Service) uploaded(ctx context.Context, site Site, sum string) (Evidence, bool, error) {
	list, err := s.store.EvidenceOf(ctx, EvidenceFilter{SiteID: site.ID, SHA256: sum, Page: Page{Limit: 1}})
	if err != nil || len(list) == 0 {
		return Evidence{}, false, err
	}
	body, err := s.OpenEvidence(ctx, list[0])
	switch {
	case err == nil:
		return list[0], true, body.Close()
	case errors.Is(err, errBlobLost):
		return Evidence{}, false, nil
	}
	return Evidence{}, false, err
}

// accept reads and decodes one upload at a time in this process: each may take some
// hundred megabytes.
func (s *Service) accept(ctx context.Context, file io.ReadSeeker) (picture.Accepted, error) {
	select {
	case s.decoding <- struct{}{}:
		defer func() { <-s.decoding }()
	case <-ctx.Done():
		return picture.Accepted{}, errDecoding.Because(ctx.Err())
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return picture.Accepted{}, err
	}
	data, err := io.ReadAll(io.LimitReader(file, MostUpload))
	if err != nil {
		return picture.Accepted{}, err
	}
	kept, err := picture.Accept(data)
	var refused *picture.Error
	if errors.As(err, &refused) {
		err = &Error{Kind: Invalid, Code: refused.Code, Message: refused.Message}
	}
	return kept, err
}

// room refuses what would exceed the site's quota. Uploads that are under way at
// the same moment do not see each other and may exceed it together.
func (s *Service) room(ctx context.Context, e Evidence) error {
	used, err := s.store.EvidenceBytes(ctx, e.SiteID)
	if err == nil && used+e.Kept.Bytes+e.Thumb.Bytes > s.quota {
		err = errQuota
	}
	return err
}

func putBlob(ctx context.Context, blobs Blobs, e Evidence, b Blob, data []byte) error {
	if b == (Blob{}) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, blobTimeout)
	defer cancel()
	return blobs.Put(ctx, e.key(b), data)
}
