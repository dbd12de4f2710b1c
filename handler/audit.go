package handler

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
)

// audited names, as Gin writes them, the routes whose use is entered in the audit log,
// and what it is called there: whatever decides about records, people, points or
// rights, and what carries personal data out. Entering records is not among them: each
// carries its own trail.
var audited = map[string]string{
	"POST /v1/registrations/:id/confirm": "核实求职登记", "POST /v1/registrations/:id/void": "作废求职登记", "POST /v1/registrations/:id/restore": "恢复求职登记",
	"POST /v1/placements/:id/confirm": "核实推荐就业", "POST /v1/placements/:id/void": "作废推荐就业", "POST /v1/placements/:id/restore": "恢复推荐就业",
	"POST /v1/activities/:id/confirm": "核实服务台账", "POST /v1/activities/:id/void": "作废服务台账", "POST /v1/activities/:id/restore": "恢复服务台账",
	"POST /v1/honours/:id/confirm": "核实荣誉", "POST /v1/honours/:id/void": "作废荣誉", "POST /v1/honours/:id/restore": "恢复荣誉",
	"POST /v1/postings/:id/confirm": "核实岗位", "POST /v1/postings/:id/void": "作废岗位", "POST /v1/postings/:id/restore": "恢复岗位",
	"POST /v1/postings/:id/release": "岗位审核通过", "POST /v1/postings/:id/reject": "岗位审核驳回", "POST /v1/postings/:id/take-down": "下架岗位",
	"POST /v1/registrations/:id/unconfirm": "撤销核实求职登记", "POST /v1/placements/:id/unconfirm": "撤销核实推荐就业", "POST /v1/activities/:id/unconfirm": "撤销核实服务台账",
	"POST /v1/honours/:id/unconfirm": "撤销核实荣誉", "POST /v1/postings/:id/unconfirm": "撤销核实岗位", "POST /v1/postings/:id/recheck": "重新审核岗位",
	"POST /v1/confirmations": "批量核实", "POST /v1/samples": "抽取样本", "POST /v1/samples/:id/results": "登记回访结果", "POST /v1/samples/:id/corrections": "更正回访结果",
	"POST /v1/people/:id/reveal": "查看个人号码", "POST /v1/samples/:id/records/:record/reveal": "查看样本号码",
	"POST /v1/enterprises/:id/reveal": "查看单位号码", "POST /v1/postings/:id/reveal": "查看岗位号码", "POST /v1/reports/:id/phone": "查看维权人号码",
	"POST /v1/people/:id/erase": "删除个人信息", "POST /v1/registrations/:id/link-code": "生成关联码",
	"POST /v1/sites": "新建站点", "PATCH /v1/sites/:id": "更正站点", "POST /v1/sites/:id/invites": "生成邀请码", "DELETE /v1/sites/:id/members/:account_id": "收回站点角色",
	"POST /v1/accounts/:id/login-codes": "生成登录码", "POST /v1/accounts/:id/roles": "授予角色",
	"DELETE /v1/accounts/:id/roles/:role/:scope":    "收回角色",
	"POST /v1/counties/:county/months/:month/close": "关闭月份", "POST /v1/counties/:county/months/:month/reopen": "重开月份",
	"PUT /v1/sites/:id/assessments/:year/self": "填写自评", "POST /v1/sites/:id/assessments/:year/submit": "提交考核表",
	"PUT /v1/sites/:id/assessments/:year/scores": "填写考核分", "POST /v1/sites/:id/assessments/:year/return": "退回考核表",
	"POST /v1/sites/:id/assessments/:year/accept": "同意考核分", "POST /v1/sites/:id/assessments/:year/appeal": "申诉",
	"POST /v1/sites/:id/assessments/:year/appeal/answer": "答复申诉", "POST /v1/sites/:id/assessments/:year/approve": "批准封存",
	"PUT /v1/policies": "变更评分口径", "POST /v1/notices/:id/pushes": "推送政策", "POST /v1/me/scan-logins/answer": "确认电脑登录",
	"POST /v1/notices/:id/publish": "发布政策信息", "POST /v1/notices/:id/withdraw": "撤下政策信息", "POST /v1/pushes/:id/cancel": "停止推送",
	"POST /v1/guidance/:id/void": "撤销指导记录",
	"GET " + formPath:            "打印考核表", "GET " + letterPath: "打印推荐介绍信",
	"GET " + summaryPath: "导出汇总表", "GET " + workbookPath: "导出考核表",
}

// entered are what the service enters itself: because nobody has a role before it (guesses
// are limited and leave nothing), because only then it is known what it is about, or
// because only a part of it is to be entered.
var entered = map[string]string{
	"POST " + importPath: "导入台账", "POST /v1/accounts": "新建账号",
	"POST /v1/invites/:code/accept": "接受邀请", "POST /v1/auth/code": "用登录码登录",
	"PATCH /v1/enterprises/:id": "更正单位信用代码",
	"import":                    "命令行导入台账",
	"grant":                     "命令行授予角色", "revoke": "命令行收回角色",
}

// audit enters who sets out to do what before it is done, and why it was refused if it
// was. What cannot be entered is not done.
func (a *API) audit(c *gin.Context) {
	action := c.Request.Method + " " + c.FullPath()
	c.Request = c.Request.WithContext(service.WithOrigin(c.Request.Context(),
		service.Origin{Action: action, Address: c.ClientIP(), RequestID: requestID(c.Request.Context())}))
	actor := actorOf(c.Request.Context())
	if audited[action] == "" || len(actor.Grants) == 0 {
		return
	}
	e := service.AuditEntry{Target: targetOf(c)}
	if err := a.svc.Audit(c.Request.Context(), actor, e); err != nil {
		refuse(c, a.problem(c.Request.Context(), err))
		return
	}
	out := &refusedWriter{ResponseWriter: c.Writer}
	c.Writer = out
	c.Next()
	c.Writer = out.ResponseWriter
	if c.Writer.Status() < http.StatusBadRequest {
		return
	}
	var p struct {
		Code string `json:"code"`
	}
	_ = json.Unmarshal(out.body, &p)
	if e.Refused = p.Code; e.Refused == "" {
		e.Refused = "unknown"
	}
	if err := a.svc.Audit(context.WithoutCancel(c.Request.Context()), actor, e); err != nil {
		a.log.WarnContext(c.Request.Context(), "a refusal is missing in the audit log", "error", err)
	}
}

// plainID is what an id, a month, a code of a county or a role looks like; whatever
// else an address holds may be somebody's name or number.
var plainID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._|-]{0,63}$`)

func idOrNothing(s string) string {
	if plainID.MatchString(s) && !longDigits.MatchString(s) {
		return s
	}
	return "?"
}

// longDigits is a phone or document number.
var longDigits = regexp.MustCompile(`^[0-9]{11,}[Xx]?$`)

// bodyOf reads the body and leaves it as it was; nil when it is no JSON.
func bodyOf(c *gin.Context) (fields any) {
	body, err := io.ReadAll(c.Request.Body)
	c.Request.Body = io.NopCloser(bytes.NewReader(body))
	if err == nil && checkJSON(body) == nil {
		_ = json.Unmarshal(body, &fields)
	}
	return fields
}

// fieldAt follows a path of service.AuditTold; empty: it leads to no text.
func fieldAt(v any, path string) string {
	for _, step := range strings.Split(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[step]
		case []any:
			i, err := strconv.Atoi(step)
			switch {
			case step == "#":
				v = strconv.Itoa(len(in))
			case err == nil && i < len(in):
				v = in[i]
			default:
				return ""
			}
		default:
			return ""
		}
	}
	text, _ := v.(string)
	return text
}

// targetOf is what the address names, in its order.
func targetOf(c *gin.Context) string {
	var parts []string
	for _, p := range c.Params {
		parts = append(parts, idOrNothing(p.Value))
	}
	if told := service.AuditTold[c.Request.Method+" "+c.FullPath()]; told != nil {
		body := bodyOf(c)
		for _, path := range told {
			parts = append(parts, idOrNothing(fieldAt(body, path)))
		}
	}
	return strings.Join(parts, "/")
}

// refusedWriter keeps the beginning of a refusal.
type refusedWriter struct {
	gin.ResponseWriter
	body []byte
}

func (w *refusedWriter) Write(b []byte) (int, error) {
	if w.Status() >= http.StatusBadRequest && len(w.body) < 16<<10 {
		w.body = append(w.body, b...)
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets deadlines through.
func (w *refusedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// AuditEntry is one line of the audit log.
type AuditEntry struct {
	ID          string `json:"id" doc:"Its number in the chain"`
	At          string `json:"at"`
	By          string `json:"by" doc:"Account"`
	Name        string `json:"name" doc:"What colleagues call it now"`
	Role        string `json:"role" enum:"staff,manager,county,city,admin"`
	Action      string `json:"action" doc:"Method and route"`
	ActionText  string `json:"action_text"`
	Target      string `json:"target" doc:"What the address named: ids, a month, a year"`
	TargetText  string `json:"target_text" doc:"What it was about, where that has a name that the viewer may know and is no person: a site's form, a posting, an account with a role; else empty"`
	Refused     string `json:"refused" doc:"Code of the refusal; empty: it was not refused"`
	RefusedText string `json:"refused_text"`
	Address     string `json:"address"`
	RequestID   string `json:"request_id"`
	Hash        string `json:"hash"`
}

func (a *API) auditRoutes() {
	route(a, huma.Operation{
		OperationID: "list-audit", Method: http.MethodGet, Path: "/v1/audit", Summary: "Who did what, newest first", Tags: []string{"operations"},
		Description: "A county sees what people of its own did, the city and administrators everything. Entries hold no personal data; " +
			"each holds the hash of the one before, and `quanjiuye verify audit` walks the chain.",
	}, func(ctx context.Context, in *AuditQuery) (*Reply[List[AuditEntry]], error) {
		lines, err := a.svc.AuditEntries(ctx, actorOf(ctx), service.AuditFilter{
			County: in.County, By: in.By, Action: in.Action, Day: date(in.Day), Refused: in.Refused, Page: in.page()})
		return &Reply[List[AuditEntry]]{http.StatusOK, list(lines, in.Limit, func(e service.AuditLine) string { return e.ID }, newAuditEntry)}, err
	})
}

// AuditQuery narrows the log.
type AuditQuery struct {
	PageQuery
	County  string `query:"county" maxLength:"16"`
	By      string `query:"by" maxLength:"64" doc:"Account"`
	Action  string `query:"action" maxLength:"128" doc:"Method and route, as entries tell them"`
	Day     string `query:"day" format:"date"`
	Refused bool   `query:"refused" doc:"Only what was refused"`
}

func newAuditEntry(e service.AuditLine) AuditEntry {
	return AuditEntry{e.ID, stamp(e.At), e.By, e.Name, string(e.Role), e.Action, cmp.Or(audited[e.Action], entered[e.Action]), e.Target, e.TargetText,
		e.Refused, refusedText(e.Refused), e.Address, e.RequestID, e.Hash}
}
