package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/match"
)

const (
	searchPage = 200
	// mostSearched is how many pages of postings one search reads while the index is
	// being filled.
	mostSearched = 10
)

// openPostings lists what a filter selects. The store knows areas and codes; plain
// words and pay are looked up in the index of open postings, where every word for an
// occupation finds the others.
func (s *Service) openPostings(ctx context.Context, f JobFilter) ([]Posting, error) {
	byCode := occupationCode.MatchString(f.Occupation)
	if f.Pay.Min == 0 && (f.Occupation == "" || byCode) {
		return s.store.OpenPostings(ctx, f)
	}
	q := match.Query{Occupation: f.Occupation, County: Counties[f.Area], Pay: match.Pay{Min: f.Pay.Min, Unit: match.Unit(f.Pay.Unit)}}
	switch {
	case f.Area != "" && q.County == "":
		return nil, nil
	case byCode:
		q.Occupation = ""
	case s.matching.full.Load() && f.SiteID == "": // the index does not know who published
		return s.searchIndex(ctx, q, f)
	default:
		f.Occupation = ""
	}
	return s.searchStore(ctx, q, f)
}

// searchIndex has the store say the last word.
func (s *Service) searchIndex(ctx context.Context, q match.Query, f JobFilter) (list []Posting, err error) {
	n := f.Page.limit()
	for before := f.Page.Before; ; {
		ids := s.matching.index.Newest(q, dayNumber(f.Today), before, n)
		open, err := s.openByID(ctx, ids, f.Today)
		if err != nil {
			return nil, err
		}
		list = append(list, slices.DeleteFunc(open, func(p Posting) bool { return !q.Selects(p.offered()) })...)
		if len(list) >= n || len(ids) < n {
			slices.SortFunc(list, func(a, b Posting) int { return cmp.Compare(b.ID, a.ID) })
			return list[:min(n, len(list))], nil
		}
		before = ids[len(ids)-1]
	}
}

// searchStore reads the newest postings one by one.
func (s *Service) searchStore(ctx context.Context, q match.Query, f JobFilter) (list []Posting, err error) {
	n := f.Page.limit()
	f.Page.Limit = searchPage
	for range mostSearched {
		page, err := s.store.OpenPostings(ctx, f)
		if err != nil {
			return nil, err
		}
		for _, p := range page {
			if q.Selects(p.offered()) {
				list = append(list, p)
			}
		}
		if len(list) >= n || len(page) < searchPage {
			break
		}
		f.Page.Before = page[len(page)-1].ID
	}
	return list[:min(n, len(list))], nil
}

// limit is how many are asked for; unsaid, a page.
func (p Page) limit() int {
	if p.Limit == 0 {
		return searchPage
	}
	return p.Limit
}
