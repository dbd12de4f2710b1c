package service

import (
	"context"
	"net/url"
	"strings"
)

// area checks that the actor may publish for a site, a county or the city, and
// answers the county that it is in.
func (s *Service) area(ctx context.Context, a Actor, siteID, county string) (string, error) {
	if siteID != "" {
		site, err := s.siteFor(ctx, a, writeNotices, siteID)
		if err == nil && county != "" && county != site.County {
			err = invalid("body.county", "county", "站点不在所填的县（市、区）")
		}
		return site.County, err
	}
	if _, ok := Counties[county]; county != "" && !ok {
		return "", invalid("body.county", "county", "没有这个县（市、区）代码")
	}
	if !a.may(writeAreaNotices, "", county) {
		return "", ErrForbidden
	}
	return county, nil
}

// newNotice checks what a notice says.
func (s *Service) newNotice(in NoticeInput) (Notice, error) {
	var p problems
	n := Notice{
		Title:      p.text("body.title", in.Title, 2, 60),
		Body:       p.text("body.body", in.Body, 1, mostNoticeBody),
		Source:     p.text("body.source", in.Source, 1, 60),
		URL:        p.link("body.url", in.URL),
		ValidUntil: in.ValidUntil,
	}
	if strings.Contains(n.Title, "\n") {
		p.add("body.title", "one_line", "标题不能换行")
	}
	if today := s.today(); !in.ValidUntil.IsZero() && (in.ValidUntil.Before(today) || in.ValidUntil.After(today.AddYears(noticeYears))) {
		p.add("body.valid_until", "date", "有效期不能早于今天，也不能晚于十年之后")
	}
	return n, p.err()
}

// link checks an address on the web; an empty one stays empty.
func (p *problems) link(location, value string) string {
	text := p.text(location, value, 0, mostNoticeURL)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || strings.ContainsAny(text, " \n\t\"<>\\") {
		p.add(location, "url", "链接应以 https:// 或 http:// 开头")
	}
	return text
}
