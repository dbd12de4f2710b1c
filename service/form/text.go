package form

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/quanjiuye/backend/service/calendar"
)

// clean is s without what no XML file can hold, its line ends as "\n". Every
// other character, rare ones included, stays as it is.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case r < ' ' && r != '\n' && r != '\t', r == '\uFFFE', r == '\uFFFF':
			return -1
		}
		return r // a byte that is no UTF-8 arrives as U+FFFD
	}, s)
}

// risky reports whether a spreadsheet might take s for a formula when somebody
// types it again or saves it as CSV.
func risky(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("=+-@\t＝＋－＠", r) && s != ""
}

// escape is how the file format writes a character by its number. Excelize
// would let one in a shared string pass as it is, and mixes up those that are
// escaped already.
var escape = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}_`)

// literal is s such that a spreadsheet shows its escapes instead of reading them.
func literal(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if s[i] == '_' && escape.MatchString(s[i:]) {
			b.WriteString("_x005F")
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// dateText is a day as forms write it, with room for the pen when there is none.
func dateText(d calendar.Date) string {
	if d.IsZero() {
		return "     年   月   日"
	}
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

var medias = map[string]string{
	"image/jpeg":      "JPEG照片",
	"image/png":       "PNG图片",
	"image/webp":      "WebP图片",
	"application/pdf": "PDF文件",
}

// fileText is a file's kind and name, and on the next line its hash, unbroken
// so that it can be copied.
func fileText(f AnnexFile) string {
	media := f.Media
	if name := medias[media]; name != "" {
		media = name
	}
	text := strings.TrimSpace(media + " " + f.ID)
	if f.SHA256 != "" {
		text += "\n校验码：" + f.SHA256
	}
	return clean(text)
}

// remarks are an annex item's texts, a paragraph each.
func (it AnnexItem) remarks() []string {
	var list []string
	for _, r := range []struct{ label, text string }{
		{"系统数据", it.Facts}, {"自评说明", it.SelfNote}, {"考核说明", it.AssessorNote},
	} {
		if text := clean(r.text); text != "" {
			list = append(list, r.label+"："+text)
		}
	}
	return list
}

func (it AnnexItem) heading() string {
	return fmt.Sprintf("第%d项　%s", it.No, clean(it.Title))
}
