package service

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Sample is a random part of a site's month whose people are called back (抽样回访).
// Who is drawn follows from Seed and the ids alone (see DrawIDs), so that anybody
// can draw again and find the same.
type Sample struct {
	ID     string
	Rev    int64
	SiteID string
	County string
	Month  calendar.Month
	Kind   RecordKind // registrations or placements

	Seed           string
	SeedGiven      bool // by whoever drew, and not by chance
	Population     int  // records that were not void when it was drawn
	PopulationHash string
	Drawn          []DrawnRecord // in the order of the draw
	DrawnBy        string
	DrawnAt        time.Time
}

// SampleInput is what is sent to draw a sample.
type SampleInput struct {
	SiteID string
	Month  calendar.Month
	Kind   RecordKind
	Size   int    // of a smaller population all are drawn
	Seed   string // empty: by chance
}

// SampleView is a sample as a screen may show it.
type SampleView struct {
	Sample
	Site    Site
	Records []RecordView // as they are now, in the order of Drawn
	MayCall bool         // reveal phones and keep results
}

// SampleStore keeps samples.
type SampleStore interface {
	InsertSample(ctx context.Context, n Sample) error // ErrExists: the id is there
	Sample(ctx context.Context, id string) (Sample, error)
	UpdateSample(ctx context.Context, id string, change func(*Sample) error) (Sample, error)
	// Samples lists a site's, newest first.
	Samples(ctx context.Context, siteID string, p Page) ([]Sample, error)
}

// mostDrawn is what two people can call in an afternoon.
const mostDrawn = 50

var errOwnSample = &Error{Kind: Forbidden, Code: "own_site", Message: "不能抽查自己工作的站点"}

// DrawSample draws by seed from a site's month. Every sample is kept: nobody can
// draw until the result suits and show only that.
func (s *Service) DrawSample(ctx context.Context, a Actor, in SampleInput) (SampleView, error) {
	site, err := s.siteFor(ctx, a, checkRecords, in.SiteID)
	if err != nil {
		return SampleView{}, err
	}
	if !a.supervises(site.ID, site.County) {
		return SampleView{}, errOwnSample
	}
	n, err := s.newSample(ctx, a, site, in)
	if err != nil {
		return SampleView{}, err
	}
	ids, err := s.population(ctx, site.ID, in.Month, in.Kind)
	if err != nil {
		return SampleView{}, err
	}
	if len(ids) == 0 {
		return SampleView{}, &Error{Kind: Conflict, Code: "nothing_to_draw", Message: "该月没有可抽查的记录"}
	}
	n.Population, n.PopulationHash = len(ids), HashPopulation(ids)
	for _, id := range DrawIDs(n.Seed, ids, in.Size) {
		n.Drawn = append(n.Drawn, DrawnRecord{RecordID: id})
	}
	err = s.store.InsertSample(ctx, n)
	if errors.Is(err, ErrExists) { // an earlier attempt got this far, and its draw is the one
		n, err = s.store.Sample(ctx, n.ID)
	}
	if err != nil {
		return SampleView{}, err
	}
	return s.viewSample(ctx, a, n)
}

func (s *Service) newSample(ctx context.Context, a Actor, site Site, in SampleInput) (Sample, error) {
	var p problems
	n := Sample{
		ID: requestID(ctx), Rev: 1, SiteID: site.ID, County: site.County, Month: in.Month, Kind: in.Kind,
		Seed: p.text("body.seed", in.Seed, 0, 64), DrawnBy: a.Account.ID, DrawnAt: s.now(),
	}
	if n.SeedGiven = n.Seed != ""; !n.SeedGiven {
		n.Seed = rand.Text()
	}
	if in.Kind != RegistrationRecord && in.Kind != PlacementRecord {
		p.add("body.kind", "kind", "只能抽查求职登记（registration）或推荐成功（placement）")
	}
	if in.Size < 1 || in.Size > mostDrawn {
		p.add("body.size", "size", "抽查数量须为1至50")
	}
	if in.Month.IsZero() {
		p.add("body.month", "required", "此项必填")
	}
	s.checkMonth(&p, "body.month", in.Month)
	return n, p.err()
}

// population lists the ids that a sample of the month is drawn from.
func (s *Service) population(ctx context.Context, siteID string, m calendar.Month, kind RecordKind) (ids []string, err error) {
	all, err := s.store.MonthRecords(ctx, siteID, m)
	if kind == RegistrationRecord {
		for _, r := range all.Registrations {
			ids = append(ids, r.ID)
		}
		return ids, err
	}
	for _, p := range all.Placements {
		ids = append(ids, p.ID)
	}
	return ids, err
}
