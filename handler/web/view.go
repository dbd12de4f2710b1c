package web

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"math/big"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// templates are the pages by name, each within the layout; they are read once.
var templates = sync.OnceValue(func() map[string]*template.Template {
	all := map[string]*template.Template{}
	files, err := fs.Glob(embedded, "pages/*.html")
	if err != nil {
		panic(err) // cannot happen: the pattern is sound
	}
	for _, f := range files {
		name := strings.TrimSuffix(path.Base(f), ".html")
		if name != "layout" && name != "parts" {
			all[name] = template.Must(template.New(name).Option("missingkey=zero").Funcs(funcs()).
				ParseFS(embedded, "pages/layout.html", "pages/parts.html", f))
		}
	}
	return all
})

func funcs() template.FuncMap {
	return template.FuncMap{
		"asset":  func(name string) string { return "/assets/" + assets().URL(name) },
		"points": points, "num": num, "word": word, "words": words, "at": at, "list": list, "text": text, "moment": moment, "day": day, "spark": spark, "lines": lines, "key": rand.Text,
		"link": query, "codeIn": codeIn, "weekday": weekday,
		"dict": dict, "has": has, "segment": segment, "month": monthName, "sum": sum, "add": func(a, b any) string { return sum(a, b) },
		"meaning": meaning, "brief": brief, "change": change, "mean": mean, "row": row, "last": func(n int) string { return strconv.Itoa(n - 1) }, "path": recordPath, "shade": shade, "work": work, "ofMonth": ofMonth, "json": jsonText, "join": join, "nonzero": func(v any) bool { return num(v) != "0" && num(v) != "" },
	}
}

// at finds what a path of keys leads to; nil when there is nothing.
func at(v any, keys ...string) any {
	for _, k := range keys {
		switch d := v.(type) {
		case doc:
			v = d[k]
		case []any:
			i, err := strconv.Atoi(k)
			if err != nil || i < 0 || i >= len(d) {
				return nil
			}
			v = d[i]
		default:
			return nil
		}
	}
	return v
}

func list(v any, keys ...string) []any { l, _ := at(v, keys...).([]any); return l }

func text(v any, keys ...string) string { s, _ := at(v, keys...).(string); return s }

// points is a score in words; what is not known is no zero.
func points(v any) string {
	if v == nil {
		return "—"
	}
	return fmt.Sprint(v) + " 分"
}

func num(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// rat is a number of the API, exactly; 0 for what is none.
func rat(v any) *big.Rat {
	r, ok := new(big.Rat).SetString(num(v))
	if !ok {
		return new(big.Rat)
	}
	return r
}

// sum adds numbers of the API exactly.
func sum(vs ...any) string {
	total := new(big.Rat)
	for _, v := range vs {
		total.Add(total, rat(v))
	}
	return short(total)
}

// short writes a number with no more than four digits behind the point.
func short(r *big.Rat) string {
	s := r.FloatString(4)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// brief is a number of the API to two digits behind the point at most, for comparing;
// what is not known is no zero.
func brief(v any) string {
	if v == nil {
		return "—"
	}
	return strings.TrimSuffix(strings.TrimRight(rat(v).FloatString(2), "0"), ".")
}

// shade is how dark a cell of a heat map is, 0 to 5, where most is the darkest.
func shade(v, most any) int {
	if rat(most).Sign() == 0 || rat(v).Sign() == 0 {
		return 0
	}
	r := new(big.Rat).Quo(rat(v), rat(most))
	f, _ := r.Float64()
	return min(5, 1+int(f*5))
}

// moment writes a time of the API as people read it.
func moment(v any) string {
	s, _ := v.(string)
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return s
	}
	return t.Format("2006-01-02 15:04")
}

// day writes the day of a time of the API.
func day(v any) string { d, _, _ := strings.Cut(moment(v), " "); return d }

// monthName writes "2026-11" as 11月.
func monthName(v any) string {
	s, _ := v.(string)
	if len(s) != len("2026-11") {
		return s
	}
	return strings.TrimPrefix(s[5:], "0") + "月"
}

func dict(pairs ...any) doc {
	d := doc{}
	for i := 0; i+1 < len(pairs); i += 2 {
		d[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return d
}

func has(l []any, v string) bool {
	for _, x := range l {
		if x == v {
			return true
		}
	}
	return false
}

func join(l []any) string {
	var s []string
	for _, x := range l {
		s = append(s, fmt.Sprint(x))
	}
	return strings.Join(s, "、")
}

func jsonText(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

// change is how far a score has moved, with its sign.
func change(v any) string {
	r := new(big.Rat).Sub(rat(at(v, "to")), rat(at(v, "from")))
	if r.Sign() > 0 {
		return "+" + short(r)
	}
	return short(r)
}

// mean is a sum over how many, to one digit.
func mean(total, n any) string {
	if rat(n).Sign() == 0 {
		return ""
	}
	return new(big.Rat).Quo(rat(total), rat(n)).FloatString(1)
}

// recordPath is where the API keeps records of a kind.
func recordPath(kind string) string {
	if kind == "activity" {
		return "/v1/activities"
	}
	return "/v1/" + kind + "s"
}

// inList finds which element of a list a problem is about.
var inList = regexp.MustCompile(`[.\[](\d+)\b`)

// row says which element of a list a problem is about, unless it says so itself: the
// API's items are 项 on a screen, other lists have rows.
func row(location, message string) string {
	m := inList.FindStringSubmatch(location)
	if m == nil || strings.HasPrefix(message, "第") {
		return message
	}
	i, err := strconv.Atoi(m[1])
	if err != nil {
		return message
	}
	unit := "行"
	if strings.Contains(location, "items") {
		unit = "项"
	}
	return fmt.Sprintf("第 %d %s：%s", i+1, unit, message)
}
