package service

import (
	"context"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Closing is a county's month being closed (月结), with all its sites, and opened
// again. What is entered into a closed month afterwards is an adjustment: shown
// apart, and counted as the policy says (late_entries). A month that nobody has
// ever closed has none.
type Closing struct {
	ID       string // ClosingID of the two below
	Rev      int64
	County   string
	Month    calendar.Month
	ClosedAt time.Time // of the last close; zero: the month is open
	Steps    []ClosingStep
}

// ClosingStep is one close or reopening.
type ClosingStep struct {
	Close  bool // else a reopening
	By     string
	At     time.Time
	Reason string // of a reopening
}

// ClosingID is the natural key of a county's month.
func ClosingID(county string, m calendar.Month) string { return county + "|" + m.String() }

// ClosingStore keeps closings.
type ClosingStore interface {
	InsertClosing(ctx context.Context, c Closing) error // ErrExists: there is one
	UpdateClosing(ctx context.Context, id string, change func(*Closing) error) (Closing, error)
	// Closings are those of a county and these months that there are, in no promised
	// order.
	Closings(ctx context.Context, county string, months []calendar.Month) ([]Closing, error)
}

// MonthView is a month of a county as a screen may show it.
type MonthView struct {
	Closing
	// Unconfirmed are the month's records that await a check, as in Waiting.All; nil: the
	// viewer, who may not close it, is not told. Closed, they cannot be confirmed any more.
	Unconfirmed *int
	Names       Names // of who took the steps
	State       MonthState
	May         MonthMay
}

// MonthState is where a month stands in time and in the book.
type MonthState string

// The states.
const (
	MonthOpen    MonthState = "open" // it has ended and is not closed
	MonthClosed  MonthState = "closed"
	MonthRunning MonthState = "running"
	MonthAhead   MonthState = "ahead" // it has not begun
)

func (c Closing) state(today calendar.Date) MonthState {
	switch {
	case !c.ClosedAt.IsZero():
		return MonthClosed
	case c.Month.After(today.In()):
		return MonthAhead
	case c.Month == today.In():
		return MonthRunning
	}
	return MonthOpen
}

// MonthMay says which steps a screen may offer.
type MonthMay struct {
	Close  bool `json:"close"`
	Reopen bool `json:"reopen"`
}

var (
	errMonthRunning = &Error{Kind: Conflict, Code: "month_running", Message: "该月还没有结束，不能结账"}
	errMonthClosed  = &Error{Kind: Conflict, Code: "month_closed", Message: "该月已结账，不能更改；确需更改的，请县（市、区）先重新开账"}
)

// earliestBook is the first year that any list of months shows.
const earliestBook = 2000

// CloseMonth closes an ended month of all sites of a county. Doing it again
// changes nothing.
func (s *Service) CloseMonth(ctx context.Context, a Actor, county string, m calendar.Month) (MonthView, error) {
	return s.stepMonth(ctx, a, county, m, ClosingStep{Close: true})
}

// ReopenMonth opens a closed month again, for a stated reason. Adjustments made
// meanwhile become ordinary entries of the month.
func (s *Service) ReopenMonth(ctx context.Context, a Actor, county string, m calendar.Month, reason string) (MonthView, error) {
	var p problems
	reason = p.text("body.reason", reason, 2, 200)
	if err := p.err(); err != nil {
		return MonthView{}, err
	}
	return s.stepMonth(ctx, a, county, m, ClosingStep{Reason: reason})
}

func (s *Service) stepMonth(ctx context.Context, a Actor, county string, m calendar.Month, step ClosingStep) (MonthView, error) {
	if _, ok := Counties[county]; !ok {
		return MonthView{}, ErrNotFound
	}
	if !a.may(closeMonths, "", county) {
		return MonthView{}, ErrForbidden
	}
	switch {
	case m.Year < earliestBook:
		return MonthView{}, invalid("path.month", "month", "月份不在可办理的范围内")
	case step.Close && !m.Before(s.today().In()):
		return MonthView{}, errMonthRunning
	}
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: Scope{Counties: []string{county}}})
	if err != nil {
		return MonthView{}, err
	}
	units := make([]Unit, 0, 2*len(sites))
	for _, site := range sites {
		units = append(units, MonthUnit(site.ID, m), YearUnit(site.ID, m.Year))
	}
	step.By = a.Account.ID
	var c Closing
	err = s.tally.write(ctx, units, func(ctx context.Context) error {
		c, err = s.keepStep(ctx, Closing{ID: ClosingID(county, m), Rev: 1, County: county, Month: m}, step)
		return err
	})
	if err != nil {
		return MonthView{}, err
	}
	waits, err := s.unconfirmed(ctx, sites, m.Year)
	if err != nil {
		return MonthView{}, err
	}
	views := []MonthView{c.view(a, s.today())}
	views[0].Unconfirmed = &waits[m.Month]
	return views[0], s.nameSteps(ctx, views)
}

// unconfirmed is what sites together hold that nobody has confirmed, by month.
func (s *Service) unconfirmed(ctx context.Context, sites []Site, year int) (byMonth [13]int, err error) {
	ids := make([]string, len(sites))
	for i, site := range sites {
		ids[i] = site.ID
	}
	states, err := s.states(ctx, ids, year)
	for _, st := range states {
		for m := range st.months {
			byMonth[m] += st.unconfirmed(time.Month(m))
		}
	}
	return byMonth, err
}

// keepStep takes the month from open to closed or back; a step that leads nowhere
// is not kept.
func (s *Service) keepStep(ctx context.Context, none Closing, step ClosingStep) (kept Closing, err error) {
	if step.Close {
		if err := s.store.InsertClosing(ctx, none); err != nil && !errors.Is(err, ErrExists) {
			return none, err
		}
	}
	_, err = s.store.UpdateClosing(ctx, none.ID, func(c *Closing) error {
		step.At = s.now() // what was recorded while the marks were made is no adjustment
		changed := c.take(step)
		kept = *c
		if !changed {
			return errNothingNew
		}
		return nil
	})
	switch {
	case errors.Is(err, errNothingNew):
		return kept, nil
	case errors.Is(err, ErrNoRecord):
		return none, nil
	}
	return kept, err
}

// errNothingNew ends the update of a closing that is as it should be.
var errNothingNew = errors.New("service: the month is so already")

func (c *Closing) take(step ClosingStep) (changed bool) {
	if c.ClosedAt.IsZero() != step.Close {
		return false
	}
	c.ClosedAt, c.Steps = time.Time{}, append(c.Steps, step)
	if step.Close {
		c.ClosedAt = step.At
	}
	return true
}

func (c Closing) view(a Actor, today calendar.Date) MonthView {
	v := MonthView{Closing: c, State: c.state(today)}
	if !a.may(closeMonths, "", c.County) {
		v.Steps = nil // who did it is the county's own affair
		return v
	}
	v.May.Close = c.ClosedAt.IsZero() && c.Month.Before(today.In())
	v.May.Reopen = !c.ClosedAt.IsZero()
	return v
}

// Months answers each month of a year in a county, to whoever works with any site.
func (s *Service) Months(ctx context.Context, a Actor, county string, year int) ([]MonthView, error) {
	if _, ok := Counties[county]; !ok {
		return nil, ErrNotFound
	}
	if !a.mayAnywhere(readProgress) {
		return nil, ErrForbidden
	}
	months := make([]calendar.Month, 12)
	for i := range months {
		months[i] = calendar.Month{Year: year, Month: time.Month(i + 1)}
	}
	list, err := s.store.Closings(ctx, county, months)
	if err != nil {
		return nil, err
	}
	views := make([]MonthView, len(months))
	for i, m := range months {
		views[i] = Closing{County: county, Month: m}.view(a, s.today())
	}
	for _, c := range list {
		views[c.Month.Month-1] = c.view(a, s.today())
	}
	if !a.may(closeMonths, "", county) || year > s.today().Year {
		return views, nil
	}
	sites, err := s.store.Sites(ctx, SiteFilter{Scope: Scope{Counties: []string{county}}})
	if err != nil {
		return nil, err
	}
	waits, err := s.unconfirmed(ctx, sites, year)
	if err != nil {
		return nil, err
	}
	for i := range views {
		if views[i].State != MonthAhead {
			views[i].Unconfirmed = &waits[i+1]
		}
	}
	return views, s.nameSteps(ctx, views)
}

// nameSteps names who took the steps that the views show.
func (s *Service) nameSteps(ctx context.Context, views []MonthView) error {
	var by []string
	for _, v := range views {
		for _, step := range v.Steps {
			by = append(by, step.By)
		}
	}
	names, err := s.namesOf(ctx, by...)
	for i := range views {
		views[i].Names = names
	}
	return err
}
