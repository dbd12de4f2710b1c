package ledger_test

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"testing"
)

// The helpers here forge what no zip writer would write.

var centralHeader = []byte("PK\x01\x02")

// corrupt damages the packed contents of the first part.
func corrupt(archive []byte) []byte {
	out := bytes.Clone(archive)
	for i := 60; i < 90; i++ {
		out[i] ^= 0xFF
	}
	return out
}

// overstated claims an unpacked size for the first part.
func overstated(archive []byte, size uint32) []byte {
	out := bytes.Clone(archive)
	binary.LittleEndian.PutUint32(out[bytes.Index(out, centralHeader)+24:], size)
	return out
}

// understate claims one byte for the named part, which has more.
func understate(t testing.TB, archive []byte, name string) []byte {
	t.Helper()
	for at := bytes.Index(archive, centralHeader); at >= 0; {
		if bytes.HasPrefix(archive[at+46:], []byte(name)) {
			binary.LittleEndian.PutUint32(archive[at+24:], 1)
			return archive
		}
		next := bytes.Index(archive[at+4:], centralHeader)
		if next < 0 {
			break
		}
		at += 4 + next
	}
	t.Fatalf("no part %s", name)
	return nil
}

// replaceCell puts other XML in the place of a cell.
func replaceCell(t testing.TB, xml, ref, cell string) string {
	t.Helper()
	pattern := regexp.MustCompile(`<c r="` + ref + `"[^>]*>.*?</c>`)
	if !pattern.MatchString(xml) {
		t.Fatalf("no cell %s", ref)
	}
	return pattern.ReplaceAllLiteralString(xml, cell)
}
