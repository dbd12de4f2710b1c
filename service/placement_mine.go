package service

import (
	"context"
	"slices"
)

// MyPlacement is a placement as the seeker sees it whom it is about.
type MyPlacement struct {
	Placement
	Enterprise Enterprise
	Site       Site
	MayConfirm bool
	MayDeny    bool
}

var (
	errOverSite = &Error{Kind: Forbidden, Code: "own_site", Message: "您是该站点的工作人员或主管人员，不能以求职者身份确认"}
	errLinkedBy = &Error{Kind: Forbidden, Code: "linked_by_author", Message: "您的微信是由录入该记录的工作人员关联的，请由其他人员确认"}
	errSeveral  = &Error{Kind: Forbidden, Code: "account_of_several", Message: "该账号登记了多名求职者，不能代为确认，请由主管部门核实"}
)

// MyPlacements lists what is recorded of the person (or persons) that the caller's
// account registered as itself.
func (s *Service) MyPlacements(ctx context.Context, a Actor, p Page) ([]MyPlacement, error) {
	people, err := s.store.PeopleOfAccount(ctx, a.Account.ID)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	ids := make([]string, len(people))
	for i, person := range people {
		ids[i] = person.ID
	}
	list, err := s.placementsOf(ctx, ids, p)
	if err != nil {
		return nil, err
	}
	mine := make([]MyPlacement, len(list))
	for i, pl := range list {
		if mine[i], err = s.viewMine(ctx, a, pl, people); err != nil {
			return nil, err
		}
	}
	return mine, nil
}

// placementsOf lists, newest first, the placements of people, without those from
// before one of them was erased and came back.
func (s *Service) placementsOf(ctx context.Context, ids []string, p Page) ([]Placement, error) {
	return living(p, func(p Page) ([]Placement, error) { return s.store.PlacementsOfPeople(ctx, ids, p) },
		func(n Placement) (string, bool, error) { return n.ID, n.Erased, nil })
}

// living is a page of a list, without what look says is of before somebody was erased.
func living[N any](p Page, list func(Page) ([]N, error), look func(N) (id string, gone bool, err error)) (out []N, err error) {
	for {
		part, err := list(p)
		if err != nil {
			return nil, err
		}
		for _, n := range part {
			id, gone, err := look(n)
			if err != nil {
				return nil, err
			}
			if p.Before = id; !gone && (p.Limit == 0 || len(out) < p.Limit) {
				out = append(out, n)
			}
		}
		if p.Limit == 0 || len(part) < p.Limit || len(out) == p.Limit {
			return out, nil
		}
	}
}

func (s *Service) viewMine(ctx context.Context, a Actor, p Placement, people []Person) (MyPlacement, error) {
	e, err := s.store.Enterprise(ctx, p.EnterpriseID)
	if err != nil {
		return MyPlacement{}, err
	}
	site, err := s.store.Site(ctx, p.SiteID)
	if err != nil {
		return MyPlacement{}, err
	}
	b, err := s.tally.books(ctx, p.County, p.Month)
	said, ok := p.lastWord(seekerParty + a.Account.ID)
	return MyPlacement{
		p, e, site,
		p.Status == Recorded && a.mayConfirmOwn(p, people) == nil && !b.settled(p.Month, p.RecordedAt),
		p.Status != Void && !(ok && !said.Hired) && len(p.Words) < mostWords,
	}, err
}

// mayConfirmOwn refuses a seeker whose word is somebody else's: the record's
// author, whoever has a say at the site, an account that the author linked to the person
// by a code, and one that stands for several people, as one would that invents them.
func (a Actor) mayConfirmOwn(p Placement, people []Person) error {
	switch {
	case slices.Contains(p.authors(), a.Account.ID):
		return &Error{Kind: Forbidden, Code: "own_record", Message: "不能确认自己录入的记录，请由其他人员确认"}
	case a.may(readSite, p.SiteID, p.County):
		return errOverSite
	case len(people) > 1:
		return errSeveral
	case slices.ContainsFunc(people, func(n Person) bool { return n.LinkedBy != "" && slices.Contains(p.authors(), n.LinkedBy) }):
		return errLinkedBy
	}
	return nil
}

// ConfirmMyPlacement takes the seeker's word that he started work.
func (s *Service) ConfirmMyPlacement(ctx context.Context, a Actor, id string) (MyPlacement, error) {
	return s.sayMine(ctx, a, id, true, "")
}

// DenyMyPlacement takes the seeker's word that he did not; a supervisor looks.
func (s *Service) DenyMyPlacement(ctx context.Context, a Actor, id, note string) (MyPlacement, error) {
	var p problems
	note = p.text("body.note", note, 0, 200)
	if err := p.err(); err != nil {
		return MyPlacement{}, err
	}
	return s.sayMine(ctx, a, id, false, note)
}

func (s *Service) sayMine(ctx context.Context, a Actor, id string, hired bool, note string) (MyPlacement, error) {
	p, people, err := s.mine(ctx, a, id)
	if err != nil {
		return MyPlacement{}, err
	}
	w := Word{By: seekerParty + a.Account.ID, At: s.now(), Hired: hired, Note: note}
	err = s.tally.write(ctx, []Unit{MonthUnit(p.SiteID, p.Month)}, func(ctx context.Context) error {
		b, err := s.tally.books(ctx, p.County, p.Month)
		if err != nil {
			return err
		}
		p, err = s.store.UpdatePlacement(ctx, id, func(p *Placement) error {
			if hired {
				if err := a.mayConfirmOwn(*p, people); err != nil {
					return err
				}
			}
			if said, ok := p.lastWord(w.By); ok && said.Hired == hired && p.Status != Void && (!hired || p.Status == Confirmed) {
				return nil // said already
			}
			return p.hear(w, a, s.now(), b)
		})
		return err
	})
	if err != nil {
		return MyPlacement{}, err
	}
	return s.viewMine(ctx, a, p, people)
}

// mine loads a placement of the caller's own person; any other looks missing.
func (s *Service) mine(ctx context.Context, a Actor, id string) (p Placement, own []Person, err error) {
	if p, err = s.store.Placement(ctx, id); err != nil {
		return p, nil, missing(err)
	}
	if own, err = s.store.PeopleOfAccount(ctx, a.Account.ID); err != nil {
		return p, nil, err
	}
	if p.Erased || !slices.ContainsFunc(own, func(person Person) bool { return person.ID == p.PersonID }) {
		return p, nil, ErrNotFound
	}
	return p, own, nil
}
