package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
)

// rowsPerPage is how many documents are in memory at a time while all are read:
// few, because the report of one import may be large.
const rowsPerPage = 100

// rows reads a collection from end to end in the order of _id.
type rows struct {
	engine     Engine
	collection Collection
	last       string        // the id that was read last
	page       reflect.Value // a slice of collection.Doc's type
	at         int           // of the next document in page
	ended      bool
}

// row is one document in the form that both engines agree on.
type row struct {
	id   string
	doc  any
	json []byte // fields in the order of the type: the same for equal documents
}

func newRows(e Engine, c Collection) *rows { return &rows{engine: e, collection: c} }

// next answers nil at the end.
func (r *rows) next(ctx context.Context) (*row, error) {
	if !r.page.IsValid() || r.at == r.page.Len() && !r.ended {
		if err := r.turn(ctx); err != nil {
			return nil, fmt.Errorf("read %s behind %q: %w", r.collection.Name, r.last, err)
		}
	}
	if r.at == r.page.Len() {
		return nil, nil
	}
	doc := r.page.Index(r.at).Interface()
	r.at++
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("encode a document of %s: %w", r.collection.Name, err)
	}
	var head struct {
		ID string `json:"_id"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, fmt.Errorf("read the _id of a document of %s: %w", r.collection.Name, err)
	}
	r.last = head.ID
	return &row{head.ID, doc, text}, nil
}

func (r *rows) turn(ctx context.Context) error {
	q := Query{Sort: []string{"_id"}, Limit: rowsPerPage}
	if r.last != "" {
		q.Where = []Cond{{"_id", Gt, r.last}}
	}
	page := reflect.New(reflect.SliceOf(reflect.TypeOf(r.collection.Doc)))
	if err := r.engine.Find(ctx, r.collection.Name, q, page.Interface()); err != nil {
		return err
	}
	r.page, r.at = page.Elem(), 0
	r.ended = r.page.Len() < rowsPerPage
	return nil
}
