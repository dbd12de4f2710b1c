package wechat

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	namedSecret = regexp.MustCompile(`(?i)\b(secret|access_token|js_code|session_key)(["']?\s*[=:]\s*["']?)[^&"'\s,}]+`)
	// Codes, secrets, openids and tokens are long unbroken runs; a rid, which
	// WeChat's support asks for, has hyphens and stays.
	longRun = regexp.MustCompile(`[0-9A-Za-z_]{28,}`)
)

// maxDetail is how many characters of WeChat's own words an error keeps.
const maxDetail = 200

// scrub makes text from outside fit for a log line: one line, short, and
// without the given secrets or anything that looks like one.
func scrub(text string, secrets ...string) string {
	for _, s := range secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "***")
		}
	}
	text = namedSecret.ReplaceAllString(text, "$1$2***")
	text = longRun.ReplaceAllString(text, "***")
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > maxDetail {
		text = string(runes[:maxDetail]) + "…"
	}
	return text
}
