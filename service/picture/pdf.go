package picture

import (
	"bytes"
	"strconv"
	"strings"
)

const (
	mostPDF = 10 << 20
	// pdfTail is how far from its end a PDF says that it ends.
	pdfTail = 1 << 10
)

// active names what makes a PDF more than pages.
var active = map[string]bool{
	"JavaScript": true, "Launch": true, "EmbeddedFile": true, "EmbeddedFiles": true, "RichMedia": true, "XFA": true,
}

// checkPDF accepts a file that begins and ends as a PDF and whose bytes name
// nothing that runs, starts a program or carries another file.
//
// It searches bytes and does not read the document. It cannot see what stands in
// compressed objects, nor a fault that harms one reader only; and it refuses a
// harmless file whose text or bytes happen to spell such a name. A PDF that was
// accepted is therefore still a stranger's: it is served as a download from an
// origin without rights, never opened by us, and the reader of whoever opens it
// must be a careful one.
func checkPDF(data []byte) error {
	if len(data) > mostPDF {
		return errSize
	}
	if len(data) < 8 || data[5] != '1' && data[5] != '2' || data[6] != '.' {
		return errKind
	}
	tail := bytes.TrimRight(data[max(0, len(data)-pdfTail):], "\x00\t\n\f\r ")
	if !bytes.HasSuffix(tail, []byte("%%EOF")) {
		if bytes.Contains(tail, []byte("%%EOF")) { // something is appended
			return errMixed
		}
		return errDamaged
	}
	head := bytes.ToLower(data[5:min(sniffed, len(data))])
	for _, m := range markup {
		if bytes.Contains(head, m) {
			return errMixed
		}
	}
	if zipEnd(data) {
		return errMixed
	}
	return checkNames(data)
}

// checkNames looks at every name (/Name) that the bytes spell.
func checkNames(data []byte) error {
	for {
		at := bytes.IndexByte(data, '/')
		if at < 0 {
			return nil
		}
		data = data[at+1:]
		name, n := pdfName(data)
		data = data[n:]
		switch {
		case name == "Encrypt":
			return errEncrypted
		case active[name], name == "JS" && scripted(data):
			return errActive
		}
	}
}

// longestName is more than any name that is looked for takes, written out in full.
const longestName = 64

// pdfName reads a name, in which any character may be written as # and two hex
// digits, and tells how many bytes it took.
func pdfName(data []byte) (name string, n int) {
	var b strings.Builder
	for n < len(data) && n < longestName {
		c := data[n]
		if c <= ' ' || strings.IndexByte("()<>[]{}/%", c) >= 0 {
			break
		}
		if c == '#' && n+2 < len(data) {
			if v, err := strconv.ParseUint(string(data[n+1:n+3]), 16, 8); err == nil {
				c = byte(v)
				n += 2
			}
		}
		b.WriteByte(c)
		n++
	}
	return b.String(), n
}

// scripted reports whether what follows the name JS is a script or the number of
// one. The three bytes alone turn up by chance in any larger scan.
func scripted(rest []byte) bool {
	value := bytes.TrimLeft(rest[:min(longestName, len(rest))], "\x00\t\n\f\r ")
	return len(value) > 0 && (value[0] == '(' || value[0] == '<' || value[0] >= '0' && value[0] <= '9')
}
