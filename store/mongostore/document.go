package mongostore

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// encode makes BSON of a document by its json tags.
func encode(doc any) (bson.Raw, error) {
	if doc == nil {
		return nil, errors.New("no document")
	}
	if err := checkType(reflect.TypeOf(doc)); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	enc := bson.NewEncoder(bson.NewDocumentWriter(&buf))
	enc.SetRegistry(registry)
	enc.UseJSONStructTags()
	if err := enc.Encode(doc); err != nil {
		return nil, fmt.Errorf("encode %T: %w", doc, err)
	}
	raw := bson.Raw(buf.Bytes())
	if idOf(raw) == "" {
		return nil, fmt.Errorf("%T has no _id", doc) // the driver would make one up
	}
	return raw, nil
}

// idOf is the document's _id, "" where that is missing or no string.
func idOf(raw bson.Raw) string {
	id, _ := raw.Lookup("_id").StringValueOK()
	return id
}
