package form

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page and its style
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
)

//go:embed page.css
var pageStyle string

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Parse(pageSource))

// pageScript has the button print the page.
const pageScript = `document.querySelector(".way button").addEventListener("click", () => print())`

// PagePolicy is the Content-Security-Policy under which the page of WritePage
// works: its one style element and its one script, by hash, and nothing else from
// anywhere.
func PagePolicy() string {
	return "default-src 'none'; style-src " + StyleSource() + "; script-src " + source(pageScript) + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

// StyleSource is the style element's source for a policy of the caller's own:
// 'sha256-…', with its quotes.
func StyleSource() string {
	return source(pageStyle)
}

func source(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// WritePage writes the form as one HTML page to be printed on A4: nothing to fetch, no
// style but the one element that PagePolicy allows, and no script but the one behind
// the button that prints it.
func (f Form) WritePage(w io.Writer) error {
	var b bytes.Buffer // whole or nothing
	if err := pageTemplate.Execute(&b, f.pageData()); err != nil {
		return fmt.Errorf("lay out page: %w", err)
	}
	if _, err := b.WriteTo(w); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
