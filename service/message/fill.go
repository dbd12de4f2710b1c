package message

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// mostThing is how much a field of the kind thing holds. WeChat says "20
// characters" and not how it counts those outside the basic plane, so they count
// twice here.
const mostThing = 20

// nothingSaid stands in a field for which there is no text: WeChat refuses an
// empty one.
const nothingSaid = "无"

// Fill makes the message: each field's name with what stands in it. texts are the
// sources by name; a day must be written as Source says.
func (t Template) Fill(texts map[string]string) map[string]string {
	data := make(map[string]string, len(t.Fields))
	for _, f := range t.Fields {
		data[f.Name] = texts[f.From]
		if f.kind() == textKind {
			data[f.Name] = cut(oneLine(texts[f.From]), mostThing)
		}
	}
	return data
}

// oneLine makes every run of blanks and line ends one space, drops what cannot be
// seen, and is never empty.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, text)
	if text = strings.Join(strings.Fields(text), " "); text == "" {
		return nothingSaid
	}
	return text
}

// cut shortens text to most UTF-16 units; an ellipsis tells that it did. What
// belongs to the character before it (an accent, a variation, a joined emoji) goes
// with it.
func cut(text string, most int) string {
	if units(text) <= most {
		return text
	}
	end, used, before := 0, 0, rune(0) // end: of the last whole character that leaves room for the ellipsis
	for i, r := range text {
		if i > 0 && !joins(before, r) && used <= most-1 {
			end = i
		}
		used, before = used+utf16.RuneLen(r), r
	}
	if end == 0 { // one "character" longer than the field
		return "…"
	}
	return strings.TrimRight(text[:end], " ") + "…"
}

// joins reports whether r belongs to the rune before it.
func joins(before, r rune) bool {
	const joiner = '\u200d'
	return r == joiner || before == joiner || unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) ||
		r >= 0x1F3FB && r <= 0x1F3FF // skin tones
}

func units(text string) (n int) {
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}
