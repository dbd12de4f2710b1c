package service

import "time"

// CaseStep is a step in what becomes of something that a seeker asked or reported,
// oldest first in its case.
type CaseStep struct {
	Step   string
	Side   Side
	By     string // account; empty: the clock
	At     time.Time
	Text   string // may be empty; sealed at rest, for it is about people
	Result string // of a step that closes the case
}

// Side is who took a step, as the seeker is told.
type Side string

// The sides.
const (
	SeekerSide Side = "seeker"
	SiteSide   Side = "site"
	CountySide Side = "county"
	ClockSide  Side = "clock"
)

// The steps that cases have in common.
const (
	CaseReceived = "received"
	CaseAnswered = "answered"
	CaseClosed   = "closed"
)

// sideOf is on which side the actor stands in what concerns a site.
func (a Actor) sideOf(siteID string) Side {
	if a.worksAt(siteID) {
		return SiteSide
	}
	return CountySide
}
