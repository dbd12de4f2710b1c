package service

import (
	"cmp"
	"context"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/rubric"
)

// Honour is an honour or a press report (荣誉、宣传报道) of a site, for item 15 of
// the form. It counts in the year of its award and in those after it, as long as
// the policy says.
type Honour struct {
	ID       string
	Rev      int64
	SiteID   string
	County   string
	Level    rubric.Level
	Title    string
	TitleKey string        // Title without what does not tell titles apart
	Issuer   string        // who awarded or published it; may be empty
	Awarded  calendar.Date // or published

	EvidenceIDs []string // without any, nobody can confirm it
	Trail
}

// HonourInput is what is sent to record an honour.
type HonourInput struct {
	SiteID      string
	Level       rubric.Level
	Title       string
	Issuer      string
	Awarded     calendar.Date
	EvidenceIDs []string
}

// HonourView is an honour as a screen may show it.
type HonourView struct {
	Honour
	May May
}

// HonourFact is what a count needs of one honour; voided ones are left out by the
// store.
type HonourFact struct {
	Level     rubric.Level  `json:"l"`
	Day       calendar.Date `json:"d"`
	Confirmed bool          `json:"c,omitempty"`
}

// compare orders facts by day and level, confirmed ones first.
func (f HonourFact) compare(o HonourFact) int {
	c := cmp.Or(f.Day.Compare(o.Day), cmp.Compare(f.Level, o.Level))
	switch {
	case c != 0 || f.Confirmed == o.Confirmed:
		return c
	case f.Confirmed:
		return -1
	}
	return 1
}

// HonourStore keeps honours.
type HonourStore interface {
	// InsertHonour keeps h, or answers created=false and the one that has the same
	// site, level, title key and day.
	InsertHonour(ctx context.Context, h Honour) (kept Honour, created bool, err error)
	Honour(ctx context.Context, id string) (Honour, error)
	UpdateHonour(ctx context.Context, id string, change func(*Honour) error) (Honour, error)
	Honours(ctx context.Context, f RecordFilter) ([]Honour, error) // Month is not looked at
	// HonourFacts are a site's honours of the days from first to last, in the order
	// of their days and levels.
	HonourFacts(ctx context.Context, siteID string, first, last calendar.Date) ([]HonourFact, error)
}

// honourYears is how many years after its own an honour can count in, under any
// policy (item15_window_years).
const honourYears = 3

// RecordHonour enters an honour of the site. created is false when the same one is
// there already.
func (s *Service) RecordHonour(ctx context.Context, a Actor, in HonourInput) (v HonourView, created bool, err error) {
	site, err := s.siteFor(ctx, a, writeRecords, in.SiteID)
	if err != nil {
		return HonourView{}, false, err
	}
	h, err := s.newHonour(ctx, site, in, Trail{Source: FromStaff, RecordedBy: a.Account.ID})
	if err != nil {
		return HonourView{}, false, err
	}
	err = s.tally.write(ctx, s.unitsOf(h), func(ctx context.Context) error {
		h, created, err = s.store.InsertHonour(ctx, h)
		return err
	})
	if err != nil {
		return HonourView{}, false, err
	}
	return h.view(a), created, nil
}

func (s *Service) newHonour(ctx context.Context, site Site, in HonourInput, t Trail) (Honour, error) {
	var p problems
	h := Honour{
		ID: newID(), Rev: 1, SiteID: site.ID, County: site.County, Awarded: in.Awarded, Trail: t,
		Title:       p.text("body.title", in.Title, 1, 100),
		Issuer:      p.text("body.issuer", in.Issuer, 0, 60),
		EvidenceIDs: s.knownEvidence(ctx, &p, "body.evidence_ids", site.ID, in.EvidenceIDs),
	}
	level, ok := rubric.ParseLevel(string(in.Level))
	if !ok {
		p.add("body.level", "honour_level", "级别只能是县级（county）、市级（city）、省级（provincial）或国家级（national）")
	}
	if h.TitleKey = identity.CompanyKey(h.Title); h.TitleKey == "" && len(p) == 0 {
		p.add("body.title", "required", "此项必填")
	}
	switch today := s.today(); {
	case in.Awarded.IsZero():
		p.add("body.awarded_on", "required", "此项必填")
	case in.Awarded.After(today):
		p.add("body.awarded_on", "date_future", "日期不能晚于今天")
	case in.Awarded.AddYears(honourYears).Before(today):
		p.add("body.awarded_on", "date_too_old", "获得日期太早，已不再计分")
	}
	h.Level, h.Status, h.RecordedAt = level, Recorded, s.now()
	return h, p.err()
}

// unitsOf are the years that an honour can count in, up to this one.
func (s *Service) unitsOf(h Honour) (units []Unit) {
	for y := h.Awarded.Year; y <= min(h.Awarded.Year+honourYears, s.today().Year); y++ {
		units = append(units, YearUnit(h.SiteID, y))
	}
	return units
}

func (h Honour) view(a Actor) HonourView {
	v := HonourView{h, h.may(a, h.SiteID, h.County)}
	v.May.Unconfirm = v.May.Unconfirm && a.may(confirmHonours, h.SiteID, h.County)
	v.May.Attach = h.mayAttach(a, h.SiteID, h.County)
	v.May.Confirm = v.May.Confirm && a.may(confirmHonours, h.SiteID, h.County) && !a.worksAt(h.SiteID) && len(h.EvidenceIDs) > 0
	return v
}

// Honour answers one honour within the actor's sight.
func (s *Service) Honour(ctx context.Context, a Actor, id string) (HonourView, error) {
	return s.honour(ctx, a, id, readRecords)
}

func (s *Service) honour(ctx context.Context, a Actor, id string, op operation) (HonourView, error) {
	h, err := s.store.Honour(ctx, id)
	if err != nil {
		return HonourView{}, missing(err)
	}
	return h.view(a), a.touch(op, h.SiteID, h.County)
}

// Honours lists a site's honours, newest first.
func (s *Service) Honours(ctx context.Context, a Actor, f RecordFilter) ([]HonourView, error) {
	if _, err := s.siteFor(ctx, a, readRecords, f.SiteID); err != nil {
		return nil, err
	}
	list, err := s.store.Honours(ctx, f)
	views := make([]HonourView, len(list))
	for i, h := range list {
		views[i] = h.view(a)
	}
	return views, err
}

// errNoEvidence keeps a supervisor from vouching for what nobody has shown.
var errNoEvidence = &Error{Kind: Conflict, Code: "evidence_missing", Message: "还没有佐证材料，不能确认"}

// errOwnHonour keeps a supervisor from vouching for the site that he works at.
var errOwnHonour = &Error{Kind: Forbidden, Code: "own_site", Message: "不能确认自己任职站点的荣誉，请由其他人员确认"}

// ConfirmHonour vouches for an honour, as a supervisor who has seen its evidence,
// is not its recorder and does not work at the site.
func (s *Service) ConfirmHonour(ctx context.Context, a Actor, id string) (HonourView, error) {
	return s.confirmHonour(ctx, s.tally.write, a, id)
}

func (s *Service) confirmHonour(ctx context.Context, write writer, a Actor, id string) (HonourView, error) {
	return s.changeHonour(ctx, write, a, id, confirmHonours, func(h *Honour) error {
		switch {
		case a.worksAt(h.SiteID):
			return errOwnHonour
		case len(h.EvidenceIDs) == 0 && h.Status == Recorded:
			return errNoEvidence
		}
		return h.confirm(a, s.now())
	})
}

// VoidHonour takes an honour out of every count, for a stated reason.
func (s *Service) VoidHonour(ctx context.Context, a Actor, id, reason string) (HonourView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return HonourView{}, err
	}
	return s.changeHonour(ctx, s.tally.write, a, id, voidRecords, func(h *Honour) error { return h.void(a, reason, s.now()) })
}

// RestoreHonour takes a void back.
func (s *Service) RestoreHonour(ctx context.Context, a Actor, id string) (HonourView, error) {
	return s.changeHonour(ctx, s.tally.write, a, id, voidRecords, func(h *Honour) error { return h.restore(a, s.now()) })
}

func (s *Service) changeHonour(ctx context.Context, write writer, a Actor, id string, op operation, change func(*Honour) error) (HonourView, error) {
	v, err := s.honour(ctx, a, id, op)
	if err != nil {
		return HonourView{}, err
	}
	h := v.Honour
	err = write(ctx, s.unitsOf(h), func(ctx context.Context) error {
		h, err = s.store.UpdateHonour(ctx, id, change)
		return err
	})
	return h.view(a), err
}
