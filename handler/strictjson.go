package handler

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// maxDepth is how deep JSON may be nested; our deepest document has six levels.
const maxDepth = 16

// strictJSON reads JSON as encoding/json does, but refuses what different
// readers understand differently: repeated keys, text behind the document and
// broken UTF-8. Deep nesting is refused before anything is built of it.
var strictJSON = huma.Format{
	Marshal: func(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) },
	Unmarshal: func(data []byte, v any) error {
		if err := checkJSON(data); err != nil {
			return err
		}
		return json.Unmarshal(data, v)
	},
}

var (
	errNotJSON   = errors.New("不是正确的 JSON")
	errNotUTF8   = errors.New("文字不是 UTF-8 编码")
	errTooDeep   = errors.New("JSON 嵌套太深")
	errRepeated  = errors.New("JSON 中有重复的字段")
	errTrailing  = errors.New("JSON 之后有多余的内容")
	errEmptyBody = errors.New("缺少请求内容")
)

func checkJSON(data []byte) error {
	if !utf8.Valid(data) {
		return errNotUTF8
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return errEmptyBody
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := checkValue(d, 0); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errTrailing
	}
	return nil
}

func checkValue(d *json.Decoder, depth int) error {
	t, err := d.Token()
	if err != nil {
		return errNotJSON
	}
	open, ok := t.(json.Delim)
	if !ok {
		return nil
	}
	if depth == maxDepth {
		return errTooDeep
	}
	seen := map[string]bool{}
	for d.More() {
		if open == '{' {
			key, err := d.Token()
			if err != nil {
				return errNotJSON
			}
			name, _ := key.(string)
			if seen[name] {
				return errRepeated
			}
			seen[name] = true
		}
		if err := checkValue(d, depth+1); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil { // the closing delimiter
		return errNotJSON
	}
	return nil
}
