package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// FollowUp is what became of a placement at one of its marks: 7, 30 and 90 days after
// the start of work (跟踪回访). There is one for each placement and mark; a correction
// takes its place and keeps what stood there.
type FollowUp struct {
	ID          string // see FollowUpID
	Rev         int64
	PlacementID string
	SiteID      string
	County      string
	Day         int // 7, 30 or 90
	FollowUpEntry
	Earlier []FollowUpEntry // corrected since, oldest first
}

// FollowUpEntry is what somebody noted.
type FollowUpEntry struct {
	Outcome FollowUpOutcome
	Note    string // sealed; may be empty
	By      string // account
	At      time.Time
}

// FollowUpOutcome is what was found.
type FollowUpOutcome string

// The outcomes.
const (
	StillWorking FollowUpOutcome = "still_working" // 在岗
	HasLeft      FollowUpOutcome = "left"          // 离岗
	NotReached   FollowUpOutcome = "unreachable"   // 未联系上
)

// FollowUpDays are the marks, in days after the start of work.
var FollowUpDays = []int{7, 30, 90}

const (
	// earlyDays is until when leaving is worth a hint. It uncounts nothing: 推荐成功 is
	// the start of work, and whoever hides that somebody left must gain nothing by it.
	earlyDays = 30
	// mostCorrections bounds the trail of one mark, and of one call-back.
	mostCorrections = 20
)

// FollowUpID is the id of a placement's mark.
func FollowUpID(placementID string, day int) string { return fmt.Sprintf("%s|%d", placementID, day) }

// FollowUpStore keeps follow-ups.
type FollowUpStore interface {
	InsertFollowUp(ctx context.Context, n FollowUp) error // ErrExists: the mark has one
	FollowUp(ctx context.Context, id string) (FollowUp, error)
	UpdateFollowUp(ctx context.Context, id string, change func(*FollowUp) error) (FollowUp, error)
	// FollowUpsByID answers those that there are, in no promised order.
	FollowUpsByID(ctx context.Context, ids []string) ([]FollowUp, error)
	// FollowUps lists a site's, those of the newest placements first.
	FollowUps(ctx context.Context, siteID string, p Page) ([]FollowUp, error)
}

// FollowUpInput is what was found at a mark.
type FollowUpInput struct {
	Day     int
	Outcome FollowUpOutcome
	Note    string // may be empty
}

var (
	errTooEarly        = &Error{Kind: Conflict, Code: "too_early", Message: "还没有到回访日期"}
	errManyCorrections = &Error{Kind: Conflict, Code: "too_many_corrections", Message: "该回访的更正次数过多，请联系主管部门"}
)

// KeepFollowUp notes what was found at a mark, from its day on. created is false for a
// correction; the same again changes nothing.
func (s *Service) KeepFollowUp(ctx context.Context, a Actor, placementID string, in FollowUpInput) (t FollowUpTask, created bool, err error) {
	var p problems
	e := FollowUpEntry{Outcome: in.Outcome, Note: p.text("body.note", in.Note, 0, 200), By: a.Account.ID, At: s.now()}
	if !slices.Contains(FollowUpDays, in.Day) {
		p.add("body.day", "day", "回访节点只能是7、30或90天")
	}
	if !slices.Contains([]FollowUpOutcome{StillWorking, HasLeft, NotReached}, in.Outcome) {
		p.add("body.outcome", "outcome", "请选择回访结果")
	}
	if err := p.err(); err != nil {
		return FollowUpTask{}, false, err
	}
	v, err := s.placement(ctx, a, placementID, writeRecords)
	switch {
	case err != nil:
		return FollowUpTask{}, false, err
	case v.Status == Void:
		return FollowUpTask{}, false, &Error{Kind: Conflict, Code: "record_void", Message: "该记录已作废，无需回访"}
	case v.Erased:
		return FollowUpTask{}, false, errGone
	case v.StartedOn.AddDays(in.Day).After(s.today()):
		return FollowUpTask{}, false, errTooEarly
	}
	n := FollowUp{ID: FollowUpID(v.ID, in.Day), Rev: 1, PlacementID: v.ID, SiteID: v.SiteID, County: v.County, Day: in.Day, FollowUpEntry: e}
	n, created, err = s.keepFollowUp(ctx, n)
	if err != nil {
		return FollowUpTask{}, false, err
	}
	if err := s.noteLeft(ctx, v.Placement, n); err != nil {
		return FollowUpTask{}, false, err
	}
	return newTask(v.Placement, v.Person, v.Enterprise, in.Day, n), created, nil
}

func (s *Service) keepFollowUp(ctx context.Context, n FollowUp) (FollowUp, bool, error) {
	err := s.store.InsertFollowUp(ctx, n)
	if !errors.Is(err, ErrExists) {
		return n, true, err
	}
	e := n.FollowUpEntry
	n, err = s.store.UpdateFollowUp(ctx, n.ID, func(n *FollowUp) error {
		switch {
		case n.Outcome == e.Outcome && n.Note == e.Note:
			return nil
		case len(n.Earlier) >= mostCorrections:
			return errManyCorrections
		}
		n.Earlier = append(slices.Clone(n.Earlier), n.FollowUpEntry)
		n.FollowUpEntry = e
		return nil
	})
	return n, false, err
}

// noteLeft tells the application, if there is one, that its person has left.
func (s *Service) noteLeft(ctx context.Context, p Placement, f FollowUp) error {
	if f.Outcome != HasLeft || p.ApplicationID == "" {
		return nil
	}
	_, err := s.store.UpdateApplication(ctx, p.ApplicationID, func(n *Application) error {
		if n.PlacementID != p.ID || n.State != Hired { // it went on by itself
			return nil
		}
		return n.conclude(ApplicationStep{Kind: StepOutcome, At: f.At, By: f.By, SiteID: p.SiteID, Outcome: LeftWork})
	})
	var refused *Error
	if errors.As(err, &refused) { // the follow-up is what counts
		return nil
	}
	return ignoreMissing(err)
}

// followUpsOf are the follow-ups of placements, by mark.
func (s *Service) followUpsOf(ctx context.Context, list []Placement) (found []FollowUp, err error) {
	var ids []string
	for _, p := range list {
		for _, d := range FollowUpDays {
			ids = append(ids, FollowUpID(p.ID, d))
		}
	}
	for part := range slices.Chunk(ids, 3*everyPage) {
		some, err := s.store.FollowUpsByID(ctx, part)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	slices.SortFunc(found, func(x, y FollowUp) int { return x.Day - y.Day })
	return found, nil
}

// leftEarly reports whether somebody had left by a mark that is early.
func (n FollowUp) leftEarly() bool { return n.Outcome == HasLeft && n.Day <= earlyDays }

// hintsOf is what is worth a look in follow-ups.
func hintsOf(list []FollowUp) []Note {
	hints := []Note{}
	if i := slices.IndexFunc(list, FollowUp.leftEarly); i >= 0 {
		hints = append(hints, Note{"left_early", fmt.Sprintf("回访时已离岗（上岗%d天回访），不影响计分，请留意是否属实上岗", list[i].Day)})
	}
	return hints
}

// dueOn is the day of a mark.
func (p Placement) dueOn(day int) calendar.Date { return p.StartedOn.AddDays(day) }
