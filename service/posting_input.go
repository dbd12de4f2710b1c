package service

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/identity"
	"github.com/quanjiuye/backend/service/match"
)

// PostingInput is what is sent to publish a posting.
type PostingInput struct {
	SiteID       string
	EnterpriseID string
	ClientID     string        // empty: each request is a posting of its own
	PostedOn     calendar.Date // zero: today
	Offer
}

// Limits of a posting.
const (
	mostHeadcount  = 10_000
	mostJobSkills  = 10
	mostValidYears = 3
	paperValidDays = 30 // of a posting from a ledger that does not say
)

var occupationCode = regexp.MustCompile(`^\d-\d{2}-\d{2}-\d{2}$`)

// newPosting checks the input and makes a posting of it that nobody has reviewed.
func (s *Service) newPosting(ctx context.Context, site Site, in PostingInput, t Trail) (Posting, Enterprise, error) {
	var p problems
	n := Posting{
		ID: newID(), Rev: 1, SiteID: site.ID, County: site.County, Trail: t,
		ClientID: p.text("body.client_id", in.ClientID, 0, 64),
		PostedOn: s.checkDay(&p, "body.posted_on", in.PostedOn, site),
	}
	if t.Source == FromImport && in.ValidUntil.IsZero() {
		in.ValidUntil = n.PostedOn.AddDays(paperValidDays)
	}
	n.Offer = p.offer(in.Offer, site)
	if t.Source == FromImport { // paper says what it says; what it lacks is shown
		p = p.without("body.description").without("body.place").without("body.kind")
	}
	if len(p) == 0 || in.ValidUntil.IsZero() {
		p.validity(n.Offer, n.PostedOn)
	}
	e, first, err := s.postingEmployer(ctx, &p, in.EnterpriseID)
	if err != nil {
		return Posting{}, Enterprise{}, err
	}
	if n.ClientID == "" {
		n.ClientID = requestID(ctx)
	}
	n.EnterpriseID, n.NamesakeOf, n.Month, n.Status, n.RecordedAt = e.ID, first, n.PostedOn.In(), Recorded, s.now()
	return n, e, p.err()
}

// postingEmployer is the enterprise, and the one that was the first of its name, if that
// is another.
func (s *Service) postingEmployer(ctx context.Context, p *problems, id string) (e Enterprise, first string, err error) {
	if id == "" {
		p.add("body.enterprise_id", "employer_missing", "请填写用人单位")
		return Enterprise{}, "", nil
	}
	e, err = s.store.Enterprise(ctx, id)
	if errors.Is(err, ErrNoRecord) {
		p.add("body.enterprise_id", "unknown_enterprise", "没有找到该用人单位")
		return Enterprise{}, "", nil
	}
	if err != nil {
		return Enterprise{}, "", err
	}
	if first, err = s.ownerOf(ctx, []Key{e.nameKey()}); first == e.ID {
		first = ""
	}
	return e, first, err
}

// offer brings an offer into canonical form. What the notice of January 2026 on
// recruitment information asks for must be there, but for the conditions: see
// missingOf.
func (p *problems) offer(in Offer, site Site) Offer {
	out := Offer{
		Title:          p.text("body.title", in.Title, 1, 60),
		Place:          p.text("body.place", in.Place, 1, 120),
		Area:           countyOf(in.Area),
		At:             in.At,
		Headcount:      in.Headcount,
		Description:    p.text("body.description", in.Description, 1, 2000),
		Conditions:     p.text("body.conditions", in.Conditions, 0, 1000),
		Pay:            p.pay("body.pay", in.Pay),
		Kind:           in.Kind,
		ValidUntil:     in.ValidUntil,
		Occupation:     p.text("body.occupation", in.Occupation, 0, 40),
		OccupationCode: in.OccupationCode,
		WorkTime:       p.text("body.work_time", in.WorkTime, 0, 120),
		ContactName:    p.text("body.contact", in.ContactName, 0, 40),
		ContactPhone:   p.phone("body.contact_phone", in.ContactPhone),
		SourceName:     p.text("body.source_name", in.SourceName, 0, 60),
		ExternalID:     p.text("body.external_id", in.ExternalID, 0, 64),
	}
	if out.Area == "" {
		out.Area = site.County
	}
	if _, ok := Counties[out.Area]; !ok {
		p.add("body.area", "county", "没有这个县（市、区）代码")
	}
	p.position("body.location", in.At)
	if in.Headcount < 1 || in.Headcount > mostHeadcount {
		p.add("body.headcount", "headcount", "招聘人数须为1至10000人")
	}
	if !in.Kind.known() {
		p.add("body.kind", "work_kind", "用工形式只能是非全日制（part_time）、临时（temporary）、阶段性（phase）或固定（fixed）")
	}
	if in.OccupationCode != "" && !occupationCode.MatchString(in.OccupationCode) {
		p.add("body.occupation_code", "occupation_code", "职业代码应为《职业分类大典》的八位编码，例如 4-07-10-05")
	}
	if out.Title != "" && identity.TextKey(out.Title) == "" {
		p.add("body.title", "name_characters", "岗位名称须包含文字")
	}
	if len(in.Skills) > mostJobSkills {
		p.add("body.skills", "too_many", fmt.Sprintf("技能最多填写%d项", mostJobSkills))
		return out
	}
	for _, skill := range in.Skills {
		if skill = p.text("body.skills", skill, 0, 20); skill != "" {
			out.Skills = append(out.Skills, skill)
		}
	}
	return out
}

// validity checks the last day of an offer that is published on a day.
func (p *problems) validity(o Offer, from calendar.Date) {
	switch {
	case o.ValidUntil.IsZero():
		p.add("body.valid_until", "required", "此项必填")
	case o.ValidUntil.Before(from):
		p.add("body.valid_until", "date_past", "有效期不能早于发布之日")
	case o.ValidUntil.After(from.AddYears(mostValidYears)):
		p.add("body.valid_until", "date", "有效期太长")
	}
}

// OccupationKey is by what the occupation is looked for: its code, or else its words
// in any spelling.
func (o Offer) OccupationKey() string {
	if o.OccupationCode != "" {
		return o.OccupationCode
	}
	return identity.TextKey(o.Occupation)
}

func (k WorkKind) known() bool {
	return k == PartTime || k == Temporary || k == Phase || k == Fixed
}

// missingOf lists what the notice asks for and the posting does not say.
func missingOf(o Offer) []Note {
	notes := []Note{}
	if o.Conditions == "" {
		notes = append(notes, Note{"conditions", "未写明招聘条件"})
	}
	if o.Description == "" {
		notes = append(notes, Note{"description", "未写明工作内容"})
	}
	if o.Place == "" {
		notes = append(notes, Note{"place", "未写明工作地点"})
	}
	if o.Kind == "" {
		notes = append(notes, Note{"kind", "未写明用工形式"})
	}
	if o.Pay.Max == 0 {
		notes = append(notes, Note{"pay", "未写明基本薪资"})
	}
	return notes
}

// position refuses what is nowhere on earth.
func (p *problems) position(location string, at match.Point) {
	if at.Lat < -90_000_000 || at.Lat > 90_000_000 || at.Lng < -180_000_000 || at.Lng > 180_000_000 {
		p.add(location, "position", "位置不在合理范围内")
	}
}
