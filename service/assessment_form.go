package service

import (
	"context"
	"fmt"

	"github.com/quanjiuye/backend/service/form"
)

// statusNames are the states in words.
var statusNames = map[AssessmentStatus]string{Draft: "自评中", Submitted: "待县级考核", Scored: "待市级批准", Approved: "已批准封存"}

// Name is the state in Chinese.
func (st AssessmentStatus) Name() string { return statusNames[st] }

// PrintedForm is a site's form of a year as it is printed, with an annex of the
// evidence behind each item. Once it is sealed, it says what was sealed.
func (s *Service) PrintedForm(ctx context.Context, a Actor, siteID string, year int) (form.Form, error) {
	v, err := s.Assessment(ctx, a, siteID, year)
	if err != nil {
		return form.Form{}, err
	}
	f := form.Form{Unit: v.Site.Name, County: Counties[v.Site.County], Date: v.AsOf, Note: v.note()}
	for i, g := range v.Items {
		f.Items[i] = form.Scores{Self: g.Self, Assessed: g.Assessed}
		if v.Status == Draft && g.Self == nil {
			f.Items[i].Self = v.Facts.Recorded.Items[i].Score
		}
		if v.Status == Draft || v.Status == Submitted { // the county is not done
			f.Items[i].Assessed = nil
		}
	}
	shown, err := s.exhibitsOf(ctx, v)
	if err != nil {
		return form.Form{}, err
	}
	f.Annex = annex(v, shown)
	return f, nil
}

// note is the small type below the form.
func (v AssessmentView) note() string {
	text := fmt.Sprintf("%d年度，%s；评分口径 %s；数据截至 %s。", v.Year, v.Status.Name(), v.Facts.Policy, v.Facts.AsOf)
	if v.Seal != nil {
		text += fmt.Sprintf("封存摘要 SHA-256 %s。", v.Seal.SHA256)
	}
	return text
}

// annex lists what each item rests on.
func annex(v AssessmentView, shown []exhibit) []form.AnnexItem {
	list := make([]form.AnnexItem, formItems)
	for i, it := range v.Facts.Recorded.Items {
		list[i] = form.AnnexItem{No: it.No, Title: it.Title, Facts: it.Explanation,
			SelfNote: v.Items[i].SelfNote, AssessorNote: v.Items[i].AssessedNote}
	}
	for _, e := range shown {
		line := form.AnnexEvidence{What: e.What, Day: e.Day, Where: e.Where, Status: e.Status.name()}
		for _, f := range e.Files {
			line.Files = append(line.Files, form.AnnexFile{ID: f.ID, Media: f.Media, SHA256: f.SHA256})
		}
		list[e.Item-1].Evidence = append(list[e.Item-1].Evidence, line)
	}
	return list
}

func (st Status) name() string {
	return map[Status]string{Recorded: "已登记", Confirmed: "已核实", Void: "已作废"}[st]
}

// Summary compares all sites in sight, of a county or of all, in a year: both
// columns of every item and the work of every month.
func (s *Service) Summary(ctx context.Context, a Actor, f AssessmentsFilter) (form.Summary, error) {
	if !a.mayAnywhere(scoreSites) {
		return form.Summary{}, ErrForbidden
	}
	asOf, rows, err := s.Assessments(ctx, a, f)
	if err != nil {
		return form.Summary{}, err
	}
	where := "泉州市"
	if f.County != "" {
		where = Counties[f.County]
	}
	sum := form.Summary{Title: fmt.Sprintf("%s零工市场（驿站）%d年度考核汇总表", where, f.Year), Year: f.Year, AsOf: asOf, Policy: s.policy(f.Year).Version}
	for _, r := range rows {
		sum.Sites = append(sum.Sites, r.summary())
	}
	return sum, nil
}

// summary is a row with what is known of each item: what people scored, and before
// that what is computed.
func (r AssessmentRow) summary() form.SummarySite {
	site := form.SummarySite{County: Counties[r.Site.County], Name: r.Site.Name, Kind: r.Site.Kind, Rank: r.Rank, Of: r.Of,
		Status: r.Status.Name(), Self: r.Self, Assessed: r.Assessed}
	for i, it := range r.Recorded.Items {
		site.Items[i] = form.Scores{Self: it.Score, Assessed: r.Verified.Items[i].Score}
		if c := r.Assessment; c != nil {
			site.Items[i].Self = c.Self[i]
			if r.Assessed != nil {
				site.Items[i].Assessed = c.Assessed[i]
			}
		}
	}
	for _, m := range r.ByMonth {
		site.Months[m.Month.Month-1] = &form.SummaryMonth{
			Registered: m.Recorded.Registered, Placed: m.Recorded.Casual + m.Recorded.Stable, Stable: m.Recorded.Stable,
			VerifiedRegistered: m.Verified.Registered, VerifiedPlaced: m.Verified.Casual + m.Verified.Stable, VerifiedStable: m.Verified.Stable,
		}
		for _, e := range m.Activities {
			site.Months[m.Month.Month-1].Activities += e.Recorded
			site.Months[m.Month.Month-1].VerifiedActivities += e.Verified
		}
	}
	return site
}
