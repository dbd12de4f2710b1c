package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
)

// sealedEvidence is a file that a record of the year names, as it was when the
// assessment was sealed.
type sealedEvidence struct {
	ID     string `json:"id"`
	SHA256 string `json:"sha256"` // of the upload
	Kept   string `json:"kept"`   // SHA-256 of what is kept of it
}

// evidenceNamed is what the year's records name, void ones apart, in order of id.
func (s *Service) evidenceNamed(ctx context.Context, site Site, year int) (ids []string, err error) {
	name := func(t Trail, more []string) {
		if t.Status != Void {
			ids = append(ids, more...)
		}
	}
	for _, u := range openUnits(site, year, s.today())[1:] {
		f := RecordFilter{SiteID: site.ID, Month: u.Calendar()}
		err := every(ctx, f, s.store.Placements, func(p Placement) string { name(p.Trail, p.EvidenceIDs); return p.ID })
		if err != nil {
			return nil, err
		}
		err = every(ctx, f, s.store.Activities, func(n Activity) string { name(n.Trail, n.EvidenceIDs); return n.ID })
		if err != nil {
			return nil, err
		}
	}
	err = every(ctx, RecordFilter{SiteID: site.ID}, s.store.Honours, func(h Honour) string {
		if h.Awarded.Year <= year && year <= h.Awarded.Year+honourYears {
			name(h.Trail, h.EvidenceIDs)
		}
		return h.ID
	})
	slices.Sort(ids)
	return slices.Compact(ids), err
}

func (s *Service) evidenceOf(ctx context.Context, site Site, year int) (list []sealedEvidence, err error) {
	ids, err := s.evidenceNamed(ctx, site, year)
	if err != nil {
		return nil, err
	}
	for some := range slices.Chunk(ids, everyPage) {
		found, err := s.store.EvidenceOf(ctx, EvidenceFilter{SiteID: site.ID, IDs: some})
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			list = append(list, sealedEvidence{e.ID, e.SHA256, e.Kept.SHA256})
		}
	}
	return list, nil
}

// checkEvidence reads every sealed file from its first byte to its last.
func (s *Service) checkEvidence(ctx context.Context, r *SealReport, h sealedSheet) error {
	wrong := 0
	for _, sealed := range h.Evidence {
		same, err := s.sameEvidence(ctx, sealed)
		if err != nil {
			return err
		}
		if !same {
			wrong++
		}
	}
	r.check("evidence", wrong == 0, fmt.Sprintf("%d份佐证材料都在，与封存时一致", len(h.Evidence)),
		fmt.Sprintf("%d份佐证材料中有%d份缺失或被改动", len(h.Evidence), wrong))
	return nil
}

func (s *Service) sameEvidence(ctx context.Context, sealed sealedEvidence) (bool, error) {
	e, err := s.store.Evidence(ctx, sealed.ID)
	if err != nil {
		return false, ignoreMissing(err)
	}
	if e.SHA256 != sealed.SHA256 || e.Kept.SHA256 != sealed.Kept {
		return false, nil
	}
	body, err := s.OpenEvidence(ctx, e)
	if errors.Is(err, errBlobLost) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = body.Close() }()
	sum := sha256.New()
	_, err = io.Copy(sum, body)
	return hex.EncodeToString(sum.Sum(nil)) == sealed.Kept, err
}
