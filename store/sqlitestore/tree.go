package sqlitestore

import (
	"encoding/json"
	"strings"
)

// tree is a set of dotted names; a leaf is an empty tree.
type tree map[string]tree

func treeOf(fields []string) tree {
	root := tree{}
	for _, field := range fields {
		node := root
		for name := range strings.SplitSeq(field, ".") {
			if node[name] == nil {
				node[name] = tree{}
			}
			node = node[name]
		}
	}
	return root
}

// prune keeps what the tree names of a JSON object; what is no object has
// nothing to prune.
func (t tree) prune(doc []byte) ([]byte, error) {
	if len(t) == 0 || len(doc) == 0 || doc[0] != '{' {
		return doc, nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(doc, &object); err != nil {
		return nil, err
	}
	kept := make(map[string]json.RawMessage, len(t))
	for name, below := range t {
		value, ok := object[name]
		if !ok {
			continue
		}
		pruned, err := below.prune(value)
		if err != nil {
			return nil, err
		}
		kept[name] = pruned
	}
	return json.Marshal(kept)
}
