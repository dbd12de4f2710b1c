package handler

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service/form"
	"github.com/quanjiuye/backend/service/rubric"

	"github.com/quanjiuye/backend/service"
)

const (
	formPath     = "/v1/sites/:id/assessments/:year/form"
	workbookPath = formPath + ".xlsx"
	summaryPath  = "/v1/assessments/summary.xlsx"

	workbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// getForm answers the form as a page to print, or as a workbook.
func (a *API) getForm(c *gin.Context) {
	year, ok := yearOf(c.Param("year"))
	if !ok {
		refuse(c, a.problem(c.Request.Context(), service.ErrNotFound))
		return
	}
	f, err := a.svc.PrintedForm(c.Request.Context(), actorOf(c.Request.Context()), c.Param("id"), year)
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	if c.FullPath() == workbookPath {
		a.sendFile(c, workbookType, f.Unit+strconv.Itoa(year)+"年度考核表.xlsx", f.WriteWorkbook)
		return
	}
	c.Header("Content-Security-Policy", form.PagePolicy())
	a.sendFile(c, "text/html; charset=utf-8", "", f.WritePage)
}

// getSummary answers the workbook of all sites in sight.
func (a *API) getSummary(c *gin.Context) {
	year, ok := yearOf(c.Query("year"))
	if !ok {
		refuse(c, newProblem(http.StatusUnprocessableEntity, "invalid_input", "请指定考核年度"))
		return
	}
	sum, err := a.svc.Summary(c.Request.Context(), actorOf(c.Request.Context()),
		service.AssessmentsFilter{Year: year, County: c.Query("county"), Kind: rubric.SiteKind(c.Query("kind"))})
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	a.sendFile(c, workbookType, sum.Title+".xlsx", sum.WriteWorkbook)
}

func yearOf(text string) (int, bool) {
	year, err := strconv.Atoi(text)
	return year, err == nil && year >= 2000 && year <= 2100
}

// sendFile answers what write makes, whole or not at all; a name makes it a
// download.
func (a *API) sendFile(c *gin.Context, media, name string, write func(io.Writer) error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	if name != "" {
		c.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
	c.Header("Cache-Control", "no-store")
	c.Data(http.StatusOK, media, b.Bytes())
}
