package service

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
)

// TrainingBody is a training body (培训机构) with which a site works, known there by
// its normalised name. Each year of the co-operation owes the ledger a training_body
// (item 11): the first when it is entered, the others when somebody says that it
// goes on.
type TrainingBody struct {
	ID      string
	Rev     int64
	SiteID  string
	County  string
	Name    string
	NameKey string // identity.CompanyKey of Name
	USCC    string // canonical; empty if not known
	USCCOdd bool   // the check digit does not fit
	Contact string // a person's name; sealed at rest as the next one is
	Phone   string // canonical; may be empty
	Courses string // what it offers, in its own words
	Since   calendar.Date
	Until   calendar.Date // last day; zero: it goes on
	Years   []int         // in which somebody has said that it goes on
	By      string
	At      time.Time
	Owed    []Owed
}

// TrainingBodyInput is what is sent to enter one, or, but for name and code, to
// change it.
type TrainingBodyInput struct {
	SiteID  string
	Name    string
	USCC    string
	Contact string
	Phone   string
	Courses string
	Since   calendar.Date // zero: today
	Until   calendar.Date
}

// TrainingBodyView is a training body as a screen may show it.
type TrainingBodyView struct {
	TrainingBody
	May BodyMay
}

// BodyMay says what a screen may offer.
type BodyMay struct {
	Change bool `json:"change"`
	Renew  bool `json:"renew" doc:"Say that the co-operation goes on this year"`
}

// TrainingBodyStore keeps training bodies.
type TrainingBodyStore interface {
	// InsertTrainingBody keeps b, or answers created=false and the one that has the
	// same site and name key.
	InsertTrainingBody(ctx context.Context, b TrainingBody) (kept TrainingBody, created bool, err error)
	TrainingBody(ctx context.Context, id string) (TrainingBody, error)
	UpdateTrainingBody(ctx context.Context, id string, change func(*TrainingBody) error) (TrainingBody, error)
	TrainingBodies(ctx context.Context, siteID string, p Page) ([]TrainingBody, error)
}

// TrainingBodyNoun owes entries.
const TrainingBodyNoun OwingNoun = "training-body"

var errBodyEnded = &Error{Kind: Conflict, Code: "co_operation_ended", Message: "与该培训机构的合作今天不在有效期内，请先修改合作期限"}

// EnterTrainingBody makes a training body known at the caller's site. created is
// false when the name is there already; the first is answered.
func (s *Service) EnterTrainingBody(ctx context.Context, a Actor, in TrainingBodyInput) (v TrainingBodyView, created bool, err error) {
	site, err := s.siteFor(ctx, a, writeRecords, in.SiteID)
	if err != nil {
		return TrainingBodyView{}, false, err
	}
	if in.Since.IsZero() {
		in.Since = s.today()
	}
	var p problems
	b := TrainingBody{ID: newID(), Rev: 1, SiteID: site.ID, County: site.County, By: a.Account.ID, At: s.now()}
	b.name(&p, in)
	b.terms(&p, in, s.today())
	if err := p.err(); err != nil {
		return TrainingBodyView{}, false, err
	}
	b.goOn(a, s.today(), b.At)
	b, created, err = s.store.InsertTrainingBody(ctx, b)
	if err != nil {
		return TrainingBodyView{}, false, err
	}
	s.pay(ctx, TrainingBodyNoun, b.ID, b.Owed)
	return b.view(a, s.today()), created, nil
}

func (b *TrainingBody) name(p *problems, in TrainingBodyInput) {
	b.Name = p.text("body.name", in.Name, 1, 100)
	b.NameKey = identity.CompanyKey(b.Name)
	if b.Name != "" && b.NameKey == "" {
		p.add("body.name", "name_characters", "机构名称须包含文字")
	}
	if strings.TrimSpace(in.USCC) != "" {
		code, ok, err := identity.CanonicalUSCC(in.USCC)
		p.check("body.uscc", err)
		b.USCC, b.USCCOdd = code, err == nil && !ok
	}
}

func (b *TrainingBody) terms(p *problems, in TrainingBodyInput, today calendar.Date) {
	b.Contact = p.text("body.contact", in.Contact, 0, 40)
	b.Courses = p.text("body.courses", in.Courses, 0, 500)
	b.Phone = ""
	if in.Phone != "" {
		phone, err := identity.CanonicalPhone(in.Phone)
		p.check("body.phone", err)
		b.Phone = phone
	}
	b.Since, b.Until = in.Since, in.Until
	if b.Since.IsZero() || b.Since.Year < 2000 || b.Since.After(today) {
		p.add("body.since", "date", "合作起始日期不在合理范围内")
	}
	if !b.Until.IsZero() && b.Until.Before(b.Since) {
		p.add("body.until", "date", "合作截止日期不能早于起始日期")
	}
}

func (b TrainingBody) running(day calendar.Date) bool {
	return !day.Before(b.Since) && (b.Until.IsZero() || !day.After(b.Until))
}

// goOn notes that the co-operation is there this year, once.
func (b *TrainingBody) goOn(a Actor, today calendar.Date, now time.Time) {
	if !b.running(today) || slices.Contains(b.Years, today.Year) {
		return
	}
	b.Years = append(slices.Clone(b.Years), today.Year)
	b.Owed = owe(b.Owed, Owed{ClientID: owedID(TrainingBodyNoun, b.ID, strconv.Itoa(today.Year)), Type: "training_body",
		SiteID: b.SiteID, County: b.County, HeldOn: today, Note: "合作培训机构：" + b.Name, By: a.Account.ID, Source: FromStaff, At: now})
}

func (b TrainingBody) view(a Actor, today calendar.Date) TrainingBodyView {
	mine := a.may(writeRecords, b.SiteID, b.County)
	return TrainingBodyView{b, BodyMay{mine, mine && b.running(today) && !slices.Contains(b.Years, today.Year)}}
}

// TrainingBodies lists those of a site, newest first.
func (s *Service) TrainingBodies(ctx context.Context, a Actor, siteID string, p Page) ([]TrainingBodyView, error) {
	if _, err := s.siteFor(ctx, a, readRecords, siteID); err != nil {
		return nil, err
	}
	list, err := s.store.TrainingBodies(ctx, siteID, p)
	views := make([]TrainingBodyView, len(list))
	for i, b := range list {
		views[i] = b.view(a, s.today())
	}
	return views, err
}

// TrainingBody answers one within the actor's sight.
func (s *Service) TrainingBody(ctx context.Context, a Actor, id string) (TrainingBodyView, error) {
	b, err := s.trainingBody(ctx, a, id, readRecords)
	return b.view(a, s.today()), err
}

func (s *Service) trainingBody(ctx context.Context, a Actor, id string, op operation) (TrainingBody, error) {
	b, err := s.store.TrainingBody(ctx, id)
	if err != nil {
		return TrainingBody{}, missing(err)
	}
	if err := a.touch(op, b.SiteID, b.County); err != nil {
		return TrainingBody{}, err
	}
	return b, nil
}

// ChangeTrainingBody changes contact, courses and the time of the co-operation.
func (s *Service) ChangeTrainingBody(ctx context.Context, a Actor, id string, in TrainingBodyInput) (TrainingBodyView, error) {
	return s.changeTrainingBody(ctx, a, id, func(b *TrainingBody) error {
		var p problems
		b.terms(&p, in, s.today())
		return p.err()
	})
}

// RenewTrainingBody says that the co-operation goes on this year. Saying it again
// changes nothing.
func (s *Service) RenewTrainingBody(ctx context.Context, a Actor, id string) (TrainingBodyView, error) {
	return s.changeTrainingBody(ctx, a, id, func(b *TrainingBody) error {
		if !b.running(s.today()) {
			return errBodyEnded
		}
		b.goOn(a, s.today(), s.now())
		return nil
	})
}

func (s *Service) changeTrainingBody(ctx context.Context, a Actor, id string, change func(*TrainingBody) error) (TrainingBodyView, error) {
	if _, err := s.trainingBody(ctx, a, id, writeRecords); err != nil {
		return TrainingBodyView{}, err
	}
	b, err := s.store.UpdateTrainingBody(ctx, id, change)
	if err != nil {
		return TrainingBodyView{}, err
	}
	s.pay(ctx, TrainingBodyNoun, id, b.Owed)
	return b.view(a, s.today()), nil
}

// knownBody notes in p when a course names a training body that is not the site's.
func (s *Service) knownBody(ctx context.Context, p *problems, siteID, id string) {
	if id == "" {
		return
	}
	b, err := s.store.TrainingBody(ctx, id)
	if errors.Is(err, ErrNoRecord) || err == nil && b.SiteID != siteID {
		p.add("body.body_id", "unknown_body", "没有找到该培训机构")
	} else if err != nil {
		p.fault(err)
	}
}
