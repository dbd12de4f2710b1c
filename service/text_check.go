package service

import (
	"context"
	"errors"
	"strings"

	"github.com/quanjiuye/backend/service/wording"
)

// errTextUnchecked keeps a text from the public that WeChat has not seen.
var errTextUnchecked = &Error{Kind: Unavailable, Code: "text_unchecked", Message: "内容检测暂时没有答复，内容尚未发布，请稍后再试", RetryAfter: askAgain}

// findingsIn is what the wording check finds in texts that everybody may read.
func findingsIn(texts ...string) (verdict wording.Verdict, list []Finding) {
	verdict = wording.OK
	for _, text := range texts {
		found := wording.Check(text)
		for _, f := range found.Findings {
			list = append(list, Finding{string(f.Category), f.Words, f.Clause, f.Suggestion})
		}
		if found.Verdict == wording.Block || verdict == wording.OK {
			verdict = found.Verdict
		}
	}
	return verdict, list
}

// readTexts is what both checks find in the texts of an account. An error leaves them
// unchecked: they are not to be published.
func (s *Service) readTexts(ctx context.Context, accountID string, texts ...string) ([]Finding, error) {
	_, list := findingsIn(texts...)
	said, err := s.askAbout(ctx, accountID, texts)
	switch {
	case err == nil && said == TextPass:
	case err == nil:
		list = append(list, Finding{Category: "wechat", Clause: wechatRisky.Clause, Suggestion: "请核对内容，删去广告等无关的内容"})
	case cannotJudge(err):
		list = append(list, Finding{Category: "wechat", Clause: wechatUnable.Clause, Suggestion: "请先打开小程序，再重新提交"})
	default:
		return nil, errTextUnchecked.Because(err)
	}
	return list, nil
}

// cannotJudge reports whether WeChat will say nothing about the writer, however long
// one waits.
func cannotJudge(err error) bool {
	var refused *Error
	return errors.Is(err, ErrNoRecord) || errors.As(err, &refused) && refused.Kind != Unavailable && refused.Kind != Limited
}

// lawful notes what is wrong with a text that nobody reviews before it is public. The
// words are not repeated: they are in the text, and POST /v1/wording/check names them.
func (p *problems) lawful(location, text string) {
	if _, list := findingsIn(text); len(list) > 0 {
		p.add(location, "wording_"+list[0].Category, "内容不符合"+strings.TrimSuffix(list[0].Clause, "（待人工复核）")+"，"+list[0].Suggestion)
	}
}
