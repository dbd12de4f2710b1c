package match_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/match"
	"github.com/quanjiuye/backend/service/occupation"
)

var (
	someTitles = []string{"装卸工", "理货员", "针车工", "鞋厂普工、包装", "保安员", "车工", "招人", "灯塔匠", "夜班保洁", "电焊工/抛光"}
	someWishes = []string{"搬运工", "普工 日结", "保安", "灯塔匠", "都可以", "缝纫", "兼职", "焊工"}
	someAreas  = []string{"", "丰泽区", "晋江陈埭", "官桥", "德化、永春", "全市", "鲤城区"}
	someCounty = []string{"", "丰泽区", "晋江市", "南安市", "德化县", "石狮市"}
	someTimes  = []string{"", "周末白天", "夜班", "两班倒", "8:00-17:00"}
	someSkills = []string{"叉车证", "健康证", "C1", "B2", "会卤面"}
	someUnits  = []match.Unit{match.PerHour, match.PerDay, match.PerMonth, match.PerPiece, ""}
	someKinds  = []match.Kind{"", match.PartTime, match.Temporary, match.Phase, match.Fixed}
	somePoints = []match.Point{{}, {Lat: 24_880_000, Lng: 118_650_000}, {Lat: 24_900_000, Lng: 118_600_000}, {Lat: 25_490_000, Lng: 118_240_000}}
)

func of[T any](list []T) *rapid.Generator[T] { return rapid.SampledFrom(list) }

func drawPay(t *rapid.T) match.Pay {
	p := match.Pay{Min: of([]int64{0, 20_00, 200_00, 4000_00}).Draw(t, "min"), Unit: of(someUnits).Draw(t, "unit")}
	if rapid.Bool().Draw(t, "range") {
		p.Max = p.Min + 50_00
	}
	return p
}

func drawPosting(t *rapid.T) match.Posting {
	return match.Posting{
		ID: fmt.Sprint(rapid.IntRange(0, 60).Draw(t, "id")), Title: of(someTitles).Draw(t, "title"), County: of(someCounty).Draw(t, "county"),
		Place: of(someAreas).Draw(t, "place"), At: of(somePoints).Draw(t, "at"), Pay: drawPay(t), WorkTime: of(someTimes).Draw(t, "time"),
		Skills: rapid.SliceOfN(of(someSkills), 0, 2).Draw(t, "skills"), Kind: of(someKinds).Draw(t, "kind"),
		Published: today - match.Day(rapid.IntRange(-1, 70).Draw(t, "age")), ValidUntil: today + match.Day(rapid.IntRange(-2, 5).Draw(t, "valid")),
	}
}

func drawSeeker(t *rapid.T) match.Seeker {
	return match.Seeker{
		ID: fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "id")), Occupations: rapid.SliceOfN(of(someWishes), 0, 3).Draw(t, "wishes"),
		Area: of(someAreas).Draw(t, "area"), At: of(somePoints).Draw(t, "at"), Wanted: drawPay(t),
		Available: rapid.SliceOfN(of(match.Slots), 0, 2).Draw(t, "available"), Skills: rapid.SliceOfN(of(someSkills), 0, 3).Draw(t, "skills"),
		Registered: today - match.Day(rapid.IntRange(0, 200).Draw(t, "registered")),
	}
}

// scanned is the answer of looking at every posting.
func scanned(open map[string]match.Posting, s match.Seeker, n int) []match.Hit {
	var hits []match.Hit
	for _, p := range open {
		if p.ValidUntil >= today {
			hits = append(hits, match.Hit{ID: p.ID, Score: match.Of(s, p, today).Score})
		}
	}
	slices.SortFunc(hits, func(a, b match.Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(open[b.ID].Published, open[a.ID].Published), strings.Compare(b.ID, a.ID))
	})
	return hits[:min(n, len(hits))]
}

func TestBestIsWhatLookingAtAllAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ix, open := match.NewIndex(), map[string]match.Posting{}
		for range rapid.IntRange(0, 120).Draw(t, "writes") {
			p := drawPosting(t)
			if rapid.IntRange(0, 3).Draw(t, "kind of write") == 0 {
				ix.Remove(p.ID)
				delete(open, p.ID)
			} else {
				ix.Put(p)
				open[p.ID] = p
			}
		}
		if ix.Len() != len(open) {
			t.Fatalf("%d postings, want %d", ix.Len(), len(open))
		}
		for range 3 {
			s, n := drawSeeker(t), rapid.IntRange(0, 12).Draw(t, "n")
			if got, want := ix.Best(s, today, n), scanned(open, s, n); !slices.Equal(got, want) {
				t.Fatalf("%+v:\ngot  %v\nwant %v", s, got, want)
			}
		}
	})
}

func TestScoresAreFromNothingToAHundred(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, p := drawSeeker(t), drawPosting(t)
		f := match.Of(s, p, today)
		if f.Score < 0 || f.Score > 100 {
			t.Fatalf("%d", f.Score)
		}
		s.ID = "s"
		found := match.BestSeekers(p, []match.Seeker{s, s}, today, 1)
		if len(found) != 1 || !slices.Equal(found[0].For[:len(found[0].For)-1], f.For[:len(f.For)-1]) || !slices.Equal(found[0].Against, f.Against) {
			t.Fatalf("%+v and %+v", f, found)
		}
	})
}

func TestNewestIsWhatLookingAtAllAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ix, open := match.NewIndex(), map[string]match.Posting{}
		for range rapid.IntRange(0, 80).Draw(t, "writes") {
			p := drawPosting(t)
			ix.Put(p)
			open[p.ID] = p
		}
		word, county := of([]string{"", "保安", "搬运", "灯塔匠", "针车"}).Draw(t, "word"), of(someCounty).Draw(t, "county")
		before, n := of([]string{"", "3", "45"}).Draw(t, "before"), rapid.IntRange(0, 9).Draw(t, "n")
		var want []string
		for _, p := range open {
			if p.ValidUntil >= today && (before == "" || p.ID < before) && (county == "" || lies(p, county)) && saysWork(p, word) {
				want = append(want, p.ID)
			}
		}
		slices.SortFunc(want, func(a, b string) int { return strings.Compare(b, a) })
		want = want[:min(n, len(want))]
		if got := ix.Newest(match.Query{Occupation: word, County: county}, today, before, n); !slices.Equal(got, want) {
			t.Fatalf("%s in %s before %s: %v, want %v", word, county, before, got, want)
		}
		for _, p := range open {
			q := match.Query{Occupation: word, County: county}
			if got, want := q.Selects(p), (county == "" || lies(p, county)) && saysWork(p, word); got != want {
				t.Fatalf("%+v selects %+v: %v", q, p, got)
			}
		}
	})
}

// lies: a posting whose county is not given lies where its place says.
func lies(p match.Posting, county string) bool {
	if p.County != "" {
		return p.County == county
	}
	return p.Place != "" && map[string]string{"丰泽区": "丰泽区", "晋江陈埭": "晋江市", "鲤城区": "鲤城区"}[p.Place] == county
}

// saysWork: a posting names the one occupation that a word means, or else the word.
func saysWork(p match.Posting, word string) bool {
	found := occupation.Find(word)
	if len(found) == 0 {
		return strings.Contains(p.Title, word)
	}
	return slices.ContainsFunc(occupation.Find(p.Title), func(m occupation.Match) bool { return m.ID == found[0].ID })
}

func TestSearchByPay(t *testing.T) {
	ix := match.NewIndex()
	for id, pay := range map[string]match.Pay{
		"day": {Min: 200_00, Unit: match.PerDay}, "month": {Min: 3000_00, Max: 5000_00, Unit: match.PerMonth},
		"piece": {Min: 900_00, Unit: match.PerPiece}, "poor": {Min: 10_00, Unit: match.PerHour}, "unsaid": {},
	} {
		ix.Put(match.Posting{ID: id, Pay: pay})
	}
	for _, c := range []struct {
		pay  match.Pay
		want string
	}{
		{match.Pay{Min: 25_00, Unit: match.PerHour}, "month day"},
		{match.Pay{Min: 4500_00, Unit: match.PerMonth}, "month"},
		{match.Pay{Min: 1, Unit: match.PerPiece}, ""},
		{match.Pay{}, "unsaid poor piece month day"},
	} {
		if got := strings.Join(ix.Newest(match.Query{Pay: c.pay}, today, "", 9), " "); got != c.want {
			t.Errorf("%+v: %s, want %s", c.pay, got, c.want)
		}
	}
	if got := ix.Newest(match.Query{County: "仙游县"}, today, "", 9); got != nil {
		t.Errorf("no such county, got %v", got)
	}
}

func TestExpiredPostingsLeave(t *testing.T) {
	ix := match.NewIndex()
	for i, until := range []match.Day{0, today - 1, today, today - 5} {
		ix.Put(match.Posting{ID: fmt.Sprint(i), ValidUntil: until})
	}
	if got := ix.RemoveExpired(today); got != 2 || ix.Len() != 2 || !ix.Has("0") || ix.Has("1") {
		t.Errorf("%d left, %d are there", got, ix.Len())
	}
}

func TestQuestionsBesideWrites(t *testing.T) {
	ix := match.NewIndex()
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 300 {
				p := loader
				p.ID = fmt.Sprint(g, "-", i%50)
				ix.Put(p)
				if i%3 == 0 {
					ix.Remove(p.ID)
				}
				hits := ix.Best(porter, today, 5)
				if len(hits) > 5 {
					t.Errorf("%d hits", len(hits))
				}
				ix.Newest(match.Query{Occupation: "搬运"}, today, "", 5)
				ix.RemoveExpired(today - 1)
			}
		})
	}
	wg.Wait()
	// The last round of i%50 leaves out those whose i%3 was 0.
	if got, want := len(ix.Best(porter, today, 1000)), ix.Len(); got != want || want == 0 {
		t.Errorf("%d of %d", got, want)
	}
}

// market is a hundred thousand open postings as a city might have them: a fifth is
// 普工, the rest spread; a third asks for a skill; half have a position.
func market(n int) []match.Posting {
	r := rand.New(rand.NewPCG(1, 2))
	all := occupation.All()
	counties := []string{"鲤城区", "丰泽区", "洛江区", "泉港区", "惠安县", "安溪县", "永春县", "德化县", "石狮市", "晋江市", "晋江市", "晋江市", "南安市", "南安市"}
	list := make([]match.Posting, n)
	for i := range list {
		p := match.Posting{ID: fmt.Sprintf("019a0000-0000-7000-8000-%012d", i), Title: all[r.IntN(len(all))].Name, County: counties[r.IntN(len(counties))],
			Pay:  match.Pay{Min: int64(120+r.IntN(200)) * 100, Unit: match.PerDay},
			Kind: someKinds[r.IntN(len(someKinds))], WorkTime: someTimes[r.IntN(len(someTimes))],
			Published: today - match.Day(r.IntN(60)), ValidUntil: today + match.Day(r.IntN(30))}
		if r.IntN(5) == 0 {
			p.Title = "普工"
		}
		if r.IntN(3) == 0 {
			p.Pay = match.Pay{Min: int64(3000+r.IntN(5000)) * 100, Max: 900_000, Unit: match.PerMonth}
			p.Skills = []string{someSkills[r.IntN(len(someSkills))]}
		}
		if r.IntN(2) == 0 {
			p.At = match.Point{Lat: int32(24_500_000 + r.IntN(1_000_000)), Lng: int32(118_000_000 + r.IntN(900_000))}
		}
		list[i] = p
	}
	return list
}

func BenchmarkBest(b *testing.B) {
	list := market(100_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	ix := match.NewIndex()
	for _, p := range list {
		ix.Put(p)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	perPosting := float64(after.HeapAlloc-before.HeapAlloc) / float64(len(list))
	for _, c := range []struct {
		name string
		s    match.Seeker
	}{
		{"rare", match.Seeker{Occupations: []string{"石材切割工"}, Area: "南安水头", Wanted: match.Pay{Min: 200_00, Unit: match.PerDay}, Available: []string{"weekday_day"}}},
		{"common", match.Seeker{Occupations: []string{"普工"}, Area: "晋江", At: match.Point{Lat: 24_780_000, Lng: 118_550_000}, Wanted: match.Pay{Min: 200_00, Unit: match.PerDay}, Available: []string{"weekday_day"}}},
		{"three", match.Seeker{Occupations: []string{"保安", "保洁", "搬运工 日结"}, Area: "丰泽区", Skills: []string{"健康证"}, Available: []string{"weekend_day", "weekday_night"}}},
		{"unknown word", match.Seeker{Occupations: []string{"灯塔匠"}, Area: "丰泽区"}},
		{"nothing said", match.Seeker{}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if len(ix.Best(c.s, today, 20)) != 20 {
					b.Fatal("too few")
				}
			}
			b.ReportMetric(perPosting, "B/posting")
		})
	}
	b.Run("newest 保安 in 晋江", func(b *testing.B) {
		for b.Loop() {
			ix.Newest(match.Query{Occupation: "保安", County: "晋江市"}, today, "", 20)
		}
	})
	b.Run("put", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			ix.Put(list[i%len(list)])
		}
	})
}
