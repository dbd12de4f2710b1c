package handler

import (
	"errors"
	"mime"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
)

// Most that a body may hold, in bytes.
const (
	maxBody   = 1 << 20  // JSON
	maxPublic = 64 << 10 // JSON of somebody who has not logged in
	maxLedger = 11 << 20 // a workbook of ledger.DefaultLimits in its form
	maxUpload = service.MostUpload + 1<<20
)

// limitBody bounds every body and refuses encodings that could hide a bomb.
func limitBody(c *gin.Context) {
	if e := c.GetHeader("Content-Encoding"); e != "" && e != "identity" {
		refuse(c, newProblem(http.StatusUnsupportedMediaType, "unsupported_encoding", "不接受压缩的请求内容"))
		return
	}
	if isWrite(c.Request.Method) && c.Request.ContentLength != 0 && !acceptable(c) {
		text := codes[http.StatusUnsupportedMediaType][1]
		if takesForm(c.FullPath()) {
			text = "请以 multipart/form-data 表单上传文件"
		}
		refuse(c, newProblem(http.StatusUnsupportedMediaType, codes[http.StatusUnsupportedMediaType][0], text))
		return
	}
	most := int64(maxBody)
	switch {
	case c.FullPath() == importPath:
		most = maxLedger
	case c.FullPath() == evidencePath:
		most = maxUpload
	case public[c.Request.Method+" "+c.FullPath()], isForm(c):
		most = maxPublic
	}
	if c.Request.ContentLength > most {
		refuse(c, newProblem(http.StatusRequestEntityTooLarge, "too_large", "提交的内容太大"))
		return
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
}

func isWrite(method string) bool {
	return method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch || method == http.MethodDelete
}

// acceptable reports whether the route reads what the request says it holds. The
// simulator's controls are not ours and look for themselves.
func acceptable(c *gin.Context) bool {
	media, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if c.GetHeader("Content-Type") == "" {
		media, err = "application/json", nil
	}
	switch c.FullPath() {
	case simPath, "":
		return true
	}
	if takesForm(c.FullPath()) {
		return err == nil && media == "multipart/form-data"
	}
	if isForm(c) {
		return err == nil && (media == "application/x-www-form-urlencoded" || c.GetHeader("Content-Type") == "")
	}
	return err == nil && media == "application/json"
}

// isForm reports whether a page's form was sent.
func isForm(c *gin.Context) bool {
	return c.FullPath() != "" && c.FullPath() != simPath && !strings.HasPrefix(c.FullPath(), "/v1/")
}

func takesForm(path string) bool { return path == importPath || path == evidencePath }

func bodyProblem(err error) *Problem {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return newProblem(http.StatusRequestEntityTooLarge, "too_large", "提交的内容太大")
	}
	return newProblem(http.StatusBadRequest, "malformed", "没有收到完整的请求内容")
}
