package service_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"

	"github.com/quanjiuye/backend/service"
)

// faultyBlobs is the real folder, which can be away, or lose an answer.
type faultyBlobs struct {
	service.Blobs
	away atomic.Bool // answers nobody
	lost atomic.Bool // does as told, and its answer is lost
	puts atomic.Int64
}

var errBlobs = errors.New("the blobs are away")

func (b *faultyBlobs) Put(ctx context.Context, key string, data []byte) error {
	b.puts.Add(1)
	if b.away.Load() {
		return errBlobs
	}
	err := b.Blobs.Put(ctx, key, data)
	if b.lost.Load() {
		return errBlobs
	}
	return err
}

func (b *faultyBlobs) Get(ctx context.Context, key string) (io.ReadCloser, int64, error) {
	if b.away.Load() {
		return nil, 0, errBlobs
	}
	return b.Blobs.Get(ctx, key)
}

// onePage is a small PDF; page makes different ones.
var onePage = page(0)

func page(n int) []byte {
	return fmt.Appendf(nil, "%%PDF-1.7\n1 0 obj <</Type /Catalog /N %d>> endobj\ntrailer <</Root 1 0 R>>\n%%%%EOF\n", n)
}

func (w *world) upload(a service.Actor, s service.Site, file []byte) string {
	w.Helper()
	v, _, err := w.AddEvidence(context.Background(), a, s.ID, bytes.NewReader(file))
	check(w, err)
	return v.ID
}

// placeStable records stable work that a registered person began today.
func (w *world) placeStable(tm team, evidence ...string) (service.PlacementView, error) {
	w.Helper()
	who := w.register(tm.staff, tm.site, w.somebody())
	v, _, err := w.Place(context.Background(), tm.staff, service.PlacementInput{
		SiteID: tm.site.ID, PersonID: who.PersonID, EmployerName: "某某公司", Kind: service.Stable, EvidenceIDs: evidence,
	})
	return v, err
}
