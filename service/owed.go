package service

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/quanjiuye/backend/internal/failpoint"
	"github.com/quanjiuye/backend/service/calendar"
)

// Owed is an entry that a record of another noun owes the service ledger: a course
// was published, a rights report came in. It is written into the record by the very
// write that makes it due, then entered as an Activity, then struck off the record;
// whatever a crash leaves undone in between, the sweeper does (see payDebts). The
// ledger knows an entry by its ClientID, so that paying twice enters it once.
type Owed struct {
	ClientID     string // the noun, the record's id, and what happened: owedID
	Type         ActivityType
	SiteID       string
	County       string
	HeldOn       calendar.Date
	Place        string
	Participants int
	Note         string // says nothing about a person: the ledger is kept in clear
	About        string // id of whom or what it is about; empty: its note says it, or nobody may know
	By           string // account that acted, or Anonymous
	Source       Source
	At           time.Time // when it became due

	// Of an entry that is to be void, because what it told of was taken back.
	VoidedBy   string
	VoidReason string

	// Of a message to the seeker, which is no entry: what became of the record, in
	// Chinese. Only ClientID and At stand beside it. See Result.
	Tell string
}

// Anonymous is the recorder of what somebody caused who does not want to be known
// at the site.
const Anonymous = "anonymous"

// OwingNoun is a noun whose records owe entries. A ClientID that begins with one of
// them is the system's own: see reservedClientID.
type OwingNoun string

// owingNouns are all of them; the store knows their collections.
var owingNouns = [...]OwingNoun{GuidanceNoun, RightsNoun, TrainingBodyNoun, CourseNoun, HelpNoun, MonthReportNoun, NoticeNoun, PushNoun,
	ApplicationNoun}

// Debt is what one record still owes.
type Debt struct {
	Noun OwingNoun
	ID   string
	Owed []Owed
}

// OwedStore reads and changes what records owe, whatever their noun.
type OwedStore interface {
	// Debts are those that have been due since before a time, at most n of each noun,
	// the oldest first.
	Debts(ctx context.Context, before time.Time, n int) ([]Debt, error)
	// ChangeOwed changes the list of one record's newest state.
	ChangeOwed(ctx context.Context, noun OwingNoun, id string, change func([]Owed) []Owed) error
}

const (
	payTimeout = 5 * time.Second
	// oweEvery is how often the sweeper looks for debts; one is left only by a fault.
	oweEvery = 5 * time.Second
	oweMost  = 100 // debts of a noun in one turn
)

// owedID is the ledger's name for what a record owes.
func owedID(noun OwingNoun, parts ...string) string {
	return strings.Join(append([]string{string(noun)}, parts...), ":")
}

// reservedClientID reports whether a name for an entry is the system's: nobody may
// take the place of what a record will owe.
func reservedClientID(id string) bool {
	return slices.ContainsFunc(owingNouns[:], func(n OwingNoun) bool { return strings.HasPrefix(id, string(n)+":") })
}

// owe adds an entry to a list; an undone one takes the place of itself.
func owe(list []Owed, o Owed) []Owed {
	list = slices.DeleteFunc(slices.Clone(list), func(known Owed) bool { return known.ClientID == o.ClientID })
	return append(list, o)
}

// undone is the entry as it is owed once what it told of was taken back.
func (o Owed) undone(by, reason string, now time.Time) Owed {
	o.VoidedBy, o.VoidReason, o.At = by, reason, now
	return o
}

func (o Owed) same(p Owed) bool { return o.ClientID == p.ClientID && o.VoidReason == p.VoidReason }

// pay settles what a record owes since it was written. What cannot be settled now
// is left to the sweeper: the act itself is safe.
func (s *Service) pay(ctx context.Context, noun OwingNoun, id string, owed []Owed) {
	if len(owed) == 0 {
		return
	}
	failpoint.Hit(failpoint.OwedKept)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), payTimeout)
	defer cancel()
	if err := s.payDebt(ctx, Debt{noun, id, owed}); err != nil {
		s.log.WarnContext(ctx, "ledger entry postponed", "noun", string(noun), "error", err)
	}
}

func (s *Service) payDebt(ctx context.Context, d Debt) error {
	counts := deferred{t: s.tally} // a cancelled course takes back hundreds
	var paid []Owed
	var errs []error
	for _, o := range d.Owed {
		var err error
		if o.Tell != "" {
			err = s.queueResult(ctx, d, o)
		} else {
			err = s.enter(ctx, counts.write, o)
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		paid = append(paid, o)
	}
	counts.settle(context.WithoutCancel(ctx))
	failpoint.Hit(failpoint.OwedEntered)
	if len(paid) > 0 {
		errs = append(errs, s.store.ChangeOwed(ctx, d.Noun, d.ID, func(list []Owed) []Owed {
			return slices.DeleteFunc(slices.Clone(list), func(o Owed) bool { return slices.ContainsFunc(paid, o.same) })
		}))
	}
	return errors.Join(errs...)
}

// enter makes the ledger hold o. It was due when the record was written, but the
// ledger has it from now on: into a month closed meanwhile it comes as an adjustment.
func (s *Service) enter(ctx context.Context, write writer, o Owed) error {
	act := Activity{
		ID: newID(), Rev: 1, SiteID: o.SiteID, County: o.County, Month: o.HeldOn.In(), ClientID: o.ClientID,
		Type: o.Type, HeldOn: o.HeldOn, Place: o.Place, Participants: o.Participants, Note: o.Note, About: o.About,
		Trail: Trail{Status: Recorded, Source: o.Source, RecordedBy: o.By, RecordedAt: s.now()},
	}
	err := write(ctx, []Unit{MonthUnit(act.SiteID, act.Month)}, func(ctx context.Context) (err error) {
		act, _, err = s.store.InsertActivity(ctx, act)
		return err
	})
	if err != nil || o.VoidReason == "" {
		return err
	}
	err = write(ctx, []Unit{MonthUnit(act.SiteID, act.Month)}, func(ctx context.Context) error {
		return s.voidOwed(ctx, act, o)
	})
	if errors.Is(err, errMonthClosed) {
		return nil // the ledger of a closed month stays; the record itself tells the rest
	}
	return err
}

func (s *Service) voidOwed(ctx context.Context, act Activity, o Owed) error {
	b, err := s.tally.books(ctx, act.County, act.Month)
	if err != nil {
		return err
	}
	by := Actor{Account: Account{ID: o.VoidedBy}}
	_, err = s.store.UpdateActivity(ctx, act.ID, func(act *Activity) error {
		return b.change(act.Month, act.Trail, func() error { return act.void(by, o.VoidReason, s.now()) })
	})
	return err
}

// payDebts settles what was left by those who could not: a process that died, a
// store that did not answer. Younger debts belong to calls still at work.
func (s *Service) payDebts(ctx context.Context, lease *holding) error {
	now := s.clock()
	if now.Sub(s.term.paid) < oweEvery {
		return nil
	}
	s.term.paid = now
	debts, err := s.store.Debts(ctx, s.now().Add(-sweepAge), oweMost)
	errs := []error{err}
	for _, d := range debts {
		if err := lease.on(ctx); err != nil {
			return errors.Join(append(errs, err)...)
		}
		if err := s.payDebt(ctx, d); !errors.Is(err, ErrNoRecord) { // else the record was deleted meanwhile
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
