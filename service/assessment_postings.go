package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// postingsToSeal are the postings that count in a year up to a day, read whole: a
// seal names what it counts.
func (s *Service) postingsToSeal(ctx context.Context, site Site, year int, asOf calendar.Date) ([]sealedPosting, error) {
	list := []sealedPosting{}
	for m := (calendar.Month{Year: year, Month: time.January}); m.Year == year; m = m.Add(1) {
		b, err := s.tally.books(ctx, site.County, m)
		if err != nil {
			return nil, err
		}
		err = every(ctx, RecordFilter{SiteID: site.ID, Month: m}, s.passedPostings, func(n Posting) string {
			if n.Counts() && n.CountsOn.Year == year && !n.CountsOn.After(asOf) {
				list = append(list, n.sealed(b))
			}
			return n.ID
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(list, func(x, y sealedPosting) int { return cmp.Or(x.Day.Compare(y.Day), cmp.Compare(x.ID, y.ID)) })
	return list, nil
}

func (p Posting) sealed(b books) sealedPosting {
	return sealedPosting{p.ID, p.employer(), p.Title, p.Place, p.Headcount, p.CountsOn, p.Status == Confirmed, b.late(p.Month, p.AcceptedAt)}
}

// published counts the sealed postings; nil in a format that has none.
func (h sealedSheet) published() *PublishedYear {
	if h.Format < 3 {
		return nil
	}
	facts, late := make([]PostingFact, len(h.Postings)), map[time.Time]bool{}
	for i, p := range h.Postings {
		at := time.Unix(int64(i), 0) // tells the facts apart, and says nothing else
		facts[i], late[at] = PostingFact{p.EnterpriseID, p.Day, at, p.Headcount, p.Confirmed}, p.Late
	}
	y := PublishedBy(facts, yearEnd(h.Year), func(f PostingFact) bool { return late[f.At] })
	return &y
}

// postingDifferences compares the sealed postings with those of now: how many a step
// has changed since, and the first that no step explains, by name.
func (s *Service) postingDifferences(ctx context.Context, site Site, h sealedSheet, since time.Time) (later int, wrong string, err error) {
	if h.Format < 3 {
		return 0, "", nil
	}
	list, err := s.postingsToSeal(ctx, site, h.Year, h.AsOf)
	if err != nil {
		return 0, "", err
	}
	now := map[string]sealedPosting{}
	for _, p := range list {
		now[p.ID] = p
	}
	was := map[string]bool{}
	for _, p := range h.Postings {
		was[p.ID] = true
		if same, there := now[p.ID]; there && same == p {
			continue
		}
		explained, err := s.changedPosting(ctx, p, now[p.ID], since)
		if err != nil {
			return 0, "", err
		}
		if !explained {
			return 0, fmt.Sprintf("岗位“%s”（%s）与封存的不一致，且没有封存之后的办理可以说明", p.Title, p.ID), nil
		}
		later++
	}
	for _, p := range list {
		if was[p.ID] {
			continue
		}
		n, err := s.store.Posting(ctx, p.ID)
		if err != nil {
			return 0, "", ignoreMissing(err)
		}
		if n.AcceptedAt.Before(since) && !n.changedSince(since) {
			return 0, fmt.Sprintf("岗位“%s”（%s）不在封存的岗位之中，且没有封存之后的办理可以说明", p.Title, p.ID), nil
		}
		later++
	}
	return later, "", nil
}

// changedPosting reports whether steps since the seal explain that a posting is
// another now. No step changes of a posting that has passed whose it is, what it is
// called, where and when it counts. Whether it is late follows from its month being
// closed or opened.
func (s *Service) changedPosting(ctx context.Context, was, now sealedPosting, since time.Time) (bool, error) {
	if now.ID != "" {
		if now.Late != was.Late {
			was.Late = now.Late
		}
		if now == was {
			return true, nil
		}
	}
	n, err := s.store.Posting(ctx, was.ID)
	if errors.Is(err, ErrNoRecord) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	same := n.employer() == was.EnterpriseID && n.CountsOn == was.Day && n.DuplicateOf == "" &&
		textKey(n.Title) == textKey(was.Title) && textKey(n.Place) == textKey(was.Place)
	return same && n.changedSince(since), nil
}
