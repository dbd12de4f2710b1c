package service

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/quanjiuye/backend/service/identity"
)

const (
	// searchMost is how many records of a site one search looks at before it answers
	// where to go on: they are sealed, and read one by one.
	searchMost = 5000
	// searchesPerMinute is per account: a busy counter looks up a few people a minute.
	searchesPerMinute = 60
	// tailLength is how much of a number its mask shows.
	tailLength = 4
)

// search walks a list, newest first, until the page is full; next is where to go on,
// "" at the end. fit leaves those of a batch that are looked for.
func search[N any](p Page, list func(Page) ([]N, error), id func(N) string, fit func([]N) ([]N, error)) (found []N, next string, err error) {
	at := Page{Limit: everyPage, Before: p.Before}
	for looked := 0; looked < searchMost; looked += everyPage {
		batch, err := list(at)
		if err != nil {
			return nil, "", err
		}
		fits, err := fit(batch)
		if err != nil {
			return nil, "", err
		}
		for _, n := range fits {
			if found = append(found, n); len(found) == p.Limit {
				return found, id(n), nil
			}
		}
		if len(batch) < everyPage {
			return found, "", nil
		}
		at.Before = id(batch[len(batch)-1])
	}
	return found, at.Before, nil
}

// SearchRegistrations lists those of a site's registrations whose person is looked for:
// by the whole name or the surname, or by the last four digits of phone or document.
// Of a longer number only those are compared: a search finds nothing out that the
// masked answers do not show, and needs no view on record.
func (s *Service) SearchRegistrations(ctx context.Context, a Actor, f RecordFilter, q string) (views []RegistrationView, next string, err error) {
	site, err := s.siteFor(ctx, a, readRecords, f.SiteID)
	if err != nil {
		return nil, "", err
	}
	named, err := personNamed(q)
	if err != nil {
		return nil, "", err
	}
	if err := s.allow(ctx, "search:"+a.Account.ID, searchesPerMinute); err != nil {
		return nil, "", err
	}
	list, next, err := search(f.Page, func(p Page) ([]Registration, error) {
		f.Page = p
		return s.store.Registrations(ctx, f)
	}, func(r Registration) string { return r.ID }, func(batch []Registration) (fits []Registration, err error) {
		people, err := s.peopleOf(ctx, len(batch), func(i int) string { return batch[i].PersonID })
		for _, r := range batch {
			if named(r.whose(people[r.PersonID])) {
				fits = append(fits, r)
			}
		}
		return fits, err
	})
	if err != nil {
		return nil, "", err
	}
	views, err = s.viewRegistrations(ctx, a, list, site.County)
	return views, next, err
}

// personNamed says of whom a person is who is looked for, as somebody would type it.
func personNamed(q string) (func(Person) bool, error) {
	key := identity.CompanyKey(q)
	number := strings.ToUpper(strings.Trim(strings.ReplaceAll(key, "-", ""), "*"))
	switch {
	case strings.ContainsFunc(key, unicode.IsDigit) && len(number) >= tailLength:
		tail := number[len(number)-tailLength:]
		return func(p Person) bool {
			return strings.HasSuffix(identity.MaskPhone(p.Phone), tail) || strings.HasSuffix(p.Identity.Masked(), tail)
		}, nil
	case key == "" || utf8.RuneCountInString(key) > 100 || strings.ContainsFunc(key, unicode.IsDigit):
		return nil, invalid("body.q", "search_words", "请输入姓名，或者手机号码、证件号码的后四位")
	case utf8.RuneCountInString(key) == 1:
		return func(p Person) bool { return strings.HasPrefix(identity.CompanyKey(identity.MaskName(p.Name)), key) }, nil
	}
	return func(p Person) bool { return identity.CompanyKey(p.Name) == key }, nil
}

// SearchPostings lists those of a site's postings in whose title or employer every one
// of the words stands, in any spelling. A private person's name is looked for as it is
// shown.
func (s *Service) SearchPostings(ctx context.Context, a Actor, f PostingFilter, q string) (views []PostingView, next string, err error) {
	if _, err := s.siteFor(ctx, a, readRecords, f.SiteID); err != nil {
		return nil, "", err
	}
	words := strings.Fields(q)
	for i, word := range words {
		words[i] = textKey(word)
	}
	if text := strings.Join(words, ""); text == "" || utf8.RuneCountInString(text) > 100 {
		return nil, "", invalid("body.q", "search_words", "请输入岗位名称或用人单位中的文字")
	}
	if err := s.allow(ctx, "search:"+a.Account.ID, searchesPerMinute); err != nil {
		return nil, "", err
	}
	list, next, err := search(f.Page, func(p Page) ([]Posting, error) {
		f.Page = p
		return s.store.Postings(ctx, f)
	}, func(n Posting) string { return n.ID }, func(batch []Posting) ([]Posting, error) { return s.postingsWith(ctx, batch, words) })
	if err != nil {
		return nil, "", err
	}
	views, err = s.viewPostings(ctx, a, list)
	return views, next, err
}

func (s *Service) postingsWith(ctx context.Context, batch []Posting, words []string) (fits []Posting, err error) {
	ids := make([]string, len(batch))
	for i, n := range batch {
		ids[i] = n.EnterpriseID
	}
	found, err := s.store.EnterprisesByID(ctx, ids)
	employers := map[string]string{}
	for _, e := range found {
		employers[e.ID] = e.ShownName()
	}
next:
	for _, n := range batch {
		text := textKey(n.Title) + " " + textKey(employers[n.EnterpriseID])
		for _, word := range words {
			if !strings.Contains(text, word) {
				continue next
			}
		}
		fits = append(fits, n)
	}
	return fits, err
}
