package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

type sampleDoc struct {
	ID             string     `json:"_id"`
	Rev            int64      `json:"rev"`
	SiteID         string     `json:"site_id"`
	County         string     `json:"county"`
	Month          string     `json:"month"`
	Kind           string     `json:"kind"`
	Among          string     `json:"among"`
	Seed           string     `json:"seed"`
	SeedGiven      bool       `json:"seed_given"`
	Population     int        `json:"population"`
	PopulationHash string     `json:"population_hash"`
	Drawn          []drawnDoc `json:"drawn"`
	DrawnBy        string     `json:"drawn_by"`
	DrawnAt        int64      `json:"drawn_at"`
}

type drawnDoc struct {
	RecordID string      `json:"record_id"`
	Result   string      `json:"result"`
	Note     string      `json:"note"`
	By       string      `json:"by"`
	At       int64       `json:"at"`
	Outcome  string      `json:"outcome"`
	Earlier  []callDoc   `json:"earlier"`
	Reveals  []revealDoc `json:"reveals"`
}

type callDoc struct {
	Result  string `json:"result"`
	Note    string `json:"note"`
	By      string `json:"by"`
	At      int64  `json:"at"`
	Outcome string `json:"outcome"`
}

func newCallDoc(c service.Call) callDoc {
	return callDoc{string(c.Result), c.Note, c.By, millis(c.At), string(c.Outcome)}
}

func (d callDoc) call() service.Call {
	return service.Call{Result: service.CallResult(d.Result), Note: d.Note, By: d.By, At: fromMillis(d.At), Outcome: service.CallOutcome(d.Outcome)}
}

type revealDoc struct {
	By     string `json:"by"`
	At     int64  `json:"at"`
	Reason string `json:"reason"`
}

func (s *Store) samples() table[sampleDoc, service.Sample] {
	return table[sampleDoc, service.Sample]{s, "samples", newSampleDoc, sampleDoc.sample,
		func(n *service.Sample) *int64 { return &n.Rev }}
}

func newSampleDoc(n service.Sample) (sampleDoc, error) {
	d := sampleDoc{
		ID: n.ID, Rev: n.Rev, SiteID: n.SiteID, County: n.County, Month: n.Month.String(), Kind: string(n.Kind), Among: string(n.Among),
		Seed: n.Seed, SeedGiven: n.SeedGiven, Population: n.Population, PopulationHash: n.PopulationHash,
		DrawnBy: n.DrawnBy, DrawnAt: millis(n.DrawnAt),
	}
	for _, r := range n.Drawn {
		d.Drawn = append(d.Drawn, newDrawnDoc(r))
	}
	return d, nil
}

func newDrawnDoc(n service.DrawnRecord) drawnDoc {
	d := drawnDoc{RecordID: n.RecordID, Result: string(n.Result), Note: n.Note, By: n.By, At: millis(n.At), Outcome: string(n.Outcome)}
	for _, c := range n.Earlier {
		d.Earlier = append(d.Earlier, newCallDoc(c))
	}
	d.Reveals = newRevealDocs(n.Reveals)
	return d
}

func newRevealDocs(list []service.Reveal) []revealDoc {
	var docs []revealDoc
	for _, r := range list {
		docs = append(docs, revealDoc{r.By, millis(r.At), r.Reason})
	}
	return docs
}

func reveals(docs []revealDoc) []service.Reveal {
	var list []service.Reveal
	for _, r := range docs {
		list = append(list, service.Reveal{By: r.By, At: fromMillis(r.At), Reason: r.Reason})
	}
	return list
}

func (d sampleDoc) sample() (service.Sample, error) {
	n := service.Sample{
		ID: d.ID, Rev: d.Rev, SiteID: d.SiteID, County: d.County, Month: month(d.Month), Kind: service.RecordKind(d.Kind), Among: service.Among(d.Among),
		Seed: d.Seed, SeedGiven: d.SeedGiven, Population: d.Population, PopulationHash: d.PopulationHash,
		DrawnBy: d.DrawnBy, DrawnAt: fromMillis(d.DrawnAt),
	}
	for _, r := range d.Drawn {
		n.Drawn = append(n.Drawn, r.drawn())
	}
	return n, nil
}

func (d drawnDoc) drawn() service.DrawnRecord {
	n := service.DrawnRecord{RecordID: d.RecordID, Call: callDoc{d.Result, d.Note, d.By, d.At, d.Outcome}.call()}
	for _, c := range d.Earlier {
		n.Earlier = append(n.Earlier, c.call())
	}
	n.Reveals = reveals(d.Reveals)
	return n
}

// InsertSample implements service.SampleStore.
func (s *Store) InsertSample(ctx context.Context, n service.Sample) error {
	return s.samples().insert(ctx, n)
}

// Sample implements service.SampleStore.
func (s *Store) Sample(ctx context.Context, id string) (service.Sample, error) {
	return s.samples().get(ctx, id)
}

// UpdateSample implements service.SampleStore.
func (s *Store) UpdateSample(ctx context.Context, id string, change func(*service.Sample) error) (service.Sample, error) {
	return s.samples().update(ctx, id, change)
}

// Samples implements service.SampleStore.
func (s *Store) Samples(ctx context.Context, siteID string, p service.Page) ([]service.Sample, error) {
	return s.samples().find(ctx, page(p, eq("site_id", siteID)))
}
