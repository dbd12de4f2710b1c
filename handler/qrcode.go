package handler

import (
	"crypto/sha256"
	"encoding/hex"
	"mime"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/picture"
)

// getQRCode answers the picture of a site's mini-program code.
func (a *API) getQRCode(c *gin.Context) {
	ctx, width := c.Request.Context(), service.CodeWidth
	if text := c.Query("width"); text != "" {
		width, _ = strconv.Atoi(text) // no number is none that is allowed
	}
	code, err := a.svc.QRCode(ctx, actorOf(ctx), c.Param("id"), width)
	if err != nil {
		refuse(c, a.problem(ctx, err))
		return
	}
	a.sendPicture(c, tagOf(code), picture.JPEG, "", func() ([]byte, error) { return code, nil })
}

// tagOf is the ETag of something made of these parts.
func tagOf(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		sum := sha256.Sum256(p)
		h.Write(sum[:])
	}
	return `"` + hex.EncodeToString(h.Sum(nil)[:16]) + `"`
}

// sendPicture answers what is asked for anew each time, but sent, and made, only to
// whom has not got it: a browser keeps it for itself and asks with If-None-Match.
func (a *API) sendPicture(c *gin.Context, tag, media, name string, make func() ([]byte, error)) {
	if named(c.GetHeader("If-None-Match"), tag) {
		keepPicture(c, tag)
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	data, err := make()
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	keepPicture(c, tag)
	c.Header("Content-Security-Policy", blobPolicy)
	if name != "" {
		c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
	c.Header("Content-Length", strconv.Itoa(len(data)))
	c.Data(http.StatusOK, media, data)
}

func keepPicture(c *gin.Context, tag string) {
	c.Header("Cache-Control", "private, no-cache")
	c.Header("ETag", tag)
}

// describeCodes writes down the pictures of a site's code.
func (a *API) describeCodes(siteParam []*huma.Param) {
	tags, file := []string{"sites"}, &huma.Schema{Type: huma.TypeString, Format: "binary"}
	param := func(name, words string, of *huma.Schema) *huma.Param {
		return &huma.Param{Name: name, In: "query", Description: words, Schema: of}
	}
	least, most := float64(service.LeastCodeWidth), float64(service.MostCodeWidth)
	a.describe(huma.Operation{
		OperationID: "get-qrcode", Method: http.MethodGet, Path: "/v1/sites/{id}/qrcode", Tags: tags,
		Summary: "A site's mini-program code", Description: "WeChat draws each width once; it is kept. If-None-Match with the ETag " +
			"answers 304. HEAD works too. 422 for another width; 503 wechat_unavailable with Retry-After while WeChat draws nothing.",
		Parameters: append([]*huma.Param{param("width", "Pixels", &huma.Schema{
			Type: huma.TypeInteger, Minimum: &least, Maximum: &most, Default: service.CodeWidth})}, siteParam...),
	}, "200", "The picture", picture.JPEG, file)
	a.describe(huma.Operation{
		OperationID: "get-poster", Method: http.MethodGet, Path: "/v1/sites/{id}/poster", Tags: tags,
		Summary: "A site's poster, ready to print", Description: "In Chinese: the site, its code, what one can do, and that nobody " +
			"may take money for it. As the code: ETag, HEAD, 503. A character that the font lacks is printed as □. PNG: A4 with 300, " +
			"A3 with 150 dots to the inch. 503 unavailable with Retry-After while too many are drawn.",
		Parameters: append([]*huma.Param{
			param("size", "Paper, upright", &huma.Schema{Type: huma.TypeString, Enum: []any{"a4", "a3"}, Default: "a4"}),
			param("format", "", &huma.Schema{Type: huma.TypeString, Enum: []any{"pdf", "png"}, Default: "pdf"}),
		}, siteParam...),
	}, "200", "The poster", "application/pdf", file)
	get := a.humapi.OpenAPI().Paths["/v1/sites/{id}/poster"].Get
	get.Responses["200"].Content[pngType] = &huma.MediaType{Schema: file}
}
