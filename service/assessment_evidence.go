package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// checkEvidence reads every sealed file again and compares its digest.
func (s *Service) checkEvidence(ctx context.Context, r *SealReport, h sealedSheet) error {
	checked := map[string]bool{}
	var wrong []string
	for _, e := range h.Evidence {
		for _, f := range e.Files {
			if checked[f.ID] {
				continue
			}
			checked[f.ID] = true
			same, err := s.sameFile(ctx, h.Site.ID, f)
			if err != nil {
				return err
			}
			if !same {
				wrong = append(wrong, f.ID)
			}
		}
	}
	r.check("evidence", len(wrong) == 0, fmt.Sprintf("%d份佐证材料都在，与封存时一致", len(checked)),
		fmt.Sprintf("%d份佐证材料中有%d份缺失或被改动：%s", len(checked), len(wrong), strings.Join(wrong, "、")))
	return nil
}

// sameFile reports whether what is kept of a file is what was sealed. An error is
// one of the place that keeps it, which then proves nothing.
func (s *Service) sameFile(ctx context.Context, siteID string, f ExhibitFile) (bool, error) {
	n, err := s.store.Evidence(ctx, f.ID)
	if errors.Is(err, ErrNoRecord) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if n.SiteID != siteID || n.SHA256 != f.Upload || n.Kept.SHA256 != f.SHA256 {
		return false, nil
	}
	body, err := s.OpenEvidence(ctx, n)
	if errors.Is(err, errBlobLost) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = body.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, body); err != nil {
		return false, err
	}
	return hex.EncodeToString(sum.Sum(nil)) == f.SHA256, nil
}
