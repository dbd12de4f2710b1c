package config

import (
	"fmt"
	"reflect"
	"strings"
)

// setting is what one field of Config says about itself.
type setting struct {
	field     string // the field's name, as a parse error gives it
	name      string
	byDefault string
	doc       string
	required  bool // in production
	refused   bool // in production
	secret    bool // also read from the file that name_FILE names
}

// settings are Config's fields, in order.
var settings = describe()

func describe() []setting {
	t := reflect.TypeFor[Config]()
	list := make([]setting, t.NumField())
	for i := range list {
		f := t.Field(i)
		list[i] = setting{
			field:     f.Name,
			name:      f.Tag.Get("env"),
			byDefault: f.Tag.Get("envDefault"),
			doc:       f.Tag.Get("doc"),
			required:  f.Tag.Get("prod") == "required",
			refused:   f.Tag.Get("prod") == "refused",
			secret:    f.Type == reflect.TypeFor[Secret](),
		}
	}
	return list
}

// Table is the settings as a Markdown table, for the README.
func Table() string {
	var b strings.Builder
	b.WriteString("| Setting | Default | Production | Meaning |\n|---|---|---|---|\n")
	for _, s := range settings {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", s.names(), code(s.byDefault), s.production(), s.doc)
	}
	return b.String()
}

func (s setting) names() string {
	if s.secret {
		return code(s.name) + " or " + code(s.fileName())
	}
	return code(s.name)
}

func (s setting) fileName() string { return s.name + "_FILE" }

func (s setting) production() string {
	switch {
	case s.required:
		return "required"
	case s.refused:
		return "refused"
	}
	return ""
}

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}
