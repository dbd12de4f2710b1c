package identity

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// pasted is the invisible residue of copying from web pages and chats. It means
// nothing anywhere in a text, so it goes; line ends and tabs get one form.
var pasted = strings.NewReplacer(
	"\r\n", "\n", "\r", "\n", "\t", " ",
	"\u200b", "", "\ufeff", "", "\u2060", "", "\u00ad", "",
)

// CanonicalText reads free text of up to maxRunes characters: trimmed, composed
// (NFC), with "\n" as the only line end. Empty text is fine. Control and bidi
// characters and text that is too long are refused. Text that looks like a
// formula or a tag is text.
func CanonicalText(s string, maxRunes int) (string, error) {
	if !utf8.ValidString(s) {
		return "", errTextRunes
	}
	text := compose(strings.TrimSpace(pasted.Replace(s)))
	if strings.ContainsFunc(text, hiddenInText) {
		return "", errTextRunes
	}
	if utf8.RuneCountInString(text) > maxRunes {
		return "", refuse(CodeTextTooLong, fmt.Sprintf("内容过长，不能超过 %d 个字", maxRunes))
	}
	return text, nil
}

var errTextRunes = refuse(CodeTextRunes, "内容里有不可见字符或控制字符，请重新输入")

// hiddenInText lets the joiners pass that emoji and some scripts are built with.
func hiddenInText(r rune) bool {
	return r != '\n' && r != '\u200c' && r != '\u200d' && hidden(r)
}
