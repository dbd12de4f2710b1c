package service

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Chain is how a placement came about and what became of it: from the registration to
// the last follow-up, the oldest first.
type Chain struct {
	Placement PlacementView
	Steps     []ChainStep
	Hints     []Note
}

// ChainStep is one link of a chain.
type ChainStep struct {
	Kind    ChainKind
	At      time.Time
	Party   Party
	Account string        // who, of staff and supervisors in sight; empty otherwise
	Day     calendar.Date // registered, started or promised; zero: none
	Mark    int           // of a follow-up: 7, 30 or 90; 0 otherwise
	Outcome string        // of an answer, an outcome or a follow-up; of a word true or false
	Through string        // account that made the employer's link
	Note    string
}

// ChainKind is what a link of a chain is.
type ChainKind string

// The kinds that are no step of an application.
const (
	ChainRegistered ChainKind = "registered"
	ChainRecorded   ChainKind = "placed"
	ChainWord       ChainKind = "word" // what employer or seeker said of the placement
	ChainConfirmed  ChainKind = "confirmed"
	ChainVoided     ChainKind = "voided"
	ChainFollowUp   ChainKind = "follow_up"
)

// Party is on whose side somebody stands.
type Party string

// The parties.
const (
	OfSeeker   Party = "seeker"
	OfSite     Party = "staff" // or a supervisor
	OfEmployer Party = "employer"
)

// PlacementChain reads a placement's chain back, for those who see the placement. What
// another site has done since is shown without its words and names.
func (s *Service) PlacementChain(ctx context.Context, a Actor, id string) (c Chain, err error) {
	if c.Placement, err = s.Placement(ctx, a, id); err != nil {
		return Chain{}, err
	}
	p := c.Placement.Placement
	registered, err := s.chainRegistration(ctx, p)
	if err != nil {
		return Chain{}, err
	}
	applied, err := s.chainApplication(ctx, a, p)
	if err != nil {
		return Chain{}, err
	}
	followed, err := s.followUpsOf(ctx, []Placement{p})
	if err != nil {
		return Chain{}, err
	}
	c.Steps = slices.Concat(registered, applied, p.chain())
	for _, f := range followed {
		c.Steps = append(c.Steps, ChainStep{Kind: ChainFollowUp, At: f.At, Party: OfSite, Account: f.By, Mark: f.Day, Outcome: string(f.Outcome), Note: f.Note})
	}
	slices.SortStableFunc(c.Steps, func(x, y ChainStep) int { return x.At.Compare(y.At) })
	c.Hints = hintsOf(followed)
	return c, nil
}

// chainRegistration is the person's newest registration at the site on the day of the
// start, or else the first after it.
func (s *Service) chainRegistration(ctx context.Context, p Placement) (steps []ChainStep, err error) {
	var found Registration
	err = s.eachHome(ctx, p.PersonID, func(r Registration) {
		if r.SiteID == p.SiteID && (found.ID == "" || found.RegisteredOn.After(p.StartedOn)) {
			found = r
		}
	})
	if err != nil || found.ID == "" {
		return nil, err
	}
	st := ChainStep{Kind: ChainRegistered, At: found.RecordedAt, Party: OfSite, Account: found.RecordedBy, Day: found.RegisteredOn}
	if found.Source == FromScan {
		st.Party, st.Account = OfSeeker, ""
	}
	return []ChainStep{st}, nil
}

func (s *Service) chainApplication(ctx context.Context, a Actor, p Placement) (steps []ChainStep, err error) {
	if p.ApplicationID == "" {
		return nil, nil
	}
	n, err := s.store.Application(ctx, p.ApplicationID)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	ours := a.may(readRecords, n.SiteID, n.County)
	for _, st := range n.Steps {
		if st.Kind == StepPlaced { // the placement tells it itself
			continue
		}
		c := ChainStep{Kind: ChainKind(st.Kind), At: st.At, Party: st.Party(), Day: st.StartedOn,
			Outcome: string(st.Outcome), Through: st.Through, Note: st.Note}
		if c.Party == OfSite {
			c.Account = st.By
		}
		if !ours && st.SiteID != p.SiteID {
			c.Account, c.Through, c.Note = "", "", ""
		}
		steps = append(steps, c)
	}
	return steps, nil
}

// chain is what the placement tells itself.
func (p Placement) chain() []ChainStep {
	steps := []ChainStep{{Kind: ChainRecorded, At: p.RecordedAt, Party: OfSite, Account: p.RecordedBy, Day: p.StartedOn}}
	for _, w := range p.Words {
		st := ChainStep{Kind: ChainWord, At: w.At, Party: OfSeeker, Outcome: "false", Through: w.Through, Note: w.Note}
		if w.OfEmployer() {
			st.Party = OfEmployer
		}
		if w.Hired {
			st.Outcome = "true"
		}
		steps = append(steps, st)
	}
	if !p.ConfirmedAt.IsZero() {
		st := ChainStep{Kind: ChainConfirmed, At: p.ConfirmedAt, Party: OfSite, Account: p.ConfirmedBy}
		if strings.HasPrefix(p.ConfirmedBy, employerParty) {
			st.Party, st.Account = OfEmployer, ""
		} else if _, own := p.lastWord(seekerParty + p.ConfirmedBy); own {
			st.Party, st.Account = OfSeeker, ""
		}
		steps = append(steps, st)
	}
	if p.Status == Void {
		steps = append(steps, ChainStep{Kind: ChainVoided, At: p.VoidedAt, Party: OfSite, Account: p.VoidedBy, Note: p.VoidReason})
	}
	return steps
}
