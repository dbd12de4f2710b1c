package service

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
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
	} else if _, err := s.checkedMonth("body.month", in.Month); err != nil {
		p = append(p, err.(*Error).Fields...)
	}
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

// Sample answers one sample to those who check the site's records.
func (s *Service) Sample(ctx context.Context, a Actor, id string) (SampleView, error) {
	n, err := s.sample(ctx, a, id)
	if err != nil {
		return SampleView{}, err
	}
	return s.viewSample(ctx, a, n)
}

// Samples lists a site's samples, newest first, without their records.
func (s *Service) Samples(ctx context.Context, a Actor, siteID string, p Page) ([]SampleView, error) {
	site, err := s.siteFor(ctx, a, checkRecords, siteID)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Samples(ctx, site.ID, p)
	views := make([]SampleView, len(list))
	for i, n := range list {
		views[i] = SampleView{Sample: n, Site: site, MayCall: a.supervises(site.ID, site.County)}
	}
	return views, err
}

func (s *Service) sample(ctx context.Context, a Actor, id string) (Sample, error) {
	n, err := s.store.Sample(ctx, id)
	if err != nil {
		return Sample{}, missing(err)
	}
	return n, a.touch(checkRecords, n.SiteID, n.County)
}

// calling is sample for whoever calls back: nobody does at the site where he works.
func (s *Service) calling(ctx context.Context, a Actor, id, recordID string) (Sample, error) {
	n, err := s.sample(ctx, a, id)
	switch {
	case err != nil:
		return Sample{}, err
	case !a.supervises(n.SiteID, n.County):
		return Sample{}, errOwnSample
	case n.drawn(recordID) == nil:
		return Sample{}, ErrNotFound
	}
	return n, nil
}

func (s *Service) viewSample(ctx context.Context, a Actor, n Sample) (SampleView, error) {
	v := SampleView{Sample: n, MayCall: a.supervises(n.SiteID, n.County)}
	var err error
	if v.Site, err = s.store.Site(ctx, n.SiteID); err != nil {
		return SampleView{}, missing(err)
	}
	v.Records = make([]RecordView, len(n.Drawn))
	for i, d := range n.Drawn {
		if v.Records[i], err = s.view(ctx, a, RecordRef{n.Kind, d.RecordID}); err != nil {
			return SampleView{}, err
		}
	}
	return v, nil
}

// view answers a record of any kind within the actor's sight.
func (s *Service) view(ctx context.Context, a Actor, ref RecordRef) (RecordView, error) {
	switch ref.Kind {
	case RegistrationRecord:
		v, err := s.Registration(ctx, a, ref.ID)
		return RecordView{Registration: &v}, err
	case PlacementRecord:
		v, err := s.Placement(ctx, a, ref.ID)
		return RecordView{Placement: &v}, err
	case ActivityRecord:
		v, err := s.Activity(ctx, a, ref.ID)
		return RecordView{Activity: &v}, err
	}
	return RecordView{}, ErrNotFound
}

// drawn is the record of that id, or nil when it was not drawn.
func (n *Sample) drawn(recordID string) *DrawnRecord {
	i := slices.IndexFunc(n.Drawn, func(d DrawnRecord) bool { return d.RecordID == recordID })
	if i < 0 {
		return nil
	}
	return &n.Drawn[i]
}
