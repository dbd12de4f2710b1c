package service

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Word is what somebody concerned says of a placement.
type Word struct {
	By      string // "employer:" or "seeker:" and whose id
	At      time.Time
	Hired   bool
	Note    string // may be empty
	Through string // account that made the employer's link; empty for a seeker
}

// The parties of a placement, as Word.By begins.
const (
	employerParty = "employer:"
	seekerParty   = "seeker:"
)

// OfEmployer tells the employer's word from the seeker's.
func (w Word) OfEmployer() bool { return strings.HasPrefix(w.By, employerParty) }

// mostWords bounds what one placement can be told.
const mostWords = 20

var (
	errDisputed  = &Error{Kind: Conflict, Code: "disputed", Message: "该记录被用人单位或求职者否认，须由主管部门核实后确认"}
	errManyWords = &Error{Kind: Conflict, Code: "too_many_answers", Message: "该记录的答复次数过多，请联系主管部门"}
)

// seenBy leaves a seeker's explanation to supervisors: he may be writing about those
// who work at the site. That he said no is for all to see.
func (p Placement) seenBy(a Actor) Placement {
	if a.supervises(p.SiteID, p.County) {
		return p
	}
	p.Words = slices.Clone(p.Words)
	for i := range p.Words {
		if !p.Words[i].OfEmployer() {
			p.Words[i].Note = ""
		}
	}
	return p
}

// lastWord is what a party said last; ok is false when it said nothing.
func (p Placement) lastWord(by string) (w Word, ok bool) {
	for _, w := range slices.Backward(p.Words) {
		if w.By == by {
			return w, true
		}
	}
	return Word{}, false
}

// denied reports whether one of the employers (or else the seeker) denies the
// placement, and no supervisor has decided since.
func (p Placement) denied(byEmployer bool) bool {
	return p.Disputed && slices.ContainsFunc(p.Words, func(w Word) bool {
		last, _ := p.lastWord(w.By)
		return w.OfEmployer() == byEmployer && !last.Hired
	})
}

// hear keeps a word. A yes confirms, a no makes the record disputed and leaves
// the rest to a supervisor; so does a yes while the other party says no. A no
// changes no figure, and so it is heard in a closed month too; a yes is not.
func (p *Placement) hear(w Word, a Actor, now time.Time, b books) error {
	switch {
	case w.Hired && b.settled(p.Month, p.RecordedAt):
		return errMonthClosed
	case p.Status == Void:
		return &Error{Kind: Conflict, Code: "record_void", Message: "该记录已作废"}
	case len(p.Words) >= mostWords:
		return errManyWords
	}
	p.Words = append(slices.Clone(p.Words), w)
	if !w.Hired {
		p.Disputed = true
		return nil
	}
	if p.denied(!w.OfEmployer()) {
		return nil
	}
	p.Disputed = false
	return p.Trail.confirm(a, now)
}

// confirm is the Trail's, but for a disputed placement, which only a supervisor
// can settle: he does so even if it was confirmed before it was denied.
func (p *Placement) confirm(a Actor, now time.Time) error {
	if p.Disputed && !a.supervises(p.SiteID, p.County) {
		return errDisputed
	}
	if err := p.Trail.confirm(a, now); err != nil {
		return err
	}
	if p.Disputed {
		p.Disputed, p.ConfirmedBy, p.ConfirmedAt, p.ChangedAt = false, a.Account.ID, now, now
	}
	return nil
}

// void closes the employer's link too: there is nothing left to ask.
func (p *Placement) void(a Actor, reason string, now time.Time) error {
	p.Link = EmployerLink{}
	return p.Trail.void(a, reason, now)
}

// may is the Trail's, but for confirming a disputed placement. Whoever may confirm
// may also ask the employer.
func (p Placement) may(a Actor, siteID, county string) May {
	m := p.Trail.may(a, siteID, county)
	if p.Disputed {
		author := slices.Contains(p.authors(), a.Account.ID)
		m.Confirm = p.Status != Void && !author && a.supervises(siteID, county) && a.may(confirmRecords, siteID, county)
	}
	return m
}

// standing is that of the books, for a placement.
func (p Placement) standing(a Actor, b books) (May, bool) {
	if b.settled(p.Month, p.RecordedAt) {
		return May{}, false
	}
	may := p.may(a, p.SiteID, p.County)
	may.Attach = p.mayAttach(a, p.SiteID, p.County)
	return may, b.late(p.Month, p.RecordedAt)
}

func (s *Service) standingOf(ctx context.Context, a Actor, p Placement) (May, bool, error) {
	b, err := s.tally.books(ctx, p.County, p.Month)
	may, late := p.standing(a, b)
	return may, late, err
}
