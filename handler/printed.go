package handler

import (
	"fmt"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/form"
	"github.com/quanjiuye/backend/service/rubric"
)

// Words of states as they are printed.
var (
	assessmentWords = map[service.AssessmentStatus]string{service.Draft: "自评中", service.Submitted: "待县级考核",
		service.Scored: "待确认和批准", service.Approved: "已批准封存"}
	recordWords = map[service.Status]string{service.Recorded: "已登记", service.Confirmed: "已核实", service.Void: "已作废"}
)

// newForm is a site's form as it is printed, with an annex of the evidence behind
// each item. A draft shows what is computed where nobody has scored yet; the
// county's column is blank until the county is done, and so is 考核日期, which is the
// day of that: the day through which facts count is in the note.
func newForm(v service.AssessmentView, exhibits []service.Exhibit) form.Form {
	f := form.Form{Unit: v.Site.Name, County: service.Counties[v.Site.County], Date: v.AssessedOn, Note: formNote(v)}
	for i, g := range v.Items {
		f.Items[i] = form.Scores{Self: g.Self.Score, Assessed: g.Assessed.Score}
		if v.Status == service.Draft && g.Self.Score == nil {
			f.Items[i].Self = v.Facts.Recorded.Items[i].Score
		}
		if v.Status == service.Draft || v.Status == service.Submitted {
			f.Items[i].Assessed = nil
		}
	}
	f.Annex = newAnnex(v, exhibits)
	return f
}

// formNote is the small type below the form.
func formNote(v service.AssessmentView) string {
	text := fmt.Sprintf("%d年度，%s；数据截至%s；按%s起执行的评分口径计分。", v.Year, assessmentWords[v.Status], onPaper(v.Facts.AsOf), onPaper(v.Facts.Since))
	if v.Seal != nil {
		text += fmt.Sprintf("封存校验码：%s（与系统内考核表下方所示一致，即为封存内容）。", v.Seal.SHA256)
	}
	return text
}

func onPaper(d calendar.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

func newAnnex(v service.AssessmentView, exhibits []service.Exhibit) []form.AnnexItem {
	list := make([]form.AnnexItem, len(v.Items))
	for i, it := range v.Facts.Recorded.Items {
		list[i] = form.AnnexItem{No: it.No, Title: it.Title, Facts: factsOf(it, v.Facts.Verified.Items[i]),
			SelfNote: v.Items[i].Self.Note, AssessorNote: v.Items[i].Assessed.Note}
	}
	for _, e := range exhibits {
		line := form.AnnexEvidence{What: e.What, Day: e.Day, Where: e.Where, Note: e.Note, Status: recordWords[e.Status]}
		for _, f := range e.Files {
			line.Files = append(line.Files, form.AnnexFile{ID: f.ID, Media: f.Media, SHA256: f.SHA256})
		}
		list[e.Item-1].Evidence = append(list[e.Item-1].Evidence, line)
	}
	return list
}

// factsOf explains both columns of an item where they differ.
func factsOf(recorded, verified rubric.Item) string {
	if recorded.Explanation == verified.Explanation {
		return recorded.Explanation
	}
	return "按全部登记：" + recorded.Explanation + "按已核实：" + verified.Explanation
}

// newSummarySite is a row of a summary: what people scored, and before that what is
// computed.
func newSummarySite(r service.AssessmentRow) form.SummarySite {
	site := form.SummarySite{County: service.Counties[r.Site.County], Name: r.Site.Name, Kind: r.Site.Kind, Rank: r.Rank, Of: r.Of,
		Status: assessmentWords[r.Status], Self: r.Self, Assessed: r.Assessed}
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
		sum := &form.SummaryMonth{
			Registered: m.Recorded.Registered, Placed: m.Recorded.Casual + m.Recorded.Stable, Stable: m.Recorded.Stable,
			VerifiedRegistered: m.Verified.Registered, VerifiedPlaced: m.Verified.Casual + m.Verified.Stable, VerifiedStable: m.Verified.Stable,
		}
		for _, e := range m.Activities {
			sum.Activities += e.Recorded
			sum.VerifiedActivities += e.Verified
		}
		site.Months[m.Month.Month-1] = sum
	}
	return site
}
