package sqlitestore

import (
	"database/sql"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// byValue fills the plain fields of a struct one by one, without JSON: the way
// of the recounts, which read a site's month at a time.
type byValue struct {
	sql   string
	cells []cell
	dest  []any // the addresses of cells, for Scan
}

// valuesInto is the plan for fields that indexes name and that go into plain
// fields of a struct; not ok where one does not.
func valuesInto(t *table, fields []string, element reflect.Type) (*byValue, bool) {
	values, err := t.values(fields)
	if err != nil || element.Kind() != reflect.Struct {
		return nil, false
	}
	p := &byValue{sql: values, cells: make([]cell, len(fields)), dest: make([]any, len(fields))}
	for i, name := range fields {
		place, ok := plainField(element, name)
		if !ok {
			return nil, false
		}
		p.cells[i].place, p.dest[i] = place, &p.cells[i]
	}
	return p, true
}

func (p *byValue) values() string { return p.sql }

func (p *byValue) scan(rows *sql.Rows, element reflect.Value) error {
	for i := range p.cells {
		p.cells[i].element = element
	}
	return rows.Scan(p.dest...)
}

// nowhere is the place of a field that the struct does not have.
var nowhere []int

// plainField finds the field of a struct that encoding/json would fill from name,
// within structs by value where the name is dotted: the place that FieldByIndex
// takes. It is not ok with fields that decode themselves, that are more than one
// value, or that may hide in an embedded struct.
func plainField(element reflect.Type, name string) (place []int, ok bool) {
	first, rest, dotted := strings.Cut(name, ".")
	for i := range element.NumField() {
		f := element.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous:
			return nowhere, false
		case tag != first:
			continue
		case !dotted:
			place, ok = []int{i}, isPlain(f)
		case f.Type.Kind() != reflect.Struct || decodes(f.Type):
			place, ok = []int{i}, false
		default:
			below, plain := plainField(f.Type, rest)
			place, ok = append([]int{i}, below...), plain && below != nil
		}
	}
	return place, ok || place == nil && !dotted
}

// decodes reports whether a type decodes itself.
func decodes(t reflect.Type) bool {
	decoder := reflect.PointerTo(t)
	return decoder.Implements(reflect.TypeFor[json.Unmarshaler]()) || decoder.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

func isPlain(f reflect.StructField) bool {
	if decodes(f.Type) || strings.HasSuffix(f.Tag.Get("json"), ",string") || !f.IsExported() {
		return false
	}
	switch f.Type.Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int32, reflect.Int64, reflect.Float64:
		return true
	}
	return false
}

// cell is a sql.Scanner that puts a value into one field of element.
type cell struct {
	element reflect.Value
	place   []int // of the field; nowhere: there is none
}

// Scan leaves the field as it is where the document has none.
func (c *cell) Scan(value any) error {
	if value == nil || c.place == nil {
		return nil
	}
	field := c.element.FieldByIndex(c.place)
	switch v := value.(type) {
	case string:
		if field.Kind() == reflect.String {
			field.SetString(v)
			return nil
		}
	case int64:
		return setNumber(field, v)
	case float64:
		if field.Kind() == reflect.Float64 {
			field.SetFloat(v)
			return nil
		}
	}
	return fmt.Errorf("a %T does not go into a %s", value, field.Type())
}

func setNumber(field reflect.Value, v int64) error {
	switch {
	case field.CanInt() && !field.OverflowInt(v):
		field.SetInt(v)
	case field.Kind() == reflect.Bool && (v == 0 || v == 1):
		field.SetBool(v == 1)
	case field.CanFloat():
		field.SetFloat(float64(v))
	default:
		return fmt.Errorf("the integer %d does not go into a %s", v, field.Type())
	}
	return nil
}
