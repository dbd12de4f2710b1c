package service_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/match"
	"github.com/quanjiuye/backend/service/occupation"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
)

// BenchmarkMatching measures whole answers, as the HTTP side asks for them, beside a
// plain list of the same length from the same store in the same run and in turns: the
// newest twenty of a county, by an index. docs/matching.md has the results.
func BenchmarkMatching(b *testing.B) {
	b.Run("SQLite, 100000 postings", func(b *testing.B) { benchMatching(b, newWorld(b), 100_000) })
	// FerretDB reads whole collections: its set is small, and its figures tell
	// nothing of MongoDB's.
	b.Run("MongoDB, 2000 postings", func(b *testing.B) { benchMatching(b, newWorldOn(b, mongotest.Open(b)), 2_000) })
}

func benchMatching(b *testing.B, w *world, postings int) {
	f, ctx := newFair(w), context.Background()
	check(b, w.store.Store.(*store.Store).Load(ctx, store.Batch{Postings: f.market(postings)}))
	began := time.Now()
	turn(b, f.Service)
	filled := time.Since(began)
	at := match.Point{Lat: 24_780_000, Lng: 118_550_000}
	jobs := func(q service.JobFilter) func() (int, error) {
		q.Page.Limit = 20
		return func() (int, error) {
			list, err := f.Jobs(ctx, q)
			return len(list), err
		}
	}
	plain := jobs(service.JobFilter{Area: "350582"})
	part := func(name string, ask func() (int, error)) {
		b.Run(name, func(b *testing.B) {
			var asked, plainly []time.Duration // in turns, so that whatever else the machine does slows both
			for b.Loop() {
				asked, plainly = append(asked, took(b, ask)), append(plainly, took(b, plain))
			}
			each, list := median(asked), median(plainly)
			b.ReportMetric(0, "ns/op") // of both together
			b.ReportMetric(float64(each.Microseconds()), "µs/answer")
			b.ReportMetric(float64(list.Microseconds()), "µs/plain-list")
			b.ReportMetric(float64(each)/float64(list), "x-plain")
		})
	}
	b.Logf("filled in %v", filled)
	part("plain list", plain)
	part("search by word", jobs(service.JobFilter{Area: "350582", Occupation: "操作工"}))
	part("search by pay", jobs(service.JobFilter{Area: "350582", Pay: service.Pay{Min: 250_00, Unit: service.PerDay}}))
	for _, wish := range []string{"石材切割工", "普工", "搬运工", "无人岛灯塔匠"} {
		w.clock.add(31 * 24 * time.Hour) // a registration a month
		f.registerMe(wish)
		part("jobs for "+wish, func() (int, error) {
			m, err := f.MyJobs(ctx, f.seeker, service.MyJobsFilter{Limit: 20, At: at})
			return len(m.Items), err
		})
	}
}

// took is how long an answer of twenty takes.
func took(b *testing.B, ask func() (int, error)) time.Duration {
	began := time.Now()
	n, err := ask()
	if check(b, err); n != 20 {
		b.Fatalf("%d answers", n)
	}
	return time.Since(began)
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// centres is where the counties are, more or less.
var centres = map[string]match.Point{
	"350502": {Lat: 24_830_000, Lng: 118_510_000}, "350503": {Lat: 24_820_000, Lng: 118_530_000}, "350504": {Lat: 24_900_000, Lng: 118_600_000},
	"350505": {Lat: 25_050_000, Lng: 118_820_000}, "350521": {Lat: 24_950_000, Lng: 118_720_000}, "350524": {Lat: 25_000_000, Lng: 118_110_000},
	"350525": {Lat: 25_250_000, Lng: 118_220_000}, "350526": {Lat: 25_420_000, Lng: 118_170_000}, "350581": {Lat: 24_660_000, Lng: 118_570_000},
	"350582": {Lat: 24_700_000, Lng: 118_480_000}, "350583": {Lat: 24_880_000, Lng: 118_310_000}, "QZ-KFQ": {Lat: 24_820_000, Lng: 118_520_000},
	"QZ-TSTZQ": {Lat: 24_860_000, Lng: 118_750_000},
}

// market is open postings as a city might have them: a fifth is 普工, the rest are of
// all occupations.
func (f *fair) market(n int) []service.Posting {
	r := rand.New(rand.NewPCG(1, 2))
	all, counties := occupation.All(), slices.Sorted(maps.Keys(centres))
	list := make([]service.Posting, n)
	for i := range list {
		p := service.Posting{ID: fmt.Sprintf("019a0000-0000-7000-8000-%012d", i), Rev: 1, SiteID: f.tm.site.ID, County: "350503", ClientID: fmt.Sprint(i),
			EnterpriseID: f.employer, PostedOn: day(2026, 7, 15).AddDays(-r.IntN(60)), Review: service.Review{State: service.Passed},
			Trail: service.Trail{Status: service.Recorded, RecordedAt: noon}}
		area := counties[r.IntN(len(counties))]
		p.Offer = service.Offer{Title: all[r.IntN(len(all))].Name, Place: "某某路100号", Area: area, Headcount: 3,
			Description: "按要求完成工作，服从安排，注意安全", Kind: service.Temporary, ValidUntil: day(2027, 7, 15).AddDays(r.IntN(60)),
			Pay: service.Pay{Min: int64(120+r.IntN(200)) * 100, Unit: service.PerDay}, WorkTime: []string{"", "周末白天", "夜班", "8:00-17:00"}[r.IntN(4)],
			At: match.Point{Lat: centres[area].Lat + int32(r.IntN(150_000)), Lng: centres[area].Lng + int32(r.IntN(150_000))}}
		if r.IntN(5) == 0 {
			p.Title = "普工"
		}
		if r.IntN(3) == 0 {
			p.Pay = service.Pay{Min: int64(3000+r.IntN(5000)) * 100, Max: 900_000, Unit: service.PerMonth}
			p.Skills = []string{"健康证"}
		}
		list[i] = p
	}
	return list
}
