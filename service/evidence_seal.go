package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
)

// checkEvidence reads every sealed file again and compares its digest.
func (s *Service) checkEvidence(ctx context.Context, r *SealReport, h sealedSheet) error {
	checked := map[string]bool{}
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
				r.check("evidence", false, "", fmt.Sprintf("佐证材料 %s 与封存的不一致或已缺失", f.ID))
				return nil
			}
		}
	}
	r.check("evidence", true, fmt.Sprintf("佐证材料%d个文件逐一核对，与封存的一致", len(checked)), "")
	return nil
}

// sameFile reports whether what is kept of a file is what was sealed. An error is
// one of the place that keeps it, which then proves nothing.
func (s *Service) sameFile(ctx context.Context, siteID string, f exhibitFile) (bool, error) {
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
