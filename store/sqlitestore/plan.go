package sqlitestore

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"reflect"
	"slices"
)

// plan is how a row becomes an element of the caller's slice: from its
// document, or value by value.
type plan interface {
	values() string
	scan(rows *sql.Rows, element reflect.Value) error
}

func planOf(t *table, fields []string, element reflect.Type) plan {
	if len(fields) == 0 {
		return &wholeDocument{}
	}
	if !slices.Contains(fields, idColumn) {
		fields = append([]string{idColumn}, fields...)
	}
	if p, ok := valuesInto(t, fields, element); ok {
		return p
	}
	return &wholeDocument{wanted: treeOf(fields)}
}

// wholeDocument reads the document and, where fields were named, only those.
type wholeDocument struct {
	wanted tree // nil: all
	raw    sql.RawBytes
	strict bool // no field may be left over
}

func (*wholeDocument) values() string { return quote(docColumn) }

func (p *wholeDocument) scan(rows *sql.Rows, element reflect.Value) error {
	if err := rows.Scan(&p.raw); err != nil {
		return err
	}
	doc := []byte(p.raw)
	if p.wanted != nil {
		pruned, err := p.wanted.prune(doc)
		if err != nil {
			return err
		}
		doc = pruned
	}
	if !p.strict {
		return json.Unmarshal(doc, element.Addr().Interface())
	}
	d := json.NewDecoder(bytes.NewReader(doc))
	d.DisallowUnknownFields()
	return d.Decode(element.Addr().Interface())
}
