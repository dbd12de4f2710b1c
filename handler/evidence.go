package handler

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/picture"
)

// Evidence is what is known of a photo or PDF.
type Evidence struct {
	ID           string              `json:"id"`
	SiteID       string              `json:"site_id"`
	SHA256       string              `json:"sha256" doc:"Of the file as it was sent"`
	StoredSHA256 string              `json:"stored_sha256" doc:"Of what is kept of it and served; also its ETag"`
	Media        string              `json:"media" enum:"image/jpeg,application/pdf" doc:"Of what is kept: photos become JPEG"`
	Bytes        int64               `json:"bytes"`
	Width        int                 `json:"width" doc:"Pixels, upright; 0 for a PDF"`
	Height       int                 `json:"height"`
	Thumbnail    bool                `json:"thumbnail" doc:"Whether there is a small picture; not of a PDF"`
	UploadedBy   string              `json:"uploaded_by"`
	UploadedAt   string              `json:"uploaded_at"`
	May          service.EvidenceMay `json:"may"`
}

func newEvidence(v service.EvidenceView) Evidence {
	return Evidence{
		ID: v.ID, SiteID: v.SiteID, SHA256: v.SHA256, StoredSHA256: v.Kept.SHA256, Media: v.Media, Bytes: v.Kept.Bytes,
		Width: v.Width, Height: v.Height, Thumbnail: v.Thumb.Bytes > 0,
		UploadedBy: v.UploadedBy, UploadedAt: stamp(v.UploadedAt), May: v.May,
	}
}

// EvidenceIDs names evidence to attach.
type EvidenceIDs struct {
	EvidenceIDs []string `json:"evidence_ids" minItems:"1" maxItems:"20" doc:"Of the record's site"`
}

func (a *API) evidenceRoutes() {
	tags := []string{"evidence"}
	route(a, huma.Operation{
		OperationID: "get-evidence", Method: http.MethodGet, Path: "/v1/evidence/{id}",
		Summary: "What is known of a photo or PDF", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[Evidence], error) {
		v, err := a.svc.Evidence(ctx, actorOf(ctx), in.ID)
		return &Reply[Evidence]{http.StatusOK, newEvidence(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-evidence", Method: http.MethodGet, Path: evidencePath, Summary: "A site's photos and PDFs", Tags: tags,
	}, func(ctx context.Context, in *struct {
		PageQuery
		SiteID string `query:"site_id" required:"true" maxLength:"64"`
	}) (*Reply[List[Evidence]], error) {
		views, err := a.svc.EvidenceOf(ctx, actorOf(ctx), service.EvidenceFilter{SiteID: in.SiteID, Page: in.page()})
		return &Reply[List[Evidence]]{http.StatusOK,
			list(views, in.Limit, func(v service.EvidenceView) string { return v.ID }, newEvidence)}, err
	})
	attachRoute(a, "placement", "placements", a.svc.AttachToPlacement, newPlacement)
	attachRoute(a, "activity", "activities", a.svc.AttachToActivity, newActivity)
	attachRoute(a, "honour", "honours", a.svc.AttachToHonour, newSiteHonour)
}

// attachRoute adds the step that adds evidence to a record. V is the service's view,
// T what a screen gets.
func attachRoute[V, T any](
	a *API, noun, nouns string, attach func(context.Context, service.Actor, string, []string) (V, error), view func(V) T,
) {
	route(a, huma.Operation{
		OperationID: "attach-evidence-to-" + noun, Method: http.MethodPost, Path: "/v1/" + nouns + "/{id}/evidence",
		Summary: "Add evidence to a record", Tags: []string{nouns},
		Description: "Adds to what is there, 20 in all; what is there already changes nothing. A confirmed record goes " +
			"back to recorded: it must be confirmed anew, and not by whoever attached.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body EvidenceIDs
	}) (*Reply[T], error) {
		v, err := attach(ctx, actorOf(ctx), in.ID, in.Body.EvidenceIDs)
		return &Reply[T]{http.StatusOK, view(v)}, err
	})
}

// uploadInMemory is how much of an upload waits in memory until it is decoded; the
// rest waits in a temporary file.
const uploadInMemory = 1 << 20

// postEvidence takes a photo or PDF. A cut connection leaves no record; sending the
// same file again answers the first.
func (a *API) postEvidence(c *gin.Context) {
	ctx := c.Request.Context()
	f, err := readSiteForm(c, uploadInMemory, "请选择要上传的照片或 PDF 文件")
	if err != nil {
		refuse(c, a.problem(ctx, err))
		return
	}
	defer f.close()
	v, created, err := a.svc.AddEvidence(ctx, actorOf(ctx), f.siteID, f.file)
	if err != nil {
		refuse(c, a.problem(ctx, err))
		return
	}
	c.JSON(stored(created), newEvidence(v))
}

func (a *API) getContent(c *gin.Context) {
	a.serveBlob(c, func(e service.Evidence) (service.Blob, string) { return e.Kept, e.Media }, a.svc.OpenEvidence)
}

func (a *API) getThumbnail(c *gin.Context) {
	a.serveBlob(c, func(e service.Evidence) (service.Blob, string) { return e.Thumb, picture.JPEG }, a.svc.OpenThumbnail)
}

// blobPolicy lets a file that a browser opens by itself do nothing at all.
const blobPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'"

// serveBlob answers GET and HEAD, and authorises each.
//
// Nothing on the way keeps a copy, not even the browser: photos show contracts and
// faces, and the computer at a counter has many users. A client that keeps one of
// its own asks with If-None-Match and is spared the bytes, not the question.
func (a *API) serveBlob(
	c *gin.Context, of func(service.Evidence) (service.Blob, string),
	open func(context.Context, service.Evidence) (io.ReadCloser, error),
) {
	ctx := c.Request.Context()
	v, err := a.svc.Evidence(ctx, actorOf(ctx), c.Param("id"))
	if err != nil {
		refuse(c, a.problem(ctx, err))
		return
	}
	blob, media := of(v.Evidence)
	h, tag := c.Writer.Header(), `"`+blob.SHA256+`"`
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Security-Policy", blobPolicy)
	if blob.Bytes > 0 && named(c.GetHeader("If-None-Match"), tag) {
		h.Set("ETag", tag)
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	body, err := open(ctx, v.Evidence)
	if err != nil {
		var refused *service.Error
		if !errors.As(err, &refused) || refused.Kind != service.NotFound { // that a PDF has no thumbnail is no fault
			a.log.WarnContext(ctx, "evidence not opened", "error", err)
		}
		refuse(c, a.problem(ctx, err))
		return
	}
	defer func() { _ = body.Close() }()
	h.Set("ETag", tag)
	h.Set("Content-Type", media)
	h.Set("Content-Length", strconv.FormatInt(blob.Bytes, 10))
	h.Set("Content-Disposition", disposition(v.Evidence, media))
	c.Status(http.StatusOK)
	c.Writer.WriteHeaderNow()
	if c.Request.Method == http.MethodHead {
		return
	}
	if _, err := io.CopyN(c.Writer, body, blob.Bytes); err != nil { // fewer bytes than announced: the client notices
		a.log.WarnContext(ctx, "evidence not sent whole", "error", err)
	}
}

// disposition: a photo may be looked at where it is, a PDF is for a reader of its own.
func disposition(e service.Evidence, media string) string {
	if media == picture.JPEG {
		return `inline; filename="evidence-` + e.ID + `.jpg"`
	}
	return `attachment; filename="evidence-` + e.ID + `.pdf"`
}

// named reports whether an If-None-Match names the tag.
func named(header, tag string) bool {
	for _, t := range strings.Split(header, ",") {
		if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == tag || t == "*" {
			return true
		}
	}
	return false
}
