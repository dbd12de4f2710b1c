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

// SearchRegistrations finds a site's registrations by the whole name or what its mask
// shows of it, or by the last four digits of a phone or document: newest first, fifty at
// the most, out of the site's newest three thousand. Names and numbers are sealed at
// rest, so they are read one by one. Of a longer number only the last four digits are
// compared, as they are shown. So a search unmasks nothing piece by piece, and needs no
// view on record: whoever has the person before him knows the whole name.
func (s *Service) SearchRegistrations(ctx context.Context, a Actor, siteID, q string) ([]RegistrationView, error) {
	match, err := s.searchFor(ctx, a, q)
	if err != nil {
		return nil, err
	}
	return search(func(p Page) ([]RegistrationView, error) {
		return s.Registrations(ctx, a, RecordFilter{SiteID: siteID, Page: p})
	}, func(v RegistrationView) (string, bool) {
		return v.ID, match.name(v.Person.Name) || match.number(identity.MaskPhone(v.Person.Phone)) || match.number(v.Person.Identity.Masked())
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
		return v.ID, match.words(v.Title) || match.words(v.Enterprise.ShownName())
	})
}

// searched is what is looked for.
type searched struct{ key, tail string }

func (q searched) words(text string) bool {
	return q.key != "" && strings.Contains(identity.TextKey(text), q.key)
}

func (q searched) name(name string) bool {
	shown := strings.TrimRight(identity.MaskName(name), "*")
	return q.key != "" && (identity.TextKey(name) == q.key || identity.TextKey(shown) == q.key)
}

func (q searched) number(masked string) bool {
	return q.tail != "" && strings.HasSuffix(masked, q.tail)
}

// searchFor checks what is looked for, and how often.
func (s *Service) searchFor(ctx context.Context, a Actor, q string) (searched, error) {
	var p problems
	q = p.text("body.q", q, 1, 50)
	if err := p.err(); err != nil {
		return searched{}, err
	}
	return searched{identity.TextKey(q), tailOf(q)}, s.allow(ctx, "search:"+a.Account.ID, searchesPerMinute)
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
