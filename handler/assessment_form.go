package handler

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/form"
	"github.com/quanjiuye/backend/service/rubric"
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
	v, exhibits, err := a.svc.Exhibited(c.Request.Context(), actorOf(c.Request.Context()), c.Param("id"), year)
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	f := newForm(v, exhibits)
	f.Back = fmt.Sprintf("/sites/%s/assessments/%d", url.PathEscape(v.Site.ID), year)
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
	switch c.Query("kind") {
	case "", string(rubric.Market), string(rubric.Station):
	default:
		refuse(c, newProblem(http.StatusUnprocessableEntity, "invalid_input", "类型只能是零工市场（market）或零工驿站（station）"))
		return
	}
	q := service.AssessmentsFilter{Year: year, County: c.Query("county"), Kind: rubric.SiteKind(c.Query("kind"))}
	asOf, rows, err := a.svc.Assessments(c.Request.Context(), actorOf(c.Request.Context()), q)
	if err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	where := "泉州市"
	if q.County != "" {
		where = service.Counties[q.County]
	}
	sum := form.Summary{Title: fmt.Sprintf("%s零工市场（驿站）%d年度考核汇总表", where, year), Year: year, AsOf: asOf}
	for _, r := range rows {
		sum.Policy = onPaper(r.Since) + "起执行"
		sum.Sites = append(sum.Sites, newSummarySite(r))
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
