package sqlitestore

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/store"
)

// Every table has these columns and no other.
const (
	idColumn  = "_id"
	revColumn = "rev"
	docColumn = "_doc" // the document as JSON, _id and rev included
)

// nameShape is what collections and fields may be called. Only names that have
// passed it are ever put into SQL.
var nameShape = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)

// table is a collection as SQLite keeps it.
type table struct {
	store.Collection
	fields []string // the fields, but _id, that an index names
}

func tablesOf(collections []store.Collection) (map[string]*table, error) {
	tables := make(map[string]*table, len(collections))
	for _, c := range collections {
		t := &table{Collection: c}
		for _, field := range slices.Concat(slices.Concat(c.Unique, c.Indexes)...) {
			if field != idColumn && !slices.Contains(t.fields, field) {
				t.fields = append(t.fields, field)
			}
		}
		for _, name := range append([]string{c.Name}, t.fields...) {
			if !nameShape.MatchString(name) {
				return nil, fmt.Errorf("collection %q: %q cannot be a name", c.Name, name)
			}
		}
		tables[c.Name] = t
	}
	return tables, nil
}

// value is the SQL for the value of a field: a column, or the very expression
// that the indexes are made on, so that SQLite takes it from the index.
// true and false become 1 and 0.
//
// This is the gate that every field name passes on its way into SQL.
func (t *table) value(field string) (string, error) {
	switch {
	case field == idColumn:
		return quote(field), nil
	case slices.Contains(t.fields, field):
		path := `$."` + strings.ReplaceAll(field, ".", `"."`) + `"`
		return "json_extract(" + quote(docColumn) + ",'" + path + "')", nil
	}
	return "", fmt.Errorf("no index of %s names %q", t.Name, field)
}

func (t *table) values(fields []string) (string, error) {
	values := make([]string, len(fields))
	for i, field := range fields {
		value, err := t.value(field)
		if err != nil {
			return "", err
		}
		values[i] = value
	}
	return strings.Join(values, ","), nil
}

func quote(name string) string { return `"` + name + `"` }
