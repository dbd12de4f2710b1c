package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// Seal is what an approved assessment rests on, frozen: whoever has Sheet can score
// it again years later, and any change of it shows.
type Seal struct {
	Sheet  string // a sealedSheet in JSON; these bytes are what is hashed
	SHA256 string // of Sheet, in hexadecimal
	Stamp  string // of SHA256: see AssessmentStore
}

// Code is the beginning of the hash, for the printed form.
func (s Seal) Code() string { return s.SHA256[:min(16, len(s.SHA256))] }

// sealFormat is raised when the meaning of a sealedSheet changes. Old formats stay
// readable: in the first, each exhibit held its files; before the third, postings
// were not recorded, and item 4 was scored by hand.
const sealFormat = 3

// mostSealed is how long a sealed text may be, in bytes: MongoDB keeps 16 MB in a
// document.
const mostSealed = 14 << 20

// sealedSheet is everything that an approved assessment says and rests on.
type sealedSheet struct {
	Format   int           `json:"format"`
	SealedAt time.Time     `json:"sealed_at"`
	SealedBy string        `json:"sealed_by"`
	Site     sealedSite    `json:"site"`
	Year     int           `json:"year"`
	AsOf     calendar.Date `json:"as_of"`
	Policy   sealedPolicy  `json:"policy"`
	Members  [][]Span      `json:"members"`
	Honours  []HonourFact  `json:"honours"`
	Months   []sealedMonth `json:"months"`
	// Postings are those that item 4 counts, in the order of their days.
	Postings []sealedPosting `json:"postings"`
	Items    []sealedItem    `json:"items"`
	Self     *rubric.Score   `json:"self"`
	Assessed *rubric.Score   `json:"assessed"`
	Steps    []sealedStep    `json:"steps"`
	Evidence []Exhibit       `json:"evidence"`
	Files    []ExhibitFile   `json:"files"` // of Evidence, each once
}

type sealedSite struct {
	ID       string          `json:"id"`
	Name     string          `json:"name"`
	Kind     rubric.SiteKind `json:"kind"`
	County   string          `json:"county"`
	Operator string          `json:"operator"`
	AreaM2   float64         `json:"area_m2"`
	OpenedOn calendar.Date   `json:"opened_on"`
}

type sealedPolicy struct {
	Version  string            `json:"version"`
	From     calendar.Date     `json:"from"`
	Settings map[string]string `json:"settings"`
}

type sealedMonth struct {
	Month calendar.Month `json:"month"`
	Count MonthCount     `json:"count"`
}

// sealedPosting is a posting as it was counted.
type sealedPosting struct {
	ID           string        `json:"id"`
	EnterpriseID string        `json:"enterprise_id"` // as which the employer counts
	Title        string        `json:"title"`
	Place        string        `json:"place"`
	Headcount    int           `json:"headcount"`
	Day          calendar.Date `json:"day"`
	Confirmed    bool          `json:"confirmed"`
	Late         bool          `json:"late"` // accepted after its month was closed
}

type sealedItem struct {
	No           int           `json:"no"`
	Max          int           `json:"max"`
	Recorded     *rubric.Score `json:"recorded"`
	Verified     *rubric.Score `json:"verified"`
	Explanation  string        `json:"explanation"` // of the verified score
	Self         *rubric.Score `json:"self"`
	SelfNote     string        `json:"self_note"`
	Assessed     *rubric.Score `json:"assessed"`
	AssessedNote string        `json:"assessed_note"`
}

type sealedStep struct {
	Kind StepKind  `json:"kind"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Note string    `json:"note"`
}

// Approve seals a scored form: facts, policy, scores, steps and the digests of the
// evidence are frozen and hashed. Neither who has a hand in the site nor who
// scored it may approve it, and the time for an appeal must be over.
func (s *Service) Approve(ctx context.Context, a Actor, siteID string, year int) (AssessmentView, error) {
	return s.judgeAssessment(ctx, a, siteID, year, approveSites, func(ctx context.Context, site Site, n *Assessment) error {
		if err := n.refuseApproval(a, s.today()); err != nil {
			return err
		}
		at := s.now() // before anything is read: what changes meanwhile is later than the seal
		n.Status = Approved
		n.note(ApproveStep, a, at, "")
		return s.seal(ctx, a, at, site, n)
	})
}

// refuseApproval says why an account cannot approve the form on a day, leaving aside
// whether it has a hand in the site.
func (n Assessment) refuseApproval(a Actor, today calendar.Date) error {
	switch {
	case n.Status != Scored, n.appealed():
		return n.outOfState()
	case !n.settledBy(today):
		e := *errAppealRuns
		e.Message = fmt.Sprintf("站点还没有同意考核分值，申诉期到%s为止；站点同意后，或期满没有申诉，才能批准", inWords(n.appealUntil()))
		return &e
	case n.scoredBy(a):
		return errOwnScores
	}
	return nil
}

var (
	errAppealRuns = &Error{Kind: Conflict, Code: "appeal_open", Message: "申诉期未满，站点也未确认考核分值，暂不能批准"}
	errOwnScores  = &Error{Kind: Forbidden, Code: "own_scores", Message: "不能确认或批准自己评定的分值，请由其他人员办理"}
	errSheetSize  = &Error{Kind: Conflict, Code: "sheet_too_large", Message: "该年度作为佐证的记录过多，无法封存，请作废重复的记录"}
)

func (s *Service) seal(ctx context.Context, a Actor, at time.Time, site Site, n *Assessment) error {
	sheet, err := s.sheetOf(withLatest(ctx), site, *n)
	if err != nil {
		return err
	}
	if err := sheet.overstated(); err != nil { // what was verified may have been voided since
		return err
	}
	sheet.SealedAt, sheet.SealedBy = at, a.Account.ID
	text, err := json.Marshal(sheet)
	if err != nil {
		return err
	}
	if len(text) > mostSealed {
		return errSheetSize
	}
	sum := sha256.Sum256(text)
	digest := hex.EncodeToString(sum[:])
	stamp, err := s.store.Stamp(ctx, digest)
	n.Seal = &Seal{string(text), digest, stamp}
	return err
}

// sheetOf is what an assessment says and rests on now.
func (s *Service) sheetOf(ctx context.Context, site Site, n Assessment) (sealedSheet, error) {
	st, err := s.stateFromStore(ctx, site.ID, n.Year)
	if err != nil {
		return sealedSheet{}, err
	}
	if st, err = s.through(ctx, st, n.AsOf); err != nil {
		return sealedSheet{}, err
	}
	policy := s.policy(n.Year)
	sheet := sealedSheet{
		Format: sealFormat, Year: n.Year, AsOf: n.AsOf,
		Site:    sealedSite{site.ID, site.Name, site.Kind, site.County, site.Operator, site.AreaM2, site.OpenedOn},
		Policy:  sealedPolicy{policy.Version, policy.From, policy.Settings()},
		Members: st.year.Members, Honours: st.year.Honours,
	}
	if sheet.Postings, err = s.postingsToSeal(ctx, site, n.Year, n.AsOf); err != nil {
		return sealedSheet{}, err
	}
	st.year.Published = sheet.published() // item by item what is named
	for _, m := range st.counted(n.AsOf) {
		count := st.months[m.Month]
		count.Scans = 0 // no part of the form
		sheet.Months = append(sheet.Months, sealedMonth{m, count})
	}
	recorded := rubric.Evaluate(policy, st.facts(policy, n.AsOf, false))
	verified := rubric.Evaluate(policy, st.facts(policy, n.AsOf, true))
	for i, it := range recorded.Items {
		g := n.Items[i]
		sheet.Items = append(sheet.Items, sealedItem{it.No, it.Max, it.Score, verified.Items[i].Score, verified.Items[i].Explanation,
			g.Self.Score, g.Self.Note, g.Assessed.Score, g.Assessed.Note})
	}
	sheet.Self, sheet.Assessed = n.totals()
	for _, step := range n.Steps {
		sheet.Steps = append(sheet.Steps, sealedStep(step))
	}
	exhibits, err := s.exhibits(ctx, site, n.AsOf)
	sheet.keepExhibits(exhibits)
	return sheet, err
}

// keepExhibits takes the exhibits and, once each, their files.
func (h *sealedSheet) keepExhibits(list []Exhibit) {
	seen := map[string]bool{}
	for _, e := range list {
		for _, f := range e.Files {
			if !seen[f.ID] {
				seen[f.ID] = true
				h.Files = append(h.Files, f)
			}
		}
		e.Files = nil
		h.Evidence = append(h.Evidence, e)
	}
}

// overstated refuses a county's column with a score above the verified facts that
// stand beside it.
func (h sealedSheet) overstated() error {
	var above problems
	for i, it := range h.Items {
		if computed := rounded(it.Verified); computed != nil && it.Assessed != nil && it.Assessed.Cmp(*computed) > 0 {
			above.aboveComputed(i, it.No)
		}
	}
	return above.refuseAbove()
}

// state is the year as it was frozen.
func (h sealedSheet) state() yearState {
	site := Site{ID: h.Site.ID, Name: h.Site.Name, Kind: h.Site.Kind, County: h.Site.County, Operator: h.Site.Operator,
		AreaM2: h.Site.AreaM2, OpenedOn: h.Site.OpenedOn}
	st := yearState{year: YearCount{Site: site, Members: h.Members, Honours: h.Honours}}
	st.year.Published = h.published()
	for _, m := range h.Months {
		st.months[m.Month.Month] = m.Count
	}
	return st
}

// policy is the reading that the year was frozen under.
func (h sealedSheet) policy() (p rubric.Policy, known bool) {
	p, err := rubric.NewPolicy(h.Policy.Version, h.Policy.From, h.Policy.Settings)
	return p, err == nil
}

// read is the sheet that was sealed.
func (s Seal) read() (sheet sealedSheet, readable bool) {
	if err := json.Unmarshal([]byte(s.Sheet), &sheet); err != nil {
		return sealedSheet{}, false
	}
	known := make(map[string]ExhibitFile, len(sheet.Files))
	for _, f := range sheet.Files {
		known[f.ID] = f
	}
	resolve(sheet.Evidence, known)
	return sheet, true
}
