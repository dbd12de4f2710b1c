package sim

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
)

// maxControl is the most that a control request may weigh.
const maxControl = 64 << 10

// decode reads a control's body: one JSON object with known names, each once
// and in our spelling, and nothing behind it.
func decode(w http.ResponseWriter, r *http.Request, into any) *problem {
	if !saysJSON(r.Header.Get("Content-Type")) {
		return &problem{http.StatusUnsupportedMediaType, "unsupported_media_type", "请求内容的类型应为 application/json"}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxControl))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return &problem{http.StatusRequestEntityTooLarge, "too_large", "请求内容不能超过 64 KB"}
	case err != nil:
		return &problem{http.StatusBadRequest, "bad_request", "请求内容没有收完整"}
	}
	if !json.Valid(body) {
		return &problem{http.StatusBadRequest, "invalid_json", "请求内容不是有效的 JSON"}
	}
	if !plainNames(body) {
		return invalid("请求内容应是一个 JSON 对象，字段名用小写，且不能重复")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if d.Decode(into) != nil {
		return invalid("请求中有不认识的字段，或字段的类型不对")
	}
	return nil
}

// saysJSON accepts the JSON type and none at all.
func saysJSON(contentType string) bool {
	if contentType == "" {
		return true
	}
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == "application/json"
}

// plainNames reports whether body, which is valid JSON, is an object without
// repeated or upper-case names: encoding/json would take the last of the former
// and overlook the latter.
func plainNames(body []byte) bool {
	d := json.NewDecoder(bytes.NewReader(body))
	if open, _ := d.Token(); open != json.Delim('{') {
		return false
	}
	seen := map[string]bool{}
	for d.More() {
		t, _ := d.Token()
		name, _ := t.(string)
		if seen[name] || strings.ToLower(name) != name {
			return false
		}
		seen[name] = true
		var skipped json.RawMessage
		if d.Decode(&skipped) != nil {
			return false
		}
	}
	return true
}
