package service_test

import (
	"bytes"
	"context"
	"errors"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

var (
	siteRoles   = []service.Role{service.Staff, service.Manager}
	members     = []service.Role{service.Staff, service.Manager, service.County, service.City}
	checkers    = []service.Role{service.County, service.City}
	supervisors = []service.Role{service.County, service.City, service.Admin}
	managers    = []service.Role{service.Manager, service.County, service.City, service.Admin}
	everybody   = []service.Role{service.Staff, service.Manager, service.County, service.City, service.Admin}
)

// permission says who sees that something is there, and who of those may do it.
type permission struct {
	see, may []service.Role
	do       func(ctx context.Context, v *town, a service.Actor, p place) error
}

var permissions = map[string]permission{
	"read a site": {everybody, everybody, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Site(ctx, a, v.site(p))
		return err
	}},
	"see the code": {everybody, everybody, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.QRCode(ctx, a, v.site(p), service.CodeWidth)
		return err
	}},
	"see the poster": {everybody, everybody, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.PosterCode(ctx, a, v.site(p))
		return err
	}},
	"read scans": {everybody, everybody, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.Scans(ctx, a, v.site(p), calendar.Month{})
		return err
	}},
	"read progress": {everybody, everybody, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Progress(ctx, a, v.site(p), day(2026, 6, 30))
		return err
	}},
	"ask what if": {everybody, everybody, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.WhatIf(ctx, a, v.site(p), service.WhatIfInput{Added: rubric.Added{Registered: 1}})
		return err
	}},
	"ask for the shortest way": {everybody, everybody, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Plan(ctx, a, v.site(p), rubric.Goal{Target: rubric.Points(20), Horizon: rubric.YearEnd})
		return err
	}},
	"be asked whether to write": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		return v.MayWrite(ctx, a, v.site(p))
	}},
	"register": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.Register(ctx, a, registration(v.teams[p].site, v.somebody()))
		return err
	}},
	"make a code for a seeker": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.MakeLinkCode(ctx, a, v.fresh(p).ID)
		return err
	}},
	"place": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.Place(ctx, a, service.PlacementInput{
			SiteID: v.site(p), PersonID: v.seeker, EmployerName: v.somebody().Name, Kind: service.Casual})
		return err
	}},
	"import": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ImportLedger(ctx, a, v.site(p), v.somebody().Name, nil, nil)
		return err
	}},
	"read an import": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Import(ctx, a, v.imports[p])
		return err
	}},
	"list registrations": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Registrations(ctx, a, service.RecordFilter{SiteID: v.site(p)})
		return err
	}},
	"search registrations": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.SearchRegistrations(ctx, a, v.site(p), "某")
		return err
	}},
	"search postings": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.SearchPostings(ctx, a, v.site(p), "某")
		return err
	}},
	"list placements": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Placements(ctx, a, service.RecordFilter{SiteID: v.site(p)})
		return err
	}},
	"record an activity": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.RecordActivity(ctx, a, service.ActivityInput{SiteID: v.site(p), Type: "job_fair"})
		return err
	}},
	"list activities": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Activities(ctx, a, service.RecordFilter{SiteID: v.site(p)})
		return err
	}},
	"read an activity": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Activity(ctx, a, v.activity(p))
		return err
	}},
	"confirm, void and restore an activity": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.activity(p)
		if _, err := v.ConfirmActivity(ctx, a, id); err != nil {
			return err
		}
		if _, err := v.VoidActivity(ctx, a, id, "录入有误"); err != nil {
			return err
		}
		_, err := v.RestoreActivity(ctx, a, id)
		return err
	}},
	"publish a posting": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.Post(ctx, a, posting(v.teams[p].site, v.employer))
		return err
	}},
	"list postings": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Postings(ctx, a, service.PostingFilter{RecordFilter: service.RecordFilter{SiteID: v.site(p)}})
		return err
	}},
	"read a posting": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Posting(ctx, a, v.posting(p))
		return err
	}},
	"see who fits a posting": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.SeekersFor(ctx, a, v.posting(p), 5)
		return err
	}},
	"confirm, void and restore a posting": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.posting(p)
		if _, err := v.ConfirmPosting(ctx, a, id); err != nil {
			return err
		}
		if _, err := v.VoidPosting(ctx, a, id, "录入有误"); err != nil {
			return err
		}
		_, err := v.RestorePosting(ctx, a, id)
		return err
	}},
	"revise a posting": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.RevisePosting(ctx, a, v.posting(p), func(in *service.PostingInput) { in.Headcount++ })
		return err
	}},
	"repeat a posting": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.Repost(ctx, a, v.posting(p), day(2026, 12, 31))
		return err
	}},
	"take a posting down": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.TakeDownPosting(ctx, a, v.posting(p), "岗位不实")
		return err
	}},
	"release a posting": {members, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ReleasePosting(ctx, a, v.held(p))
		return err
	}},
	"reject a posting": {members, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.RejectPosting(ctx, a, v.held(p), "薪资不属实")
		return err
	}},
	"guide": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Guide(ctx, a, talk(v.teams[p].site, v.seeker))
		return err
	}},
	"list guidance": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.GuidanceOf(ctx, a, service.GuidanceFilter{SiteID: v.site(p)})
		return err
	}},
	"read guidance": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.GuidanceByID(ctx, a, v.talk(p))
		return err
	}},
	"void guidance": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.VoidGuidance(ctx, a, v.talk(p), "录入有误")
		return err
	}},
	"list reports": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.RightsReports(ctx, a, service.RightsReportFilter{SiteID: v.site(p)}, false)
		return err
	}},
	"count reports": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ReportCounts(ctx, a, service.RightsReportFilter{SiteID: v.site(p)})
		return err
	}},
	"handle a report": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.wrong(p, service.FakeJob)
		if _, err := v.AnswerReport(ctx, a, id, "已联系用人单位"); err != nil {
			return err
		}
		if _, err := v.RevealReporter(ctx, a, id, "回访"); err != nil {
			return err
		}
		_, err := v.CloseReport(ctx, a, id, service.Resolved, "已解决")
		return err
	}},
	"read a report to the county": {checkers, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.RightsReport(ctx, a, v.wrong(p, service.UnpaidWage))
		return err
	}},
	"publish a course": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.PublishCourse(ctx, a, v.site(p), terms(5))
		return err
	}},
	"list a site's courses": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Courses(ctx, a, v.site(p), service.Page{Limit: 10})
		return err
	}},
	"see who signed up": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.SignUps(ctx, a, v.courseAt(p))
		return err
	}},
	"change and cancel a course": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.courseAt(p)
		if _, err := v.ChangeCourse(ctx, a, id, terms(6)); err != nil {
			return err
		}
		_, err := v.CancelCourse(ctx, a, id, "报名人数不足")
		return err
	}},
	"withdraw somebody": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		course, id := v.signedUp(p)
		_, err := v.Withdraw(ctx, a, course, id)
		return err
	}},
	"enter a training body": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.EnterTrainingBody(ctx, a, service.TrainingBodyInput{SiteID: v.site(p), Name: v.somebody().Name})
		return err
	}},
	"list training bodies": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.TrainingBodies(ctx, a, v.site(p), service.Page{Limit: 10})
		return err
	}},
	"read a training body": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.TrainingBody(ctx, a, v.bodyAt(p))
		return err
	}},
	"change and renew a training body": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.bodyAt(p)
		if _, err := v.ChangeTrainingBody(ctx, a, id, service.TrainingBodyInput{Since: day(2026, 1, 1)}); err != nil {
			return err
		}
		_, err := v.RenewTrainingBody(ctx, a, id)
		return err
	}},
	"list service requests": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.HelpRequests(ctx, a, service.HelpFilter{SiteID: v.site(p)})
		return err
	}},
	"handle a service request": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.askedAt(p)
		if _, err := v.HelpRequest(ctx, a, id); err != nil {
			return err
		}
		if _, err := v.TakeHelp(ctx, a, id); err != nil {
			return err
		}
		if _, err := v.AnswerHelp(ctx, a, id, "正在办理"); err != nil {
			return err
		}
		_, err := v.CloseHelp(ctx, a, id, service.HelpDone, "已办理")
		return err
	}},
	"see a monthly report": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.MonthReport(ctx, a, v.site(p), day(2026, 6, 1).In())
		return err
	}},
	"hand in a monthly report": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.SubmitMonthReport(ctx, a, v.site(p), day(2026, 6, 1).In())
		return err
	}},
	"upload evidence": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.AddEvidence(ctx, a, v.site(p), bytes.NewReader(onePage))
		return err
	}},
	"list evidence": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.EvidenceOf(ctx, a, service.EvidenceFilter{SiteID: v.site(p)})
		return err
	}},
	"see evidence": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Evidence(ctx, a, v.evidence(p))
		return err
	}},
	"attach evidence to a placement": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.AttachToPlacement(ctx, a, v.placements[p], []string{v.evidence(p)})
		return err
	}},
	"attach evidence to an honour": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.AttachToHonour(ctx, a, v.honour(p), []string{v.evidence(p)})
		return err
	}},
	"attach evidence to an activity": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.AttachToActivity(ctx, a, v.activity(p), []string{v.evidence(p)})
		return err
	}},
	"read an assessment": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Assessment(ctx, a, v.site(p), 2026)
		return err
	}},
	"score a site itself": {everybody, []service.Role{service.Manager}, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ScoreSelf(ctx, a, v.site(p), 2026, nil)
		return err
	}},
	"score a site": {everybody, []service.Role{service.County, service.City}, func(ctx context.Context, v *town, a service.Actor, p place) error {
		return begun(v.ScoreSite(ctx, a, v.site(p), 2026, nil, false))
	}},
	"approve an assessment": {everybody, []service.Role{service.City}, func(ctx context.Context, v *town, a service.Actor, p place) error {
		return begun(v.Approve(ctx, a, v.site(p), 2026))
	}},
	"list adjustments": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Adjustments(ctx, a, v.site(p), 2026)
		return err
	}},
	"write a notice": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.CreateNotice(ctx, a, noticeOf(v.site(p)))
		return err
	}},
	"edit, publish and withdraw a notice": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.draft(p)
		if _, err := v.EditNotice(ctx, a, id, noticeOf("")); err != nil {
			return err
		}
		if _, err := v.PublishNotice(ctx, a, id); err != nil {
			return err
		}
		_, err := v.WithdrawNotice(ctx, a, id, "内容有误")
		return err
	}},
	"list notices in any state": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ManagedNotices(ctx, a, v.site(p), "", service.NoticeFilter{})
		return err
	}},
	"read a draft": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ManagedNotice(ctx, a, v.draft(p))
		return err
	}},
	"count an audience": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.CountAudience(ctx, a, v.upNotice(p), service.AudienceInput{})
		return err
	}},
	"push a notice": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.StartPush(ctx, a, v.upNotice(p), service.AudienceInput{})
		return err
	}},
	"list a notice's pushes": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Pushes(ctx, a, service.PushFilter{NoticeID: v.upNotice(p)})
		return err
	}},
	"read a push": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Push(ctx, a, v.pushOf(p))
		return err
	}},
	"cancel a push": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.CancelPush(ctx, a, v.pushOf(p))
		return err
	}},
	"record an honour": {everybody, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.RecordHonour(ctx, a, service.HonourInput{SiteID: v.site(p), Level: "city", Title: v.somebody().Name, Awarded: v.Today()})
		return err
	}},
	"list honours": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Honours(ctx, a, service.RecordFilter{SiteID: v.site(p)})
		return err
	}},
	"read, void and restore an honour": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.honour(p)
		if _, err := v.Honour(ctx, a, id); err != nil {
			return err
		}
		if _, err := v.VoidHonour(ctx, a, id, "录入有误"); err != nil {
			return err
		}
		_, err := v.RestoreHonour(ctx, a, id)
		return err
	}},
	"confirm an honour": {members, []service.Role{service.County, service.City}, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ConfirmHonour(ctx, a, v.honour(p))
		return err
	}},
	"read a registration": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Registration(ctx, a, v.registrations[p])
		return err
	}},
	"read a placement": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Placement(ctx, a, v.placements[p])
		return err
	}},
	"confirm a registration": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ConfirmRegistration(ctx, a, v.fresh(p).ID) // one that no other call has voided
		return err
	}},
	"confirm a placement": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.placements[nowhere]
		if p != nowhere { // one that nobody has voided or restored
			id = v.place(v.teams[p].staff, v.teams[p].site, v.seeker, v.somebody().Name).ID
		}
		_, err := v.ConfirmPlacement(ctx, a, id)
		return err
	}},
	"void a registration": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.VoidRegistration(ctx, a, v.fresh(p).ID, "录入有误")
		return err
	}},
	"restore a registration": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.RestoreRegistration(ctx, a, v.fresh(p).ID)
		return err
	}},
	"void and restore a placement": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		if _, err := v.VoidPlacement(ctx, a, v.placements[p], "录入有误"); err != nil {
			return err
		}
		_, err := v.RestorePlacement(ctx, a, v.placements[p])
		return err
	}},
	"see what awaits confirmation": {everybody, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Checklist(ctx, a, v.site(p), calendar.Month{}, 10, "")
		return err
	}},
	"confirm many": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		return v.ConfirmRecords(ctx, a, []service.RecordRef{{Kind: service.RegistrationRecord, ID: v.fresh(p).ID}})[0].Err
	}},
	"draw a sample": {everybody, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.DrawSample(ctx, a, v.sampleOf(p))
		return err
	}},
	"list samples": {everybody, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Samples(ctx, a, v.site(p), service.Page{Limit: 10})
		return err
	}},
	"read a sample": {members, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id, _ := v.drawn(p)
		_, err := v.Sample(ctx, a, id)
		return err
	}},
	"reveal a phone": {members, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id, record := v.drawn(p)
		_, err := v.RevealPhone(ctx, a, id, record, "抽样回访")
		return err
	}},
	"keep what a call brought": {members, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id, record := v.drawn(p)
		_, err := v.KeepResult(ctx, a, id, service.ResultInput{RecordID: record, Result: service.FoundFalse, Note: "未登记过"})
		return err
	}},
	"correct what a call brought": {members, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id, record := v.drawn(p)
		if p != nowhere {
			_, err := v.KeepResult(context.Background(), v.city, id, service.ResultInput{RecordID: record, Result: service.FoundTrue})
			check(v, err)
		}
		_, err := v.CorrectResult(ctx, a, id, service.ResultInput{RecordID: record, Result: service.FoundFalse, Note: "未登记过"})
		return err
	}},
	"see what was decided": {everybody, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Decided(ctx, a, service.DecidedFilter{SiteID: v.site(p), Status: service.Void, Limit: 1})
		return err
	}},
	"take a confirmation of one's own back": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		ref := service.RecordRef{Kind: service.ActivityRecord, ID: v.activity(p)}
		if err := v.ConfirmRecords(ctx, a, []service.RecordRef{ref})[0].Err; err != nil {
			return err
		}
		_, err := v.Unconfirm(ctx, a, ref)
		return err
	}},
	"look at a posting again": {members, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.held(p)
		if p != nowhere {
			_, err := v.RejectPosting(context.Background(), v.city, id, "薪资不属实")
			check(v, err)
		}
		_, err := v.RecheckPosting(ctx, a, id)
		return err
	}},
	"erase a person": {members, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := "nobody"
		if p != nowhere { // of a month in which nobody calls anybody
			in := registration(v.teams[p].site, v.somebody())
			in.RegisteredOn = day(2026, 6, 1)
			r, _, err := v.Register(ctx, v.teams[p].staff, in)
			check(v, err)
			id = r.PersonID
		}
		_, err := v.ErasePerson(ctx, a, id, "本人申请")
		return err
	}},
	"ask the employer": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.placements[nowhere]
		if p != nowhere {
			id = v.place(v.teams[p].staff, v.teams[p].site, v.seeker, v.somebody().Name).ID
		}
		_, _, err := v.MakeEmployerLink(ctx, a, id)
		return err
	}},
	"refer": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.Refer(ctx, a, service.ReferInput{PersonID: v.fresh(p).PersonID, PostingID: v.posting(here)})
		return err
	}},
	"list applications": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Applications(ctx, a, service.ApplicationFilter{SiteID: v.site(p)})
		return err
	}},
	"read an application": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Application(ctx, a, v.referred(p).ID)
		return err
	}},
	"note what became of an application": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Conclude(ctx, a, v.referred(p).ID, service.OutcomeInput{Outcome: service.NotHired})
		return err
	}},
	"take an outcome back": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		n := v.referred(p)
		if p != nowhere {
			_, err := v.Conclude(ctx, v.teams[p].staff, n.ID, service.OutcomeInput{Outcome: service.NotHired})
			check(v, err)
		}
		_, err := v.ReopenApplication(ctx, a, n.ID, "点错了")
		return err
	}},
	"ask the employer of an application": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.MakeApplicationLink(ctx, a, v.referred(p).ID)
		return err
	}},
	"place an applicant": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.PlaceApplicant(ctx, a, v.referred(p).ID, service.PlaceInput{Kind: service.Casual})
		return err
	}},
	"print a letter": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Letter(ctx, a, v.referred(p).ID)
		return err
	}},
	"reveal a person's phone": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.RevealPerson(ctx, a, v.fresh(p).PersonID, service.RevealInput{Reason: "通知面试"})
		return err
	}},
	"reveal a posting's phone": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.RevealPosting(ctx, a, v.posting(p, func(in *service.PostingInput) { in.ContactPhone = "13800138000" }), "核对岗位")
		return err
	}},
	"change a site": {everybody, []service.Role{service.Manager, service.County, service.City}, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ChangeSite(ctx, a, v.site(p), service.SiteInput{Hours: ptr(v.somebody().Name)})
		return err
	}},
	"correct a site": {everybody, checkers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.ChangeSite(ctx, a, v.site(p), service.SiteInput{Address: ptr(v.somebody().Name)})
		if errors.Is(err, &service.Error{Code: "site_field"}) {
			return service.ErrForbidden
		}
		return err
	}},
	"reveal a person's document": {members, []service.Role{service.Manager, service.County, service.City}, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.RevealPerson(ctx, a, v.documented(p), service.RevealInput{Reason: "核对证件", IDNumber: true})
		return err
	}},
	"list follow-ups": {everybody, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.FollowUpTasks(ctx, a, v.site(p), service.Overdue, service.Page{Limit: 5})
		return err
	}},
	"keep a follow-up": {members, siteRoles, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.placements[nowhere]
		if p != nowhere {
			id = v.startedOn(v.teams[p], day(2026, 7, 1)).ID
		}
		_, _, err := v.KeepFollowUp(ctx, a, id, service.FollowUpInput{Day: 7, Outcome: service.StillWorking})
		return err
	}},
	"read a placement's chain": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.PlacementChain(ctx, a, v.placements[p])
		return err
	}},
	"invite staff": {everybody, managers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.InviteMember(ctx, a, v.site(p), service.Staff)
		return err
	}},
	"invite a manager": {everybody, supervisors, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, _, err := v.InviteMember(ctx, a, v.site(p), service.Manager)
		return err
	}},
	"list members": {everybody, everybody, func(ctx context.Context, v *town, a service.Actor, p place) error {
		_, err := v.Members(ctx, a, v.site(p))
		return err
	}},
	"remove a member": {everybody, managers, func(ctx context.Context, v *town, a service.Actor, p place) error {
		return v.RemoveMember(ctx, a, v.site(p), v.member(p))
	}},
}

func noticeOf(site string) service.NoticeInput {
	return service.NoticeInput{SiteID: site, Title: "社保补贴", Body: "正文", Source: "人社局"}
}

// draft is a new notice of a place that nobody has published yet.
func (v *town) draft(p place) string {
	v.Helper()
	if p == nowhere {
		return "no notice"
	}
	n, err := v.CreateNotice(context.Background(), v.teams[p].staff, noticeOf(v.site(p)))
	check(v, err)
	return n.ID
}

// upNotice is a published notice of a place.
func (v *town) upNotice(p place) string {
	v.Helper()
	id := v.draft(p)
	if p != nowhere {
		_, err := v.PublishNotice(context.Background(), v.teams[p].staff, id)
		check(v, err)
	}
	return id
}

// pushOf is a push of a place that has just begun.
func (v *town) pushOf(p place) string {
	v.Helper()
	if p == nowhere {
		return "no push"
	}
	n, _, err := v.StartPush(context.Background(), v.teams[p].staff, v.upNotice(p), service.AudienceInput{})
	check(v, err)
	return n.ID
}

// activity is a new entry at a place.
func (v *town) activity(p place) string {
	if p == nowhere {
		return "no activity"
	}
	return v.enter(v.teams[p].staff, v.teams[p].site, "job_fair", calendar.Date{}).ID
}

// talk is a new one at a place.
func (v *town) talk(p place) string {
	if p == nowhere {
		return "no talk"
	}
	return v.guided(v.teams[p]).ID
}

// wrong is a new report of a kind at a place.
func (v *town) wrong(p place, kind service.ReportKind) string {
	if p == nowhere {
		return "no report"
	}
	_, r := v.reported(v.teams[p], of(kind))
	return r.ID
}

// courseAt is a new course at a place.
func (v *town) courseAt(p place) string {
	if p == nowhere {
		return "no course"
	}
	return v.course(v.teams[p], 5).ID
}

// signedUp is a new sign-up at a place.
func (v *town) signedUp(p place) (course, id string) {
	v.Helper()
	if p == nowhere {
		return "no course", "no sign-up"
	}
	c := v.course(v.teams[p], 5)
	m, err := v.SignUpFor(context.Background(), v.teams[p].staff, c.ID, v.seeker)
	check(v, err)
	return c.ID, m.ID
}

// bodyAt is a training body at a place.
func (v *town) bodyAt(p place) string {
	if p == nowhere {
		return "no body"
	}
	return v.body(v.teams[p], "某某培训学校").ID
}

// askedAt is a new service request at a place.
func (v *town) askedAt(p place) string {
	if p == nowhere {
		return "no request"
	}
	_, n := v.asked(v.teams[p], "startup_loan")
	return n.ID
}

// evidence is a PDF of a place.
func (v *town) evidence(p place) string {
	if p == nowhere {
		return "no evidence"
	}
	return v.upload(v.teams[p].staff, v.teams[p].site, onePage)
}

// sampleOf is a sample of one registration of a place.
func (v *town) sampleOf(p place) service.SampleInput {
	return service.SampleInput{SiteID: v.site(p), Month: day(2026, 7, 1).In(), Kind: service.RegistrationRecord, Size: 1}
}

// drawn is a new sample of a place and the record in it.
func (v *town) drawn(p place) (sample, record string) {
	v.Helper()
	if p == nowhere {
		return "no sample", "no record"
	}
	v.fresh(p)
	n, err := v.DrawSample(context.Background(), v.city, v.sampleOf(p))
	check(v, err)
	return n.ID, n.Drawn[0].RecordID
}

// begun takes the refusal of a form that is not that far for leave to go on.
func begun(_ service.AssessmentView, err error) error {
	if errors.Is(err, &service.Error{Code: "assessment_state"}) {
		return nil
	}
	return err
}

// honour is a new one of a place, with evidence.
func (v *town) honour(p place) string {
	if p == nowhere {
		return "no honour"
	}
	return v.honoured(v.teams[p].site, v.teams[p].staff, "city", v.Today()).ID
}

// posting is a new one of a place that counts.
func (v *town) posting(p place, change ...func(*service.PostingInput)) string {
	if p == nowhere {
		return "no posting"
	}
	v.Helper()
	change = append([]func(*service.PostingInput){titled(v.somebody().Name)}, change...)
	return v.post(v.teams[p].staff, posting(v.teams[p].site, v.employer, change...)).ID
}

// documented is somebody new of a place who has shown a document.
func (v *town) documented(p place) string {
	v.Helper()
	if p == nowhere {
		return "nobody"
	}
	in := v.somebody()
	in.IDNumber = idNumber(v.met)
	return v.register(v.teams[p].staff, v.teams[p].site, in).PersonID
}

// referred is a new application of a place.
func (v *town) referred(p place) service.ApplicationView {
	v.Helper()
	if p == nowhere {
		return service.ApplicationView{Application: service.Application{ID: "no application"}}
	}
	n, _, err := v.Refer(v.Context(), v.teams[p].staff, service.ReferInput{PersonID: v.fresh(p).PersonID, PostingID: v.posting(p)})
	check(v, err)
	return n
}

// held is a new posting of a place that a supervisor must decide about.
func (v *town) held(p place) string {
	return v.posting(p, func(in *service.PostingInput) { in.Pay.Max = 10_000_000 })
}
