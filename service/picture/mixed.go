package picture

import "bytes"

const (
	sniffed = 1 << 10          // as far as programs look that guess a format, and more than browsers do
	zipTail = 22 + 0xffff + 64 // where a zip's directory must end
)

// markup at the head of a file makes some programs take it for a page.
var markup = [][]byte{[]byte("<html"), []byte("<script"), []byte("<svg"), []byte("<!doctype"), []byte("<?php"), []byte("%pdf-")}

// mixed reports whether a photo could be read as something else besides: a page
// or PDF by its head, a zip (and so a jar or a workbook) by its end. Encoding
// anew would end that in any case; whoever sends such a file is told so. Bytes
// behind the end of the picture are no sign: phones put films and previews there.
func mixed(data []byte) bool {
	head := bytes.ToLower(data[:min(sniffed, len(data))])
	for _, m := range markup {
		if bytes.Contains(head, m) {
			return true
		}
	}
	return zipEnd(data)
}

func zipEnd(data []byte) bool {
	return bytes.Contains(data[max(0, len(data)-zipTail):], []byte("PK\x05\x06"))
}
