package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
)

// Posting answers one posting within the actor's sight.
func (s *Service) Posting(ctx context.Context, a Actor, id string) (PostingView, error) {
	return s.posting(ctx, a, id, readRecords)
}

func (s *Service) posting(ctx context.Context, a Actor, id string, op operation) (PostingView, error) {
	n, err := s.store.Posting(ctx, id)
	if err != nil {
		return PostingView{}, missing(err)
	}
	if err := a.touch(op, n.SiteID, n.County); err != nil {
		return PostingView{}, err
	}
	return s.lookUpPosting(ctx, a, n)
}

func (s *Service) lookUpPosting(ctx context.Context, a Actor, n Posting) (PostingView, error) {
	e, err := s.store.Enterprise(ctx, n.EnterpriseID)
	if err != nil {
		return PostingView{}, err
	}
	site, err := s.store.Site(ctx, n.SiteID)
	if err != nil {
		return PostingView{}, err
	}
	return s.viewPosting(ctx, a, n, site, e)
}

func (s *Service) viewPosting(ctx context.Context, a Actor, n Posting, site Site, e Enterprise) (PostingView, error) {
	b, err := s.tally.books(ctx, n.County, n.Month)
	if err != nil {
		return PostingView{}, err
	}
	v := n.view(a, b, site, e, s.today())
	return v, s.countReports(ctx, a, &v)
}

func (p Posting) view(a Actor, b books, site Site, e Enterprise, today calendar.Date) PostingView {
	return PostingView{
		Posting: p, Enterprise: e, Site: site, Public: p.Open(today), Missing: missingOf(p.Offer), NotCounted: p.notCounted(),
		Late: !p.AcceptedAt.IsZero() && b.late(p.Month, p.AcceptedAt), May: p.may(a, b),
	}
}

// notCounted says why the posting does not count; empty: it does.
func (p Posting) notCounted() []Note {
	notes := []Note{}
	add := func(code, message string) { notes = append(notes, Note{code, message}) }
	switch r := p.Review; {
	case r.State == Blocked:
		add("blocked", "岗位内容含有法律禁止的就业歧视内容，不发布、不计分，请按提示修改")
	case r.State == Rejected:
		add("rejected", "主管部门复核未通过，不发布、不计分："+r.Reason)
	case r.State == Held && r.Unchecked:
		add("unchecked", "内容检测尚未完成，检测通过后自动发布并计分")
	case r.State == Held:
		add("held", "岗位内容待主管部门复核，通过后发布并计分")
	}
	if p.DuplicateOf != "" {
		add("duplicate", "与先前登记的岗位重复（同一年度、同一单位、同一岗位名称和工作地点；名称相同的单位按同一单位统计），只统计首次登记发布的")
	}
	if p.Status == Void {
		add("void", "该岗位已作废")
	}
	return notes
}

func (p Posting) may(a Actor, b books) PostingMay {
	may := func(op operation) bool { return a.may(op, p.SiteID, p.County) }
	m := PostingMay{
		Repost:   p.Status != Void && may(writeRecords),
		TakeDown: p.Published() && may(takeDownPostings),
		Reveal:   p.ContactPhone != "" && may(revealPhones),
	}
	if b.settledPosting(p) {
		return m
	}
	t := p.Trail.may(a, p.SiteID, p.County)
	m.Confirm = t.Confirm && p.Counts() && !p.wroteIt(a)
	m.Void, m.Restore, m.Unconfirm = t.Void, t.Restore, t.Unconfirm
	m.Revise = p.Status != Void && p.Review.Round == "" && may(writeRecords)
	m.Rename = m.Revise && p.AcceptedAt.IsZero()
	m.Release = may(reviewPostings) && p.reviewable(a) == nil
	m.Recheck = may(reviewPostings) && p.recheckable(a) == nil
	m.Reject = m.Release && p.Review.Round == ""
	return m
}

// Postings lists a site's postings, newest first.
func (s *Service) Postings(ctx context.Context, a Actor, f PostingFilter) ([]PostingView, error) {
	if _, err := s.siteFor(ctx, a, readRecords, f.SiteID); err != nil {
		return nil, err
	}
	list, err := s.store.Postings(ctx, f)
	if err != nil {
		return nil, err
	}
	return s.viewPostings(ctx, a, list)
}

// HeldPostings lists what awaits a supervisor's decision, newest first, in one
// county or in all that the actor supervises.
func (s *Service) HeldPostings(ctx context.Context, a Actor, county string, p Page) ([]PostingView, error) {
	views, _, err := s.SupervisedPostings(ctx, a, PostingDeskInput{County: county, State: PostingState(Held), Page: p})
	return views, err
}

// viewPostings looks employers, sites and books up once each.
func (s *Service) viewPostings(ctx context.Context, a Actor, list []Posting) ([]PostingView, error) {
	employers, sites, err := s.sidesOf(ctx, list)
	if err != nil {
		return nil, err
	}
	byCounty := map[string]books{}
	views := make([]PostingView, len(list))
	for i, n := range list {
		b, known := byCounty[n.County]
		if !known {
			b, err = s.booksOf(ctx, n.County, len(list), func(i int) calendar.Month { return list[i].Month })
			if err != nil {
				return nil, err
			}
			byCounty[n.County] = b
		}
		views[i] = n.view(a, b, sites[n.SiteID], employers[n.EnterpriseID], s.today())
	}
	return views, s.countReports(ctx, a, pointers(views)...)
}

func pointers[T any](list []T) []*T {
	out := make([]*T, len(list))
	for i := range list {
		out[i] = &list[i]
	}
	return out
}

// sidesOf loads the employers and the sites of postings.
func (s *Service) sidesOf(ctx context.Context, list []Posting) (employers map[string]Enterprise, sites map[string]Site, err error) {
	employers, sites = map[string]Enterprise{}, map[string]Site{}
	var ids []string
	for _, n := range list {
		if _, known := employers[n.EnterpriseID]; !known {
			employers[n.EnterpriseID] = Enterprise{}
			ids = append(ids, n.EnterpriseID)
		}
		if _, known := sites[n.SiteID]; !known {
			if sites[n.SiteID], err = s.store.Site(ctx, n.SiteID); err != nil {
				return nil, nil, err
			}
		}
	}
	found, err := s.store.EnterprisesByID(ctx, ids)
	for _, e := range found {
		employers[e.ID] = e
	}
	return employers, sites, err
}
