package service

import (
	"context"
	"strings"

	"github.com/quanjiuye/backend/service/identity"
)

const (
	searchedMost      = 3000 // of a site's newest records that a search reads
	foundMost         = 50   // that it answers
	searchesPerMinute = 60   // of an account
	tailLength        = 4    // of a number: what its mask shows
)

// SearchRegistrations finds a site's registrations by a part of the name, or by the
// last four digits of a phone or document: newest first, fifty at the most, out of the
// site's newest three thousand. Names and numbers are sealed at rest, so they are read
// one by one. Of a longer number only the last four digits are compared, as they are
// shown: a search unmasks none, and needs no view on record.
func (s *Service) SearchRegistrations(ctx context.Context, a Actor, siteID, q string) ([]RegistrationView, error) {
	match, err := s.searchFor(ctx, a, q)
	if err != nil {
		return nil, err
	}
	return search(func(p Page) ([]RegistrationView, error) {
		return s.Registrations(ctx, a, RecordFilter{SiteID: siteID, Page: p})
	}, func(v RegistrationView) (string, bool) {
		return v.ID, match([]string{v.Person.Name}, identity.MaskPhone(v.Person.Phone), v.Person.Identity.Masked())
	})
}

// SearchPostings finds a site's postings by a part of the title or of the employer's
// name, under the same bounds.
func (s *Service) SearchPostings(ctx context.Context, a Actor, siteID, q string) ([]PostingView, error) {
	match, err := s.searchFor(ctx, a, q)
	if err != nil {
		return nil, err
	}
	return search(func(p Page) ([]PostingView, error) {
		return s.Postings(ctx, a, PostingFilter{RecordFilter: RecordFilter{SiteID: siteID, Page: p}})
	}, func(v PostingView) (string, bool) {
		return v.ID, match([]string{v.Title, v.Enterprise.ShownName()})
	})
}

// searchFor is whether words hold what is looked for, or a number ends with it.
func (s *Service) searchFor(ctx context.Context, a Actor, q string) (func(words []string, numbers ...string) bool, error) {
	var p problems
	q = p.text("body.q", q, 1, 50)
	if err := p.err(); err != nil {
		return nil, err
	}
	if err := s.allow(ctx, "search:"+a.Account.ID, searchesPerMinute); err != nil {
		return nil, err
	}
	key, tail := identity.TextKey(q), tailOf(q)
	return func(words []string, numbers ...string) bool {
		for _, w := range words {
			if key != "" && strings.Contains(identity.TextKey(w), key) {
				return true
			}
		}
		for _, n := range numbers {
			if tail != "" && strings.HasSuffix(n, tail) {
				return true
			}
		}
		return false
	}, nil
}

// tailOf is the end of a number, however it is typed; empty: q is none.
func tailOf(q string) string {
	number := strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "*", "").Replace(q))
	if len(number) < tailLength || strings.Trim(number, "0123456789X") != "" {
		return ""
	}
	return number[len(number)-tailLength:]
}

// search reads a list page by page and keeps what fits.
func search[V any](read func(Page) ([]V, error), look func(V) (id string, fits bool)) (found []V, err error) {
	last := ""
	for seen := 0; seen < searchedMost; {
		list, err := read(Page{Limit: 100, Before: last})
		if err != nil || len(list) == 0 {
			return found, err
		}
		for _, v := range list {
			id, fits := look(v)
			if last = id; fits {
				found = append(found, v)
			}
			if len(found) == foundMost {
				return found, nil
			}
		}
		seen += len(list)
	}
	return found, nil
}
