package web

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
)

const (
	// saidCookie carries one sentence to the next page.
	saidCookie = "__Host-said"
	// What a form of ours never exceeds; a hostile one must not cost more than it sends.
	mostFields = 1000
	mostName   = 100 // bytes
	mostDepth  = 6
	mostIndex  = 120 // a batch has a hundred records
)

// do turns a form into a call of the API: /do/v1/… with the fields as JSON, then back
// to the page that the form came from. Names of fields are paths ("pay.min",
// "items.0.note"); numbers in a path are places in a list, and what is missing between
// them is left out. What stands behind a colon says what a value is: int, num, bool,
// some (left out when empty), list (one value each, more fields of the name), ref
// (kind:id of a record). Fields that begin with _ are for here: _method, _back, _said,
// _key, _seen (the revision that the page shows), _empty (said when no field is filled in), _stay (the page stays where it is: the
// form's own hx-select takes what has changed out of it), and _name for :name in the path.
// {id} in _back is the id of what was made.
// Whether it may be done the API says.
func (p *Pages) do(c *gin.Context) {
	if _, err := c.Request.Cookie(SessionCookie); err != nil {
		p.undone(c, &refusal{Status: http.StatusUnauthorized, Code: "unauthenticated", Detail: "请先登录"})
		return
	}
	form, err := formOf(c)
	path := filled(strings.TrimPrefix(c.Request.URL.EscapedPath(), "/do"), form)
	var body any
	if err == nil {
		body, err = jsonOf(form)
	}
	var wrong *refusal
	if errors.As(err, &wrong) {
		p.undone(c, wrong)
		return
	}
	if body == nil && form.Get("_empty") != "" {
		p.undone(c, &refusal{Status: http.StatusUnprocessableEntity, Detail: form.Get("_empty")})
		return
	}
	if err != nil || !strings.HasPrefix(path, "/v1/") {
		p.undone(c, &refusal{Status: http.StatusUnprocessableEntity, Detail: "表单无法识别，请刷新页面后重试"})
		return
	}
	method := form.Get("_method")
	if !slices.Contains([]string{http.MethodPut, http.MethodPatch, http.MethodDelete}, method) {
		method = http.MethodPost
	}
	if key := form.Get("_key"); key != "" {
		c.Request.Header.Set("Idempotency-Key", key)
	}
	if seen := form.Get("_seen"); seen != "" {
		c.Request.Header.Set("If-Match", `"`+seen+`"`)
	}
	d, err := p.call(c.Request, method, path, body)
	if err != nil {
		p.undone(c, err)
		return
	}
	back := localPath(strings.ReplaceAll(form.Get("_back"), "{id}", url.QueryEscape(text(d, "id"))))
	p.say(c, back, said(form.Get("_said"), d))
	if c.GetHeader("HX-Request") != "" && form.Get("_stay") == "" {
		c.Header("HX-Redirect", back)
		c.Status(http.StatusNoContent)
		return
	}
	c.Redirect(http.StatusSeeOther, back)
}

// filled puts fields into the path: :name stands for the field _name.
func filled(path string, form url.Values) string {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			parts[i] = segment(strings.TrimSpace(form.Get("_" + name)))
		}
	}
	return strings.Join(parts, "/")
}

// said is what was done: {code}, {id}, {name}, {phone}, {summary} and {next} stand for what the
// answer holds. A code is written in groups of four, as people read one out.
func said(sentence string, d doc) string {
	if sentence == "" {
		sentence = "已完成"
	}
	for _, name := range []string{"code", "id", "name", "phone", "summary", "next"} { // and never a token
		if s := text(d, name); s != "" {
			if name == "code" {
				s = inFours(s)
			}
			sentence = strings.ReplaceAll(sentence, "{"+name+"}", s)
		}
	}
	return string([]rune(sentence)[:min(300, utf8.RuneCountInString(sentence))])
}

// inFours groups a code: ABCD-EFGH-IJ.
func inFours(code string) string {
	var groups []string
	for group := range slices.Chunk([]rune(code), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, "-")
}

var codeGroups = regexp.MustCompile(`\b[A-Z2-7]{4}(-[A-Z2-7]{1,4})+\b`)

// codeIn is the code that a sentence of ours holds, to be copied; empty: none.
func codeIn(sentence string) string { return codeGroups.FindString(sentence) }

// undone says why nothing was done: in place of the form's notice, so that what was
// filled in stays.
func (p *Pages) undone(c *gin.Context, err error) {
	var r *refusal
	if !errors.As(err, &r) {
		panic(err)
	}
	if r.Status == http.StatusUnauthorized || c.GetHeader("HX-Request") == "" {
		p.refuse(c, r)
		return
	}
	p.part(c, r)
}

func formOf(c *gin.Context) (url.Values, error) {
	if err := c.Request.ParseForm(); err != nil {
		return nil, err
	}
	if len(c.Request.PostForm) > mostFields {
		return nil, errForm
	}
	return c.Request.PostForm, nil
}

// jsonNumber is what JSON takes for a number.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,6})?$`)

var errForm = errors.New("web: not a form of ours")

// jsonOf is the object that a form's fields describe; nil when it has none.
func jsonOf(form url.Values) (any, error) {
	var root any
	for name := range form {
		if strings.HasPrefix(name, "_") {
			continue
		}
		path, kind, _ := strings.Cut(name, ":")
		if len(name) > mostName || strings.Count(path, ".") >= mostDepth {
			return nil, errForm
		}
		v, skip, err := valueOf(kind, form[name])
		if err != nil {
			return nil, err
		}
		if skip {
			continue
		}
		if root, err = put(root, strings.Split(path, "."), v); err != nil {
			return nil, err
		}
	}
	return dense(root), nil
}

// dense leaves out what is missing between the fields of lists.
func dense(v any) any {
	switch v := v.(type) {
	case doc:
		for k := range v {
			v[k] = dense(v[k])
		}
	case []any:
		kept := []any{}
		for _, x := range v {
			if x != nil {
				kept = append(kept, dense(x))
			}
		}
		return kept
	}
	return v
}

// valueOf is a field's value; skip means that the field is left out.
func valueOf(kind string, values []string) (v any, skip bool, err error) {
	last := strings.TrimSpace(values[len(values)-1])
	switch kind {
	case "":
		return last, false, nil
	case "some": // text that is left out when it is empty
		return last, last == "", nil
	case "int", "num":
		if last == "" {
			return nil, false, nil // null: nothing is known
		}
		if !jsonNumber.MatchString(last) {
			return nil, false, &refusal{Status: http.StatusUnprocessableEntity, Detail: "请填写数字"}
		}
		return json.Number(last), false, nil
	case "bool":
		return last == "true" || last == "on", false, nil
	case "list":
		return values, false, nil
	case "ref": // a record: its kind and its id
		kind, id, _ := strings.Cut(last, ":")
		return doc{"kind": kind, "id": id}, false, nil
	}
	return nil, false, fmt.Errorf("%w: kind %q", errForm, kind)
}

// put sets what path leads to within v, making objects and, for numbers, lists.
func put(v any, path []string, value any) (any, error) {
	if len(path) == 0 {
		if v != nil { // a field and a part of it
			return nil, errForm
		}
		return value, nil
	}
	if i, err := strconv.Atoi(path[0]); err == nil {
		l, ok := v.([]any)
		if v != nil && !ok || i < 0 || i > mostIndex {
			return nil, errForm
		}
		for len(l) <= i {
			l = append(l, nil)
		}
		inner, err := put(l[i], path[1:], value)
		l[i] = inner
		return l, err
	}
	d, ok := v.(doc)
	if v != nil && !ok {
		return nil, errForm
	}
	if d == nil {
		d = doc{}
	}
	inner, err := put(d[path[0]], path[1:], value)
	d[path[0]] = inner
	return d, err
}

// localPath is a page of ours; anything else leads home.
func localPath(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.Contains(path, "\\") {
		return "/"
	}
	u.RawQuery = u.Query().Encode() // a header is ASCII
	return u.String()
}

// say keeps a sentence for the page at address, which comes next.
func (p *Pages) say(c *gin.Context, address, sentence string) {
	page, _, _ := strings.Cut(address, "?")
	page, _, _ = strings.Cut(page, "#")
	setCookie(c, saidCookie, base64.RawURLEncoding.EncodeToString([]byte(page+"\n"+sentence)), 60)
}

// said is the sentence that the last page left for this one, once. What follows changes
// in another tab, and a screen in a hall, takes none: it may be a code or a number.
func (p *Pages) said(c *gin.Context) string {
	kept, err := c.Request.Cookie(saidCookie)
	if err != nil || c.Request.Method != http.MethodGet || c.GetHeader("HX-Target") == "live" {
		return ""
	}
	b, _ := base64.RawURLEncoding.DecodeString(kept.Value)
	page, sentence, _ := strings.Cut(string(b), "\n")
	if page != c.Request.URL.EscapedPath() {
		return ""
	}
	setCookie(c, saidCookie, "", -1)
	return sentence
}
