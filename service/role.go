package service

import (
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// Role is what an account may be. Every account is a seeker without being told.
type Role string

// The roles, design §7.
const (
	Seeker  Role = "seeker"
	Staff   Role = "staff"   // scope: a site
	Manager Role = "manager" // scope: a site
	County  Role = "county"  // scope: a county
	City    Role = "city"    // scope: All
	Admin   Role = "admin"   // scope: All; accounts and settings, no personal data
)

// All is the scope of roles that are not bound to a place.
const All = "all"

// Grant gives an account a role over a scope from one day to another. It is one
// record per account, role and scope: taking it away dates its end, giving it
// again begins another term.
type Grant struct {
	ID        string
	Rev       int64
	AccountID string
	Role      Role
	Scope     string // site id, county code or All
	Since     calendar.Date
	Until     calendar.Date // first day without it; zero: in force
	Earlier   []Span        // when it was in force before, oldest first
}

// Active reports whether the grant is in force at the end of day, now that it is
// as it is.
func (g Grant) Active(day calendar.Date) bool { return Span{g.Since, g.Until}.Covers(day) }

// Same reports whether g and o are one grant in one state.
func (g Grant) Same(o Grant) bool { return g.ID == o.ID && g.Rev == o.Rev }

// Revive begins a new term of an ended grant on a day and keeps the last one.
func (g *Grant) Revive(since calendar.Date) {
	if g.Since.Before(g.Until) {
		g.Earlier = append(slices.Clone(g.Earlier), Span{g.Since, g.Until})
	}
	g.Since, g.Until = since, calendar.Date{}
}

// Actor is an account that acts, with the roles that it has right now.
type Actor struct {
	Account Account
	Grants  []Grant // in force only
}

// operation is something that permissions are about.
type operation string

const (
	createSite      operation = "site.create"
	readSite        operation = "site.read"
	changeSite      operation = "site.change"  // phone and hours
	correctSite     operation = "site.correct" // and address, floor area, location
	readProgress    operation = "progress.read"
	inviteStaff     operation = "invite.staff"
	inviteManager   operation = "invite.manager"
	manageMembers   operation = "members.manage"
	writeRecords    operation = "records.write" // registrations, placements, activities, honours, imports
	readRecords     operation = "records.read"  // with masked personal data
	confirmRecords  operation = "records.confirm"
	confirmHonours  operation = "honours.confirm"
	voidRecords     operation = "records.void"
	checkRecords    operation = "records.check" // see what awaits confirmation with its flags, draw samples, call back
	closeMonths     operation = "months.close"
	readAssessments operation = "assessments.read"
	scoreSelf       operation = "assessments.self"
	scoreSites      operation = "assessments.score"
	approveSites    operation = "assessments.approve"
	readEmployers   operation = "enterprises.read"
	writeEmployers  operation = "enterprises.write"
	writePolicies   operation = "policies.write" // how the form is read
	tryPolicies     operation = "policies.try"
	writeEvidence   operation = "evidence.write" // upload, and attach to records

	reviewPostings   operation = "postings.review" // release or reject what is held
	takeDownPostings operation = "postings.take_down"

	referSeekers operation = "seekers.refer" // and what follows a referral
	revealPhones operation = "phones.reveal" // full, for a reason, on record
	revealIDs    operation = "id_numbers.reveal"
	erasePeople  operation = "people.erase"  // at their wish, at the counter
	matchSeekers operation = "seekers.match" // see who of the site's seekers fits a posting

	readCounsel   operation = "counsel.read"   // what a seeker told the site and was told: guidance, service requests
	handleReports operation = "reports.handle" // rights reports; which of them, reportFor says

	writeNotices     operation = "notices.write"      // of a site: publish policies, push them to its people
	writeAreaNotices operation = "notices.write.area" // of a county or the city

	readAudit      operation = "audit.read"
	manageAccounts operation = "accounts.manage" // make accounts without WeChat, and codes to log in to them
	giveRoles      operation = "roles.give"      // which of them, givable says
)

// permitted is the whole table of permissions: who may do what within their
// scope. What is not listed is denied.
var permitted = map[operation][]Role{
	createSite:      {County, City, Admin},
	readSite:        {Staff, Manager, County, City, Admin},
	changeSite:      {Manager, County, City},
	correctSite:     {County, City},
	readProgress:    {Staff, Manager, County, City, Admin},
	inviteStaff:     {Manager, County, City, Admin},
	inviteManager:   {County, City, Admin},
	manageMembers:   {Manager, County, City, Admin},
	writeRecords:    {Staff, Manager},
	readRecords:     {Staff, Manager, County, City},
	confirmRecords:  {Staff, Manager, County, City},
	confirmHonours:  {County, City},
	voidRecords:     {Staff, Manager, County, City},
	checkRecords:    {County, City},
	closeMonths:     {County, City},
	readAssessments: {Staff, Manager, County, City},
	scoreSelf:       {Manager},
	scoreSites:      {County, City},
	approveSites:    {City},
	readEmployers:   {Staff, Manager, County, City},
	writeEmployers:  {Staff, Manager, County, City},
	writePolicies:   {City},
	tryPolicies:     {Manager, County, City, Admin},
	writeEvidence:   {Staff, Manager, County, City},

	reviewPostings:   {County, City},
	takeDownPostings: {Staff, Manager, County, City},

	referSeekers: {Staff, Manager},
	revealPhones: {Staff, Manager, County, City},
	revealIDs:    {Manager, County, City},
	erasePeople:  {County, City},
	matchSeekers: {Staff, Manager},

	readCounsel:   {Staff, Manager},
	handleReports: {Staff, Manager, County, City},

	writeNotices:     {Staff, Manager},
	writeAreaNotices: {County, City},

	readAudit:      {County, City, Admin},
	manageAccounts: {Admin},
	giveRoles:      {City, Admin},
}

// may reports whether the actor may do op to what belongs to this site in this
// county.
func (a Actor) may(op operation, siteID, county string) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return slices.Contains(permitted[op], g.Role) && g.covers(siteID, county)
	})
}

// worksAt reports whether the actor has a role at the site itself, whatever else
// he is.
func (a Actor) worksAt(siteID string) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool {
		return (g.Role == Staff || g.Role == Manager) && g.Scope == siteID
	})
}

// supervises reports whether the actor checks the records of a site at which he
// does not work.
func (a Actor) supervises(siteID, county string) bool {
	return a.may(checkRecords, siteID, county) && !a.worksAt(siteID)
}

// mayAnywhere reports whether the actor may do op in any scope at all.
func (a Actor) mayAnywhere(op operation) bool {
	return slices.ContainsFunc(a.Grants, func(g Grant) bool { return slices.Contains(permitted[op], g.Role) })
}

// Desk says which rooms of the dashboard have something for the actor.
type Desk struct {
	Verify   bool `json:"verify"`   // what awaits confirmation
	Assess   bool `json:"assess"`   // forms and months
	Review   bool `json:"review"`   // held postings
	Policies bool `json:"policies"` // how the form is read
	People   bool `json:"people"`   // who works where, and roles
	Accounts bool `json:"accounts"` // make accounts without WeChat
	Audit    bool `json:"audit"`
}

// Desk is what the actor may do anywhere.
func (a Actor) Desk() Desk {
	return Desk{
		Verify: a.mayAnywhere(checkRecords), Assess: a.mayAnywhere(readAssessments), Review: a.mayAnywhere(reviewPostings),
		Policies: a.mayAnywhere(tryPolicies), People: a.mayAnywhere(manageMembers), Accounts: a.mayAnywhere(manageAccounts), Audit: a.mayAnywhere(readAudit),
	}
}

func (g Grant) covers(siteID, county string) bool {
	switch g.Role {
	case Staff, Manager:
		return g.Scope == siteID
	case County:
		return g.Scope == county
	case City, Admin:
		return true
	}
	return false
}

// Scope says which sites a query may touch: all, or those in the counties or
// named one by one. The zero Scope touches none.
type Scope struct {
	Everything bool
	Counties   []string
	SiteIDs    []string
}

// scope is what the actor may do op to. Every query takes one.
func (a Actor) scope(op operation) Scope {
	var s Scope
	for _, g := range a.Grants {
		if !slices.Contains(permitted[op], g.Role) {
			continue
		}
		switch g.Role {
		case Staff, Manager:
			s.SiteIDs = append(s.SiteIDs, g.Scope)
		case County:
			s.Counties = append(s.Counties, g.Scope)
		case City, Admin:
			s.Everything = true
		}
	}
	return s
}

// Covers reports whether the site is within the scope.
func (s Scope) Covers(site Site) bool {
	return s.Everything || slices.Contains(s.Counties, site.County) || slices.Contains(s.SiteIDs, site.ID)
}
