package service

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Guidance is one talk of one-to-one career guidance (职业指导) with a seeker. What
// was said is between him and those who work at the site. It owes the ledger a
// career_guidance (item 5).
type Guidance struct {
	ID       string
	Rev      int64
	Request  string // that made it: another attempt at it makes no other
	SiteID   string
	County   string
	PersonID string
	HeldOn   calendar.Date
	Minutes  int      // 0: not said
	Topics   []string // 1–10, sealed at rest as the next two are
	Advice   string
	NextStep string // may be empty
	By       string // account
	At       time.Time

	VoidedBy   string // empty: it stands
	VoidedAt   time.Time
	VoidReason string
	Erased     bool // its person was erased, and what was said with him
	Owed       []Owed
}

// GuidanceInput is what is sent to record a talk.
type GuidanceInput struct {
	SiteID   string
	PersonID string
	HeldOn   calendar.Date // zero: today
	Minutes  int
	Topics   []string
	Advice   string
	NextStep string
}

// GuidanceView is a talk with its seeker, as a screen of the site may show it.
type GuidanceView struct {
	Guidance
	Person  Person
	MayVoid bool
}

// MyGuidance is a talk as the seeker sees it.
type MyGuidance struct {
	Guidance
	Site Site
}

// GuidanceFilter narrows a site's list.
type GuidanceFilter struct {
	SiteID   string
	PersonID string // empty: any
	Page     Page
}

// GuidanceStore keeps guidance.
type GuidanceStore interface {
	// InsertGuidance keeps n, or answers created=false and the one of the same request.
	InsertGuidance(ctx context.Context, n Guidance) (kept Guidance, created bool, err error)
	Guidance(ctx context.Context, id string) (Guidance, error)
	UpdateGuidance(ctx context.Context, id string, change func(*Guidance) error) (Guidance, error)
	GuidanceOf(ctx context.Context, f GuidanceFilter) ([]Guidance, error)
	// GuidanceOfPeople lists, newest first, the talks with any of them.
	GuidanceOfPeople(ctx context.Context, personIDs []string, p Page) ([]Guidance, error)
}

// GuidanceNoun owes entries.
const GuidanceNoun OwingNoun = "guidance"

const (
	mostTopics  = 10
	mostMinutes = 600
)

// Guide records a talk at the caller's site.
func (s *Service) Guide(ctx context.Context, a Actor, in GuidanceInput) (GuidanceView, error) {
	site, err := s.siteFor(ctx, a, writeRecords, in.SiteID)
	if err != nil {
		return GuidanceView{}, err
	}
	n, err := s.newGuidance(ctx, a, site, in)
	if err != nil {
		return GuidanceView{}, err
	}
	person, err := s.knownPerson(ctx, a, in.PersonID)
	if err != nil {
		return GuidanceView{}, err
	}
	if n, _, err = s.store.InsertGuidance(ctx, n); err != nil {
		return GuidanceView{}, err
	}
	s.pay(ctx, GuidanceNoun, n.ID, n.Owed)
	return n.view(a, person), nil
}

func (s *Service) newGuidance(ctx context.Context, a Actor, site Site, in GuidanceInput) (Guidance, error) {
	var p problems
	n := Guidance{
		ID: newID(), Rev: 1, Request: requestID(ctx), SiteID: site.ID, County: site.County, PersonID: in.PersonID, Minutes: in.Minutes,
		HeldOn:   s.checkDay(&p, "body.held_on", in.HeldOn, site),
		Topics:   p.texts("body.topics", in.Topics, mostTopics, 40),
		Advice:   p.text("body.advice", in.Advice, 1, 1000),
		NextStep: p.text("body.next_step", in.NextStep, 0, 300),
		By:       a.Account.ID, At: s.now(),
	}
	if len(n.Topics) == 0 {
		p.add("body.topics", "required", "请至少填写一个指导主题")
	}
	if n.Minutes < 0 || n.Minutes > mostMinutes {
		p.add("body.minutes", "minutes", "时长不在合理范围内")
	}
	n.Owed = []Owed{n.entry()}
	return n, p.err()
}

// entry is what a talk is to the ledger.
func (n Guidance) entry() Owed {
	return Owed{
		ClientID: owedID(GuidanceNoun, n.ID), Type: "career_guidance", SiteID: n.SiteID, County: n.County, HeldOn: n.HeldOn,
		Participants: 1, Note: "一对一职业指导", About: n.PersonID, By: n.By, Source: FromStaff, At: n.At,
	}
}

func (n Guidance) view(a Actor, p Person) GuidanceView {
	return GuidanceView{n, n.whose(p), n.VoidedBy == "" && a.may(writeRecords, n.SiteID, n.County)}
}

// whose is the person as the talk may show it.
func (n Guidance) whose(p Person) Person {
	if n.Erased {
		return Person{ID: p.ID}
	}
	return p
}

// GuidanceByID answers one talk to those who work at its site.
func (s *Service) GuidanceByID(ctx context.Context, a Actor, id string) (GuidanceView, error) {
	n, err := s.store.Guidance(ctx, id)
	if err != nil {
		return GuidanceView{}, missing(err)
	}
	if err := a.touch(readCounsel, n.SiteID, n.County); err != nil {
		return GuidanceView{}, err
	}
	person, err := s.store.Person(ctx, n.PersonID)
	return n.view(a, person), err
}

// GuidanceOf lists a site's talks, newest first.
func (s *Service) GuidanceOf(ctx context.Context, a Actor, f GuidanceFilter) ([]GuidanceView, error) {
	if _, err := s.siteFor(ctx, a, readCounsel, f.SiteID); err != nil {
		return nil, err
	}
	list, err := s.store.GuidanceOf(ctx, f)
	if err != nil {
		return nil, err
	}
	people, err := s.peopleOf(ctx, len(list), func(i int) string { return list[i].PersonID })
	views := make([]GuidanceView, len(list))
	for i, n := range list {
		views[i] = n.view(a, people[n.PersonID])
	}
	return views, err
}

// VoidGuidance takes a talk back that was recorded by mistake, and its entry with it
// unless the month is closed.
func (s *Service) VoidGuidance(ctx context.Context, a Actor, id, reason string) (GuidanceView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return GuidanceView{}, err
	}
	v, err := s.GuidanceByID(ctx, a, id)
	if err != nil {
		return GuidanceView{}, err
	}
	if !a.may(writeRecords, v.SiteID, v.County) {
		return GuidanceView{}, ErrForbidden
	}
	n, err := s.store.UpdateGuidance(ctx, id, func(n *Guidance) error {
		if n.VoidedBy != "" { // the first reason stands
			return nil
		}
		n.VoidedBy, n.VoidedAt, n.VoidReason = a.Account.ID, s.now(), reason
		n.Owed = owe(n.Owed, n.entry().undone(a.Account.ID, "职业指导记录已作废", n.VoidedAt)) // the reason may name somebody
		return nil
	})
	if err != nil {
		return GuidanceView{}, err
	}
	s.pay(ctx, GuidanceNoun, id, n.Owed)
	return n.view(a, v.Person), nil
}

// MyGuidance lists the talks with the person (or persons) that the caller's account
// registered as itself, but for those from before one of them was erased and came back.
func (s *Service) MyGuidance(ctx context.Context, a Actor, p Page) ([]MyGuidance, error) {
	ids, err := s.myPeople(ctx, a)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	list, err := s.guidanceOf(ctx, ids, p)
	if err != nil {
		return nil, err
	}
	sites, err := s.sitesOf(ctx, len(list), func(i int) string { return list[i].SiteID })
	mine := make([]MyGuidance, len(list))
	for i, n := range list {
		mine[i] = MyGuidance{n, sites[n.SiteID]}
	}
	return mine, err
}

func (s *Service) guidanceOf(ctx context.Context, people []string, p Page) ([]Guidance, error) {
	return living(p, func(p Page) ([]Guidance, error) { return s.store.GuidanceOfPeople(ctx, people, p) },
		func(n Guidance) (string, bool, error) { return n.ID, n.Erased, nil })
}
