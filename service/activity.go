package service

import (
	"context"

	"github.com/quanjiuye/backend/service/calendar"
)

// Activity is an entry of a site's service ledger (服务台账): what was done for
// the judged items 1, 3, 5, 6 and 9 to 14 of the form. It is counted and shown,
// never scored.
type Activity struct {
	ID       string
	Rev      int64
	SiteID   string
	County   string
	Month    calendar.Month // of HeldOn
	ClientID string         // the phone's own name for it, once per site

	Type         ActivityType
	HeldOn       calendar.Date
	Place        string // may be empty
	Participants int    // 0: not said
	Note         string // may be empty
	About        string // as Owed has it; only to tell entries apart that say the same
	EvidenceIDs  []string
	Trail
}

// ActivityInput is what is sent to record an activity: the site and type are
// enough.
type ActivityInput struct {
	SiteID       string
	ClientID     string // empty: each request is an activity of its own
	Type         ActivityType
	HeldOn       calendar.Date // zero: today
	Place        string
	Participants int
	Note         string
	EvidenceIDs  []string
}

// ActivityView is an activity as a screen may show it.
type ActivityView struct {
	Activity
	May  May
	Late bool // an adjustment of a closed month
}

// ActivityStore keeps activities.
type ActivityStore interface {
	// InsertActivity keeps a, or answers created=false and the one that has the
	// same site and ClientID.
	InsertActivity(ctx context.Context, a Activity) (kept Activity, created bool, err error)
	Activity(ctx context.Context, id string) (Activity, error)
	UpdateActivity(ctx context.Context, id string, change func(*Activity) error) (Activity, error)
	Activities(ctx context.Context, f RecordFilter) ([]Activity, error)
}

// errClientIDReused tells a phone that its own name for an entry is another entry's.
var errClientIDReused = &Error{Kind: Conflict, Code: "client_id_reused", Message: "该编号已用于另一条服务台账，请换一个编号重新提交"}

// mostParticipants is the largest number that is believed.
const mostParticipants = 100_000

// RecordActivity enters an activity in the site's ledger. created is false when
// the same ClientID was entered there already; the first entry is answered.
func (s *Service) RecordActivity(ctx context.Context, a Actor, in ActivityInput) (v ActivityView, created bool, err error) {
	site, err := s.siteFor(ctx, a, writeRecords, in.SiteID)
	if err != nil {
		return ActivityView{}, false, err
	}
	act, err := s.newActivity(ctx, site, in, Trail{Source: FromStaff, RecordedBy: a.Account.ID})
	if err != nil {
		return ActivityView{}, false, err
	}
	err = s.tally.write(ctx, []Unit{MonthUnit(act.SiteID, act.Month)}, func(ctx context.Context) error {
		v.Activity, created, err = s.store.InsertActivity(ctx, act)
		return err
	})
	if err != nil {
		return ActivityView{}, false, err
	}
	if !created && v.Type != act.Type {
		return ActivityView{}, false, errClientIDReused
	}
	v, err = s.viewActivity(ctx, a, v.Activity)
	return v, created, err
}

func (s *Service) newActivity(ctx context.Context, site Site, in ActivityInput, t Trail) (Activity, error) {
	var p problems
	act := Activity{
		ID: newID(), Rev: 1, SiteID: site.ID, County: site.County, Type: in.Type, Trail: t,
		ClientID:     p.text("body.client_id", in.ClientID, 0, 64),
		HeldOn:       s.checkDay(&p, "body.held_on", in.HeldOn, site),
		Place:        p.text("body.place", in.Place, 0, 60),
		Participants: in.Participants,
		Note:         p.text("body.note", in.Note, 0, 500),
		EvidenceIDs:  s.knownEvidence(ctx, &p, "body.evidence_ids", site.ID, in.EvidenceIDs),
	}
	if _, ok := in.Type.Kind(); !ok {
		p.add("body.type", "activity_type", "没有这种服务台账类型")
	}
	if reservedClientID(act.ClientID) {
		p.add("body.client_id", "client_id_reserved", "该编号由系统保留，请换一个编号")
	}
	if in.Participants < 0 || in.Participants > mostParticipants {
		p.add("body.participants", "participants", "参加人数不在合理范围内")
	}
	if act.ClientID == "" {
		act.ClientID = requestID(ctx)
	}
	act.Month, act.Status, act.RecordedAt = act.HeldOn.In(), Recorded, s.now()
	return act, p.err()
}

// Activity answers one entry within the actor's sight.
func (s *Service) Activity(ctx context.Context, a Actor, id string) (ActivityView, error) {
	return s.activity(ctx, a, id, readRecords)
}

func (s *Service) activity(ctx context.Context, a Actor, id string, op operation) (ActivityView, error) {
	act, err := s.store.Activity(ctx, id)
	if err != nil {
		return ActivityView{}, missing(err)
	}
	if err := a.touch(op, act.SiteID, act.County); err != nil {
		return ActivityView{}, err
	}
	return s.viewActivity(ctx, a, act)
}

func (s *Service) viewActivity(ctx context.Context, a Actor, act Activity) (ActivityView, error) {
	b, err := s.tally.books(ctx, act.County, act.Month)
	return act.view(a, b), err
}

func (act Activity) view(a Actor, b books) ActivityView {
	v := ActivityView{Activity: act}
	v.May, v.Late = b.provable(a, act.Trail, act.Month, act.SiteID, act.County)
	return v
}

// Activities lists a site's entries, newest first.
func (s *Service) Activities(ctx context.Context, a Actor, f RecordFilter) ([]ActivityView, error) {
	site, err := s.siteFor(ctx, a, readRecords, f.SiteID)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Activities(ctx, f)
	if err != nil {
		return nil, err
	}
	b, err := s.booksOf(ctx, site.County, len(list), func(i int) calendar.Month { return list[i].Month })
	views := make([]ActivityView, len(list))
	for i, act := range list {
		views[i] = act.view(a, b)
	}
	return views, err
}

// ConfirmActivity vouches for an entry that somebody else made.
func (s *Service) ConfirmActivity(ctx context.Context, a Actor, id string) (ActivityView, error) {
	return s.confirmActivity(ctx, s.tally.write, a, id)
}

func (s *Service) confirmActivity(ctx context.Context, write writer, a Actor, id string) (ActivityView, error) {
	return s.changeActivity(ctx, write, a, id, confirmRecords, func(act *Activity) error { return act.confirm(a, s.now()) })
}

// VoidActivity takes an entry out of every count, for a stated reason.
func (s *Service) VoidActivity(ctx context.Context, a Actor, id, reason string) (ActivityView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return ActivityView{}, err
	}
	return s.changeActivity(ctx, s.tally.write, a, id, voidRecords, func(act *Activity) error { return act.void(a, reason, s.now()) })
}

// RestoreActivity takes a void back.
func (s *Service) RestoreActivity(ctx context.Context, a Actor, id string) (ActivityView, error) {
	return s.changeActivity(ctx, s.tally.write, a, id, voidRecords, func(act *Activity) error { return act.restore(a, s.now()) })
}

func (s *Service) changeActivity(ctx context.Context, write writer, a Actor, id string, op operation, change func(*Activity) error) (ActivityView, error) {
	v, err := s.activity(ctx, a, id, op)
	if err != nil {
		return ActivityView{}, err
	}
	var b books
	err = write(ctx, []Unit{MonthUnit(v.SiteID, v.Month)}, func(ctx context.Context) error {
		if b, err = s.tally.books(ctx, v.County, v.Month); err != nil {
			return err
		}
		v.Activity, err = s.store.UpdateActivity(ctx, id, func(act *Activity) error {
			return b.change(act.Month, act.Trail, func() error { return change(act) })
		})
		return err
	})
	return v.Activity.view(a, b), err
}
