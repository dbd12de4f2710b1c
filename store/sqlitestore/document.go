package sqlitestore

import (
	"encoding/json"
	"errors"
	"fmt"
)

// document is one as its row has it.
type document struct {
	id   string
	rev  int64
	json string
}

// encode turns what the caller gave into a row. It runs on the caller's
// goroutine, so that the writer only writes.
func encode(doc any) (document, error) {
	text, err := json.Marshal(doc)
	if err != nil {
		return document{}, fmt.Errorf("encode: %w", err)
	}
	var head struct {
		ID  string `json:"_id"`
		Rev int64  `json:"rev"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return document{}, fmt.Errorf("read _id and rev: %w", err)
	}
	if head.ID == "" {
		return document{}, errors.New("the document has no _id")
	}
	return document{head.ID, head.Rev, string(text)}, nil
}

func encodeAll(docs []any) ([]document, error) {
	rows := make([]document, len(docs))
	for i, doc := range docs {
		row, err := encode(doc)
		if err != nil {
			return nil, err
		}
		rows[i] = row
	}
	return rows, nil
}
