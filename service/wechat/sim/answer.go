package sim

import (
	"encoding/json"
	"io"
	"net/http"
)

// jpegImage is the value of an endpoint that answers with an image.
type jpegImage []byte

// answer is what goes back: a value, a refusal, or something broken.
type answer struct {
	value   any
	refused *errcode
	broken  func(http.ResponseWriter)
	status  int // of a broken answer, for the record
}

// ok is a success as most paths report it.
func ok(fields map[string]any) map[string]any {
	fields["errcode"], fields["errmsg"] = 0, "ok"
	return fields
}

// write sends the answer with the content types that the real host uses.
func (a answer) write(w http.ResponseWriter, path, rid string) {
	contentType, separator := "application/json; encoding=utf-8", " rid: "
	if isSNS(path) {
		contentType, separator = "text/plain", ", rid: "
	}
	value := a.value
	switch {
	case a.broken != nil:
		a.broken(w)
		return
	case a.refused != nil:
		value = map[string]any{"errcode": a.refused.code, "errmsg": a.refused.message + separator + rid}
	}
	if image, ok := value.(jpegImage); ok {
		w.Header().Set("Content-Type", "image/jpeg")
		_, _ = w.Write(image)
		return
	}
	w.Header().Set("Content-Type", contentType)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(value) // the caller may be gone; nothing to do about it
}

// page is an answer that is no answer of the API, such as a gateway's page.
func page(status int, text string) answer {
	return answer{status: status, broken: func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}}
}
