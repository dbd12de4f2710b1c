package handler

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"
	"github.com/gin-gonic/gin"

	"github.com/quanjiuye/backend/service"
)

// Problem is every refusal's body (RFC 9457). It never repeats what was sent.
type Problem struct {
	Type      string         `json:"type" example:"about:blank"`
	Title     string         `json:"title" doc:"HTTP's own words for the status"`
	Status    int            `json:"status"`
	Code      string         `json:"code" doc:"Stable, for machines" example:"invalid_input"`
	Detail    string         `json:"detail" doc:"Chinese, for the screen"`
	Errors    []ProblemField `json:"errors,omitempty" doc:"Each thing that is wrong with the input"`
	RequestID string         `json:"request_id" doc:"As in X-Request-Id; whoever reports a problem names it"`

	retryAfter time.Duration
}

// ProblemField is one thing wrong with one place of the input.
type ProblemField struct {
	Location string `json:"location" example:"body.phone"`
	Code     string `json:"code" example:"phone"`
	Message  string `json:"message" doc:"Chinese, for the screen"`
}

// Error implements error for huma.
func (p *Problem) Error() string { return p.Code }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{"Cache-Control": {"no-store"}}
	if p.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(int((p.retryAfter+time.Second-1)/time.Second)))
	}
	return h
}

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// statuses is the only table from a service's kind to a status code.
var statuses = map[service.Kind]int{
	service.Invalid:         http.StatusUnprocessableEntity,
	service.Unauthenticated: http.StatusUnauthorized,
	service.Forbidden:       http.StatusForbidden,
	service.NotFound:        http.StatusNotFound,
	service.Conflict:        http.StatusConflict,
	service.Limited:         http.StatusTooManyRequests,
	service.Unavailable:     http.StatusServiceUnavailable,
}

// problem makes the body for any error. A fault of an engine is logged and shown
// as a 503 without a word of its cause.
func (a *API) problem(ctx context.Context, err error) *Problem {
	var ready *Problem
	if errors.As(err, &ready) {
		return ready.in(ctx)
	}
	var refusal *service.Error
	if !errors.As(err, &refusal) {
		if !errors.Is(err, context.Canceled) {
			a.log.ErrorContext(ctx, "request failed", slog.Any("error", err))
		}
		refusal = service.ErrUnavailable
	}
	p := newProblem(statuses[refusal.Kind], refusal.Code, refusal.Message)
	p.retryAfter = refusal.RetryAfter
	for _, f := range refusal.Fields {
		p.Errors = append(p.Errors, ProblemField{f.Location, f.Code, required(f.Location, f.Message)})
	}
	if len(refusal.Fields) > 0 && p.Detail == refusal.Fields[0].Message {
		p.Detail = p.Errors[0].Message
	}
	return p.in(ctx)
}

// in says which request the problem is of.
func (p *Problem) in(ctx context.Context) *Problem {
	p.RequestID = requestID(ctx)
	return p
}

// at points the problem to a place of the input.
func (p *Problem) at(location string) *Problem {
	p.Errors = append(p.Errors, ProblemField{location, p.Code, p.Detail})
	return p
}

func newProblem(status int, code, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: detail}
}

// refuse answers a native route with a problem and ends its chain.
func refuse(c *gin.Context, p *Problem) {
	for k, v := range p.GetHeaders() {
		c.Writer.Header()[k] = v
	}
	body, err := json.Marshal(p.in(c.Request.Context()))
	if err != nil {
		panic(err) // cannot happen: only strings and numbers
	}
	c.Abort()
	c.Data(p.Status, "application/problem+json", body)
}

// codes names the refusals that huma or Gin make before a handler runs.
var codes = map[int][2]string{
	http.StatusBadRequest:            {"malformed", "请求格式不正确"},
	http.StatusNotFound:              {"not_found", "没有这个地址"},
	http.StatusMethodNotAllowed:      {"method_not_allowed", "该地址不支持这种请求方法"},
	http.StatusNotAcceptable:         {"not_acceptable", "只提供 JSON 格式"},
	http.StatusRequestTimeout:        {"timeout", "请求接收超时，请检查网络后重试"},
	http.StatusRequestEntityTooLarge: {"too_large", "提交的内容太大"},
	http.StatusUnsupportedMediaType:  {"unsupported_media_type", "请以 application/json 格式提交"},
	http.StatusUnprocessableEntity:   {"invalid_input", "提交的内容不符合要求"},
}

// newHumaError replaces huma's own errors by ours, without the values that
// huma's carry.
func newHumaError(status int, _ string, errs ...error) *Problem {
	named, ok := codes[status]
	if !ok {
		p := newProblem(http.StatusServiceUnavailable, service.ErrUnavailable.Code, service.ErrUnavailable.Message)
		p.retryAfter = service.ErrUnavailable.RetryAfter
		return p
	}
	p := newProblem(status, named[0], named[1])
	for _, err := range errs {
		var d huma.ErrorDetailer
		if errors.As(err, &d) && len(p.Errors) < fieldsMost {
			detail := d.ErrorDetail()
			location := known(detail)
			p.Errors = append(p.Errors, ProblemField{location, "schema", sayField(location, chinese(detail.Message))})
		}
	}
	return p
}

// fieldsMost is how many things wrong with one input are listed.
const fieldsMost = 20

// Names that may be repeated to their sender begin like a field's, so that they are
// no number, and are not long; those of lists have an index behind them.
var (
	plainName  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,39}$`)
	plainPlace = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,39}(\[[0-9]{1,6}\])*$`)
)

// known is the location up to the first name that is not plain. The name of a field
// that we do not know is the sender's, and the library leaves the first part of one
// that holds a dot in the locations that follow.
func known(d *huma.ErrorDetail) string {
	location := d.Location
	if object, ok := d.Value.(map[string]any); ok && d.Message == validation.MsgUnexpectedProperty {
		if end := longestEnd(location, object); end == "" || !plainName.MatchString(end[1:]) {
			location = strings.TrimSuffix(location, end)
		}
	}
	names := strings.Split(location, ".")
	for i, name := range names {
		if !plainPlace.MatchString(name) {
			return strings.Join(names[:i], ".")
		}
	}
	return location
}

// longestEnd is the longest key of object, with a dot before it, in which location
// ends: a key may hold dots itself.
func longestEnd(location string, object map[string]any) (end string) {
	for key := range object {
		if len(key) >= len(end) && strings.HasSuffix(location, "."+key) {
			end = "." + key
		}
	}
	return end
}

// unknownParameter is what huma says.
const unknownParameter = "unknown query parameter"

// chinese passes our own sentences and replaces whatever a library said in
// English, which could also quote the input.
func chinese(message string) string {
	switch {
	case message == unknownParameter:
		return "不认识这个查询参数"
	case strings.HasPrefix(message, "required ") && strings.HasSuffix(message, " parameter is missing"):
		return "缺少这个必填参数"
	}
	message = strings.Replace(message, "：, ", "：不填，或", 1) // a choice that begins with nothing
	for _, r := range message {
		if unicode.Is(unicode.Han, r) {
			return message
		}
	}
	return "格式不正确"
}
