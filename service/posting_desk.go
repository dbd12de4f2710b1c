package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/identity"
)

// PostingState is what a supervisor looks postings up by: a ReviewState, or TakenDown.
type PostingState string

// TakenDown postings were public and were ended before their time.
const TakenDown PostingState = "taken_down"

// SupervisedFilter narrows the postings of many sites; it never widens the scope.
type SupervisedFilter struct {
	Scope Scope        // set by the service; its SiteIDs are not looked at
	State PostingState // empty: any
	Page  Page
}

// PostingDeskInput asks for postings that the actor supervises.
type PostingDeskInput struct {
	County string       // empty: all of them
	State  PostingState // empty: any
	// Q is a part of the title, or of the name of an employer that is no private
	// person. With it fifty at the most are found, out of the newest three thousand.
	Q    string
	Page Page
}

// SupervisedPostings lists postings of the sites that the actor supervises, newest
// first, with who stopped them, and the names of whoever recorded, decided or took one
// down.
func (s *Service) SupervisedPostings(ctx context.Context, a Actor, in PostingDeskInput) ([]PostingView, Names, error) {
	if !a.mayAnywhere(reviewPostings) {
		return nil, nil, ErrForbidden
	}
	f := SupervisedFilter{Scope: a.scope(reviewPostings), State: in.State, Page: in.Page}
	if in.County != "" {
		if !a.may(reviewPostings, "", in.County) {
			return nil, nil, nil
		}
		f.Scope = Scope{Counties: []string{in.County}}
	}
	views, err := s.supervised(ctx, a, f, in.Q)
	if err != nil {
		return nil, nil, err
	}
	var by []string
	for _, v := range views {
		by = append(by, v.RecordedBy, v.Review.By, v.TakenDownBy, v.VoidedBy)
	}
	names, err := s.namesOf(ctx, by...)
	return views, names, err
}

func (s *Service) supervised(ctx context.Context, a Actor, f SupervisedFilter, q string) ([]PostingView, error) {
	read := func(p Page) ([]PostingView, error) {
		f.Page = p
		list, err := s.store.SupervisedPostings(ctx, f)
		if err != nil {
			return nil, err
		}
		return s.viewPostings(ctx, a, list)
	}
	if q = strings.TrimSpace(q); q == "" {
		return read(f.Page)
	}
	if err := s.allow(ctx, "search:"+a.Account.ID, searchesPerMinute); err != nil {
		return nil, err
	}
	key := cmp.Or(identity.TextKey(q), q)
	return search(read, func(v PostingView) (string, bool) {
		words := []string{v.Title}
		if v.Enterprise.Kind != PrivatePerson { // a person's name has no place in an address
			words = append(words, v.Enterprise.Name)
		}
		return v.ID, slices.ContainsFunc(words, func(w string) bool { return strings.Contains(identity.TextKey(w), key) })
	})
}
