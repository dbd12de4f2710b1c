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
	"ask the employer": {members, members, func(ctx context.Context, v *town, a service.Actor, p place) error {
		id := v.placements[nowhere]
		if p != nowhere {
			id = v.place(v.teams[p].staff, v.teams[p].site, v.seeker, v.somebody().Name).ID
		}
		_, _, err := v.MakeEmployerLink(ctx, a, id)
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

// activity is a new entry at a place.
func (v *town) activity(p place) string {
	if p == nowhere {
		return "no activity"
	}
	return v.enter(v.teams[p].staff, v.teams[p].site, "job_fair", calendar.Date{}).ID
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
