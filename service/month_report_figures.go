package service

import (
	"context"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// figures are those that item 14 names, and what stands beside them, from the records
// of the month that stand. People count once in each.
func (s *Service) figures(ctx context.Context, siteID string, m calendar.Month) ([]Figure, error) {
	records, err := s.store.MonthRecords(ctx, siteID, m)
	if err != nil {
		return nil, err
	}
	asked, err := s.store.HelpRequests(ctx, HelpFilter{SiteID: siteID, Month: m})
	if err != nil {
		return nil, err
	}
	offered, err := s.offered(ctx, siteID, m)
	if err != nil {
		return nil, err
	}
	applied, err := s.appliedIn(ctx, siteID, m)
	seekers, hired, training, startup := map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range records.Registrations {
		seekers[r.PersonID] = true
		if r.Profile.WantsTraining {
			training[r.PersonID] = true
		}
		if r.Profile.WantsStartup {
			startup[r.PersonID] = true
		}
	}
	for _, p := range records.Placements {
		hired[p.PersonID] = true
	}
	signUps := 0
	for _, n := range records.Activities {
		if n.Type == "training_sign_up" {
			signUps += max(n.Participants, 1)
		}
	}
	return []Figure{
		known("postings", "零工岗位信息（条）", offered.Postings),
		known("vacancies", "招聘人数（人）", offered.Vacancies),
		known("employers", "发布岗位的用人单位（家）", offered.Enterprises),
		known("seekers", "求职信息（人）", len(seekers)),
		known("applications", "应聘和推荐（件）", applied),
		known("recruited", "招聘信息：推荐上岗（人）", len(hired)),
		known("training_needs", "培训需求（人）", len(training)),
		known("training_requests", "培训服务申请（件）", countTypes(asked, trainingWishes)),
		known("sign_ups", "培训报名（人次）", signUps),
		known("startup_needs", "创业需求（人）", len(startup)),
		known("startup_requests", "创业服务申请（件）", countTypes(asked, startupWishes)),
	}, err
}

func known(key, name string, n int) Figure { return Figure{Key: key, Name: name, Value: &n} }

func countTypes(list []HelpRequest, types []ActivityType) (n int) {
	for _, r := range list {
		if slices.Contains(types, r.Type) {
			n++
		}
	}
	return n
}

// offered is what a site published in a month, as item 4 counts postings, but each
// employer of the month, whether or not it was there before in the year.
func (s *Service) offered(ctx context.Context, siteID string, m calendar.Month) (p Published, err error) {
	facts, err := s.store.PostingFacts(ctx, siteID, m.Year)
	employers := map[string]bool{}
	for _, f := range facts {
		if f.Day.In() == m {
			p.count(f, employers)
		}
	}
	return p, err
}

// appliedIn counts the applications that began in a month among those that the site
// looks after.
func (s *Service) appliedIn(ctx context.Context, siteID string, m calendar.Month) (n int, err error) {
	f := ApplicationFilter{SiteID: siteID, Page: Page{Limit: everyPage}}
	for {
		list, err := s.store.Applications(ctx, f)
		if err != nil {
			return 0, err
		}
		for _, a := range list {
			began := calendar.DateOf(a.Steps[0].At).In()
			if began.Before(m) { // they come newest first
				return n, nil
			}
			if began == m {
				n++
			}
			f.Page.Before = a.ID
		}
		if len(list) < everyPage {
			return n, nil
		}
	}
}
