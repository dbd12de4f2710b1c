package service

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Sample is a part of a site's month whose people are called back (抽样回访): drawn at
// random, or one record that somebody chose for its flags. Who is drawn follows from
// Seed and the ids alone (see DrawIDs), so that anybody can draw again and find the same.
type Sample struct {
	ID     string
	Rev    int64
	SiteID string
	County string
	Month  calendar.Month
	Kind   RecordKind // registrations or placements
	Among  Among

	Seed           string // empty of a chosen record
	SeedGiven      bool   // by whoever drew, and not by chance
	Population     int    // records that Among names and that were not void when it was drawn
	PopulationHash string
	Drawn          []DrawnRecord // in the order of the draw
	DrawnBy        string
	DrawnAt        time.Time
}

// Among is which records of a month a sample is of.
type Among string

// The choices.
const (
	AmongAll     Among = ""        // any
	AmongFlagged Among = "flagged" // those with a flag at the time
	// AmongChosen is one record with a flag that somebody pointed to: no draw, and never
	// shown as one. The sample has the record's id, so that there is one of it.
	AmongChosen Among = "chosen"
)

// SampleInput is what is sent to draw a sample.
type SampleInput struct {
	SiteID string
	Month  calendar.Month
	Kind   RecordKind
	Among  Among
	Size   int    // of a smaller population all are drawn; 1 of a chosen record
	Seed   string // empty: by chance
	Chosen string // the record's id, for AmongChosen
}

// SampleView is a sample as a screen may show it.
type SampleView struct {
	Sample
	Site    Site
	Records []RecordView // as they are now, in the order of Drawn
	MayCall bool         // reveal phones and keep results
	Names   Names        // of who called
}

// SampleStore keeps samples.
type SampleStore interface {
	InsertSample(ctx context.Context, n Sample) error // ErrExists: the id is there
	Sample(ctx context.Context, id string) (Sample, error)
	UpdateSample(ctx context.Context, id string, change func(*Sample) error) (Sample, error)
	// Samples lists a site's, newest first.
	Samples(ctx context.Context, siteID string, p Page) ([]Sample, error)
}

// called reports whether records of the kind are about somebody who can be called.
func (k RecordKind) called() bool { return k == RegistrationRecord || k == PlacementRecord }

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
	if in.Among == AmongChosen { // chosen before: it is gone on with, whether or not the flag is still there
		if kept, err := s.store.Sample(ctx, n.ID); err == nil && kept.SiteID == site.ID {
			return s.viewSample(ctx, a, kept)
		}
	}
	ids, err := s.population(ctx, site, in)
	if err != nil {
		return SampleView{}, err
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
		ID: requestID(ctx), Rev: 1, SiteID: site.ID, County: site.County, Month: in.Month, Kind: in.Kind, Among: in.Among,
		Seed: p.text("body.seed", in.Seed, 0, 64), DrawnBy: a.Account.ID, DrawnAt: s.now(),
	}
	if in.Among == AmongChosen {
		n.ID, n.Seed = in.Chosen, ""
	} else if n.SeedGiven = n.Seed != ""; !n.SeedGiven {
		n.Seed = rand.Text()
	}
	if !in.Kind.called() {
		p.add("body.kind", "kind", "只能抽查求职登记（registration）或推荐成功（placement）")
	}
	switch in.Among {
	case AmongAll, AmongFlagged, AmongChosen:
	default:
		p.add("body.among", "among", "抽取范围只能是全部（all）或带异常提示的记录（flagged）")
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

var (
	errNothingToDraw    = &Error{Kind: Conflict, Code: "nothing_to_draw", Message: "该月没有可抽查的记录"}
	errNothingIsFlagged = &Error{Kind: Conflict, Code: "nothing_flagged", Message: "该月没有带异常提示的记录，可改为从全部记录中抽取"}
	errNotFlagged       = &Error{Kind: Conflict, Code: "not_flagged", Message: "只能指定带异常提示的记录回访，其他记录请随机抽取"}
)

// population lists the ids that a sample of the month is drawn from. Of a record that is
// chosen it is that one, which must have a flag: whoever may be called is otherwise left
// to chance.
func (s *Service) population(ctx context.Context, site Site, in SampleInput) (ids []string, err error) {
	st, err := s.state(ctx, site.ID, in.Month.Year)
	if err != nil {
		return nil, err
	}
	r, err := s.readReview(ctx, st, in.Month)
	if err != nil {
		return nil, err
	}
	for _, id := range r.idsOf(in.Kind) {
		if in.Among == AmongAll || len(r.flagsOn(id)) > 0 && (in.Among == AmongFlagged || id == in.Chosen) {
			ids = append(ids, id)
		}
	}
	switch {
	case len(ids) > 0:
		return ids, nil
	case in.Among == AmongChosen:
		return nil, errNotFlagged
	case in.Among == AmongFlagged:
		return nil, errNothingIsFlagged
	}
	return nil, errNothingToDraw
}

// idsOf lists the month's registrations or placements.
func (r review) idsOf(kind RecordKind) (ids []string) {
	if kind == RegistrationRecord {
		for _, n := range r.Registrations {
			ids = append(ids, n.ID)
		}
		return ids
	}
	for _, n := range r.Placements {
		ids = append(ids, n.ID)
	}
	return ids
}
