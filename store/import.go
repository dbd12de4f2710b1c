package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type importDoc struct {
	ID         string               `json:"_id"`
	Rev        int64                `json:"rev"`
	SiteID     string               `json:"site_id"`
	County     string               `json:"county"`
	StartedBy  string               `json:"started_by"`
	StartedAt  int64                `json:"started_at"`
	LeaseUntil int64                `json:"lease_until"`
	FinishedAt int64                `json:"finished_at"`
	Rows       int                  `json:"rows"`
	RowsDone   int                  `json:"rows_done"`
	Report     service.ImportReport `json:"report"`
}

func (s *Store) imports() table[importDoc, service.Import] {
	return table[importDoc, service.Import]{s, "imports", newImportDoc, importDoc.imported,
		func(n *service.Import) *int64 { return &n.Rev }}
}

func newImportDoc(n service.Import) (importDoc, error) {
	return importDoc{n.ID, n.Rev, n.SiteID, n.County, n.StartedBy, millis(n.StartedAt), millis(n.LeaseUntil), millis(n.FinishedAt),
		n.Rows, n.RowsDone, n.Report}, nil
}

func (d importDoc) imported() (service.Import, error) {
	return service.Import{ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, StartedBy: d.StartedBy,
		StartedAt: fromMillis(d.StartedAt), LeaseUntil: fromMillis(d.LeaseUntil), FinishedAt: fromMillis(d.FinishedAt),
		Rows: d.Rows, RowsDone: d.RowsDone, Report: d.Report}, nil
}

// InsertImport implements service.ImportStore.
func (s *Store) InsertImport(ctx context.Context, n service.Import) error {
	return s.imports().insert(ctx, n)
}

// Import implements service.ImportStore.
func (s *Store) Import(ctx context.Context, id string) (service.Import, error) {
	return s.imports().get(ctx, id)
}

// UpdateImport implements service.ImportStore.
func (s *Store) UpdateImport(ctx context.Context, id string, change func(*service.Import) error) (service.Import, error) {
	return s.imports().update(ctx, id, change)
}
