// Package message says what a WeChat subscription message carries: which of our
// texts stands in which field of a template, cut to what WeChat takes.
//
// It is pure, and imports the standard library only. A message that Fill has made
// is never refused for its fields, provided that the template at WeChat has the
// fields that were parsed.
package message

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Template is a template of the mini-program's with what stands in its fields.
type Template struct {
	ID     string // WeChat's; empty: there is none, and nothing is sent
	Fields []Field
}

// Field is one field of a template.
type Field struct {
	Name string // WeChat's: its kind and a number, such as "thing1"
	From string // ours: a source's name
}

// Source is what can be put into fields.
type Source struct {
	Name string
	Day  bool // a day, written 2026年11月23日; otherwise any text
}

var (
	idForm    = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)
	fieldForm = regexp.MustCompile(`^([a-z_]+?)([1-9][0-9]?)$`)

	// dayKinds are the kinds of field that take a day and nothing else.
	dayKinds = []string{"time", "date"}
	// otherKinds exist and are of no use: none of our texts always fits.
	otherKinds = []string{"number", "letter", "symbol", "character_string", "amount", "phone_number", "car_number", "name", "phrase", "enum"}
)

// textKind is the kind of field that takes any text, of 20 characters.
const textKind = "thing"

// mostFields is how many a template of WeChat's has at most, with room.
const mostFields = 10

// Parse reads which source stands in which field: "thing1=title,time2=date". The
// error is Chinese, for whoever starts the server.
func Parse(id, fields string, sources []Source) (Template, error) {
	if !idForm.MatchString(id) {
		return Template{}, errors.New("模板编号应为 1 至 64 位字母、数字、下划线或短横线")
	}
	t := Template{ID: id}
	for part := range strings.SplitSeq(fields, ",") {
		name, from, ok := strings.Cut(strings.TrimSpace(part), "=")
		f := Field{strings.TrimSpace(name), strings.TrimSpace(from)}
		if !ok {
			return Template{}, fmt.Errorf("字段写法应为 thing1=title,time2=date，%q 不是", part)
		}
		if err := f.check(sources); err != nil {
			return Template{}, err
		}
		if slices.ContainsFunc(t.Fields, func(known Field) bool { return known.Name == f.Name }) {
			return Template{}, fmt.Errorf("字段 %s 出现了两次", f.Name)
		}
		t.Fields = append(t.Fields, f)
	}
	if len(t.Fields) > mostFields {
		return Template{}, fmt.Errorf("最多 %d 个字段", mostFields)
	}
	return t, nil
}

func (f Field) check(sources []Source) error {
	i := slices.IndexFunc(sources, func(s Source) bool { return s.Name == f.From })
	if i < 0 {
		names := make([]string, len(sources))
		for i, s := range sources {
			names[i] = s.Name
		}
		return fmt.Errorf("字段 %s 的内容 %q 不存在，可用的有 %s", f.Name, f.From, strings.Join(names, "、"))
	}
	switch kind := f.kind(); {
	case kind == textKind, slices.Contains(dayKinds, kind) && sources[i].Day:
		return nil
	case slices.Contains(dayKinds, kind):
		return fmt.Errorf("字段 %s 只能放日期，%s 不是日期", f.Name, f.From)
	case slices.Contains(otherKinds, kind):
		return fmt.Errorf("字段 %s 的类型 %s 放不下 %s；文字请用 thing，日期请用 time 或 date", f.Name, kind, f.From)
	}
	return fmt.Errorf("字段 %q 不是微信的字段名（如 thing1、time2）", f.Name)
}

// kind is the field's kind; empty where the name is none of WeChat's.
func (f Field) kind() string {
	parts := fieldForm.FindStringSubmatch(f.Name)
	if parts == nil {
		return ""
	}
	return parts[1]
}
