package handler

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/poster"
	"github.com/quanjiuye/backend/service/rubric"
)

const (
	// postersWaiting is how many may wait, with what they have read, to be drawn.
	postersWaiting = 16

	pngType = "image/png"
)

// posterWait is how long a poster waits for those before it. Each takes about a
// second: whoever would wait longer had better come again.
const posterWait = 8 * time.Second

var errDrawing = &service.Error{Kind: service.Unavailable, Code: service.ErrUnavailable.Code, Message: "正在生成其他海报，请稍后再试", RetryAfter: 5 * time.Second}

// posterLook changes whenever the same input gives another poster.
const posterLook = "1"

// getPoster answers a site's poster as a PDF or PNG.
func (a *API) getPoster(c *gin.Context) {
	ctx := c.Request.Context()
	size, format := poster.Size(c.DefaultQuery("size", string(poster.A4))), c.DefaultQuery("format", "pdf")
	if size != poster.A4 && size != poster.A3 || format != "pdf" && format != "png" {
		refuse(c, newProblem(http.StatusUnprocessableEntity, "invalid_input", "纸张只能是 a4 或 a3，格式只能是 pdf 或 png"))
		return
	}
	select {
	case a.posters <- struct{}{}:
	default:
		refuse(c, a.problem(ctx, errDrawing))
		return
	}
	leave := sync.OnceFunc(func() { <-a.posters })
	defer leave()
	site, code, err := a.svc.PosterCode(ctx, actorOf(ctx), c.Param("id"))
	if err != nil {
		refuse(c, a.problem(ctx, err))
		return
	}
	p := newPoster(site, code)
	words, err := json.Marshal(p)
	if err != nil {
		refuse(c, a.problem(ctx, err))
		return
	}
	media := "application/pdf"
	if format == "png" {
		media = pngType
	}
	a.sendPicture(c, tagOf(words, []byte(posterLook), []byte(size), []byte(format)), media,
		site.Name+"海报-"+string(size)+"."+format, func() ([]byte, error) {
			defer leave() // whoever reads slowly keeps nobody waiting
			return a.drawPoster(ctx, site.ID, p, size, format)
		})
}

func newPoster(s service.Site, code []byte) poster.Poster {
	kind := "零工市场"
	if s.Kind == rubric.Station {
		kind = "零工驿站"
	}
	return poster.Poster{
		Name: s.Name, Kind: kind, Agency: s.Agency, Address: s.Address, Phone: s.Phone, Hours: s.Hours, Code: code, Example: s.Example,
	}
}

// drawPoster draws one poster at a time in this process: each takes some 50 MB.
func (a *API) drawPoster(ctx context.Context, siteID string, p poster.Poster, size poster.Size, format string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, posterWait)
	defer cancel()
	select {
	case a.drawing <- struct{}{}:
		defer func() { <-a.drawing }()
	case <-ctx.Done():
		return nil, errDrawing.Because(ctx.Err())
	}
	sheet, err := p.Lay()
	if err != nil {
		return nil, err
	}
	if sheet.Lacking > 0 {
		a.log.WarnContext(ctx, "the poster's font lacks characters, which are printed as □", "site", siteID, "characters", sheet.Lacking)
	}
	if format == "png" {
		return sheet.PNG(size)
	}
	return sheet.PDF(size)
}
