package storetest

import (
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
)

// Store is the contract of service.Store: what the comments on its ports
// promise, noun by noun. Every subtest calls open once for a store with no
// records in it; open cleans up after itself.
//
// It asks nothing about the records themselves: which statuses there are, or
// what an id looks like, is service's business.
func Store(t *testing.T, open func(t *testing.T) service.Store) {
	for _, group := range []struct {
		name  string
		tests []storeTest
	}{
		{"account", slices.Concat(accountKind.tests(), accounts)},
		{"grant", grants},
		{"session", slices.Concat(sessionKind.tests(), sessions)},
		{"audit", auditLines},
		{"login code", loginCodeKind.tests()},
		{"scan login", slices.Concat(scanLoginKind.tests(), scanLogins)},
		{"invite", slices.Concat(inviteKind.tests(), invites)},
		{"link code", slices.Concat(linkCodeKind.tests(), linkCodes)},
		{"site", slices.Concat(siteKind.tests(), sites)},
		{"site code", slices.Concat(siteCodeKind.tests(), siteCodes)},
		{"key", keys},
		{"person", slices.Concat(personKind.tests(), people)},
		{"enterprise", slices.Concat(enterpriseKind.tests(), enterprises)},
		{"posting", slices.Concat(postingKind.tests(), postingSiteList.tests(), postings)},
		{"registration", slices.Concat(registrationKind.tests(), registrationList.tests(), jobSeekers)},
		{"placement", slices.Concat(placementKind.tests(), placementList.tests(), placements)},
		{"application", slices.Concat(applicationKind.tests(), applications)},
		{"view", slices.Concat(viewKind.tests(), views)},
		{"follow-up", slices.Concat(followUpKind.tests(), followUps)},
		{"activity", slices.Concat(activityKind.tests(), activityList.tests(), activities)},
		{"guidance", slices.Concat(guidanceKind.tests(), guidance)},
		{"rights report", slices.Concat(rightsReportKind.tests(), rightsReports)},
		{"training body", slices.Concat(trainingBodyKind.tests(), trainingBodies)},
		{"course", slices.Concat(courseKind.tests(), courses)},
		{"sign-up", slices.Concat(signUpKind.tests(), signUps)},
		{"help request", slices.Concat(helpRequestKind.tests(), helpRequests)},
		{"month report", slices.Concat(monthReportKind.tests(), monthReports)},
		{"owed", owed},
		{"scan", scans},
		{"evidence", slices.Concat(evidenceKind.tests(), evidence)},
		{"sample", slices.Concat(sampleKind.tests(), samples)},
		{"assessment", slices.Concat(assessmentKind.tests(), assessments)},
		{"notice", slices.Concat(noticeKind.tests(), notices)},
		{"subscription", subscriptions},
		{"push", slices.Concat(pushKind.tests(), pushes)},
		{"delivery", slices.Concat(deliveryKind.tests(), deliveries)},
		{"closing", slices.Concat(closingKind.tests(), closings)},
		{"honour", slices.Concat(honourKind.tests(), honours)},
		{"policy", policies},
		{"facts", facts},
		{"import", slices.Concat(importKind.tests(), imports)},
		{"erasure", slices.Concat(erasureKind.tests(), erasures)},
		{"mark", marks},
		{"request", slices.Concat(requestKind.tests(), requests)},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, each := range group.tests {
				t.Run(each.name, func(t *testing.T) { each.run(t, open(t)) })
			}
		})
	}
}

type storeTest struct {
	name string
	run  func(t *testing.T, s service.Store)
}
