package handler

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/ledger"
)

// Import is a ledger that was brought in, or is on its way.
type Import struct {
	ID         string               `json:"id"`
	SiteID     string               `json:"site_id"`
	State      string               `json:"state" enum:"running,done"`
	Rows       int                  `json:"rows"`
	RowsDone   int                  `json:"rows_done"`
	StartedAt  string               `json:"started_at"`
	FinishedAt string               `json:"finished_at"`
	Report     service.ImportReport `json:"report" doc:"Whole once the import is done"`
}

func newImport(i service.Import) Import {
	out := Import{
		ID: i.ID, SiteID: i.SiteID, State: "done", Rows: i.Rows, RowsDone: i.RowsDone,
		StartedAt: stamp(i.StartedAt), FinishedAt: stamp(i.FinishedAt), Report: i.Report,
	}
	if i.FinishedAt.IsZero() {
		out.State = "running"
	}
	return out
}

func (a *API) importRoutes() {
	route(a, huma.Operation{
		OperationID: "get-import", Method: http.MethodGet, Path: "/v1/imports/{id}",
		Summary: "How far an import is", Tags: []string{"imports"},
	}, func(ctx context.Context, in *RecordID) (*Reply[Import], error) {
		i, err := a.svc.Import(ctx, actorOf(ctx), in.ID)
		return &Reply[Import]{http.StatusOK, newImport(i)}, err
	})
}

// postImport reads an uploaded workbook and brings it in before it answers. A
// cut connection interrupts it; sending the same file again goes on.
func (a *API) postImport(c *gin.Context) {
	ctx := c.Request.Context()
	siteID, file, err := ledgerForm(c)
	if err != nil {
		refuse(c, a.problem(ctx, err))
		return
	}
	if err := a.svc.MayWrite(ctx, actorOf(ctx), siteID); err != nil { // before the file costs anything
		refuse(c, a.problem(ctx, err))
		return
	}
	rows, err := a.readLedger(ctx, file)
	if err != nil {
		refuse(c, a.problem(ctx, err))
		return
	}
	i, err := a.svc.ImportLedger(ctx, actorOf(ctx), siteID, LedgerDigest(file), rows, nil)
	if err != nil {
		refuse(c, a.problem(ctx, err))
		return
	}
	c.JSON(http.StatusOK, newImport(i))
}

// readLedger reads one workbook at a time: each may take some hundred megabytes
// of memory while it is read.
func (a *API) readLedger(ctx context.Context, file []byte) ([]service.LedgerRow, error) {
	select {
	case a.reading <- struct{}{}:
		defer func() { <-a.reading }()
		return ReadLedger(file, a.svc.Today())
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func ledgerForm(c *gin.Context) (siteID string, file []byte, err error) {
	f, err := readSiteForm(c, maxLedger, "请选择要导入的台账文件")
	if err != nil {
		return "", nil, err
	}
	defer f.close()
	file, err = io.ReadAll(f.file)
	return f.siteID, file, err
}

// ReadLedger reads a workbook's rows, none of which may be dated after today. A
// file that is no ledger is a *service.Error.
func ReadLedger(file []byte, today calendar.Date) ([]service.LedgerRow, error) {
	book, err := ledger.Open(bytes.NewReader(file), ledger.DefaultLimits)
	var refused *ledger.Error
	if errors.As(err, &refused) {
		return nil, &service.Error{Kind: service.Invalid, Code: refused.Code, Message: refused.Message}
	}
	if err != nil {
		return nil, err
	}
	return book.Records(today), nil
}

// LedgerDigest names a file's content.
func LedgerDigest(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}
