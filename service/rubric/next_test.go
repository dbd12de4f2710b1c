package rubric_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/rubric"
)

// add is f after n (and, of item 4, also so many postings) further units.
func add(f rubric.Facts, p rubric.Policy, no, n, postings int) rubric.Facts {
	switch no {
	case 2:
		f.Staff = ptr(*f.Staff + n)
	case 4:
		pub := *f.Publishing
		pub.Enterprises += n
		if p.Settings()["item4_unit"] == "vacancies" {
			pub.Vacancies += postings
		} else {
			pub.Postings += postings
		}
		f.Publishing = &pub
	case 7:
		f.Registered = ptr(*f.Registered + n)
	case 8:
		f.Placed = &rubric.Placed{Casual: f.Placed.Casual + n, Stable: f.Placed.Stable}
	}
	return f
}

// Adding Need reaches exactly Score, and nothing less raises the score at all.
func TestNextIsTheSmallestStep(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		for _, no := range []int{2, 7, 8} {
			it := item(t, rubric.Evaluate(p, f), no)
			if it.Next == nil {
				if it.Score.Cmp(rubric.Points(it.Max)) != 0 {
					rt.Fatalf("item %d: no step from %s", no, it.Score)
				}
				continue
			}
			if got := scoreOf(t, p, add(f, p, no, it.Next.Need, 0), no); got != it.Next.Score || got.Cmp(*it.Score) <= 0 {
				rt.Fatalf("item %d under %s: %d more give %s; promised %s, up from %s",
					no, p.Version, it.Next.Need, got, it.Next.Score, it.Score)
			}
			for n := 1; n < it.Next.Need; n++ {
				got := scoreOf(t, p, add(f, p, no, n, 0), no)
				if got.Cmp(*it.Score) > 0 {
					rt.Fatalf("item %d under %s: %d are enough for %s, not only %d", no, p.Version, n, got, it.Next.Need)
				}
				if got != *it.Score && p.Settings()["item8_stable"] != "points_share" {
					rt.Fatalf("item %d under %s: %d more change %s to %s", no, p.Version, n, it.Score, got)
				}
			}
		}
	})
}

// units are what item 4's step asks for, by kind.
func units(n *rubric.Next) (enterprises, postings int) {
	if n.Also != nil {
		return n.Need, n.Also.Need
	}
	if n.Unit == "家" {
		return n.Need, 0
	}
	return 0, n.Need
}

func TestNextOfItem4IsTheSmallestOfAllMixtures(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		it := item(t, rubric.Evaluate(p, f), 4)
		if it.Next == nil {
			if it.Score.Cmp(rubric.Points(10)) != 0 {
				rt.Fatalf("no step from %s", it.Score)
			}
			return
		}
		e, n := units(it.Next)
		if got := scoreOf(t, p, add(f, p, 4, e, n), 4); got != it.Next.Score || got.Cmp(*it.Score) <= 0 {
			rt.Fatalf("under %s: %d and %d give %s; promised %s, up from %s", p.Version, e, n, got, it.Next.Score, it.Score)
		}
		// Scores only grow with both, so the mixtures of one unit less stand for all smaller ones.
		for i := 0; i < e+n; i++ {
			if got := scoreOf(t, p, add(f, p, 4, i, e+n-1-i), 4); got != *it.Score {
				rt.Fatalf("under %s: %d and %d already give %s, not only %d and %d", p.Version, i, e+n-1-i, got, e, n)
			}
		}
	})
}

func TestNextOfItem15IsTheNextLevel(t *testing.T) {
	levels := map[string]rubric.Level{"2": rubric.County, "3": rubric.City, "5": rubric.Provincial, "10": rubric.National}
	steps := map[string]string{"0": "2", "2": "3", "3": "5", "5": "10", "10": ""}
	rapid.Check(t, func(rt *rapid.T) {
		p, f := anyPolicy.Draw(rt, "policy"), anyFacts.Draw(rt, "facts")
		it := item(t, rubric.Evaluate(p, f), 15)
		want := steps[it.Score.String()]
		if it.Next == nil {
			if want != "" {
				rt.Fatalf("no step from %s", it.Score)
			}
			return
		}
		f.Honours = ptr(append([]rubric.Honour{{Level: levels[want], Date: f.AsOf, Confirmed: true}}, *f.Honours...))
		if got := scoreOf(t, p, f, 15); got.String() != want || got != it.Next.Score || it.Next.Need != 1 {
			rt.Fatalf("one more gives %s, want %s, promised %s", got, want, it.Next.Score)
		}
	})
}

func TestNextTexts(t *testing.T) {
	market := rubric.Facts{Kind: rubric.Market, AsOf: calendar.Date{Year: 2026, Month: 10, Day: 9}, Months: 10}
	for name, c := range map[string]struct {
		policy map[string]string
		change func(*rubric.Facts)
		no     int
		want   string
	}{
		"staff": {nil, func(f *rubric.Facts) { f.Staff = ptr(0) }, 2, "再配备 1 名工作人员，得分由 0 分升至 3 分"},
		"registered": {nil, func(f *rubric.Facts) { f.Registered = ptr(47) }, 7,
			"本月再登记 3 人次，得分由 0 分升至 5 分"},
		"registered, parts count": {map[string]string{"item7_increment": "linear"}, func(f *rubric.Facts) { f.Registered = ptr(50) }, 7,
			"本月再登记 1 人次，得分由 5 分升至 5.1 分"},
		"placed": {nil, func(f *rubric.Facts) { f.Placed = &rubric.Placed{Casual: 70, Stable: 18} }, 8,
			"本月再推荐 4 人成功，得分由 5 分升至 6 分"},
		"enterprises or postings": {nil, func(f *rubric.Facts) { f.Publishing = &rubric.Publishing{Enterprises: 85, Postings: 950} }, 4,
			"本年度再发布 5 家企业（单位），或 50 个岗位信息，得分由 7 分升至 8 分"},
		"postings are nearer": {nil, func(f *rubric.Facts) { f.Publishing = &rubric.Publishing{Enterprises: 81, Postings: 999} }, 4,
			"本年度再发布 1 个岗位信息，或 9 家企业（单位），得分由 7 分升至 8 分"},
		"equally few": {nil, func(f *rubric.Facts) { f.Publishing = &rubric.Publishing{Enterprises: 99, Postings: 999} }, 4,
			"本年度再发布 1 个岗位信息，或 1 家企业（单位），得分由 8 分升至 9 分"},
		"the other kind would lead elsewhere": {map[string]string{"item4_part_step": "prorata"},
			func(f *rubric.Facts) { f.Publishing = &rubric.Publishing{Enterprises: 99, Postings: 999} }, 4,
			"本年度再发布 1 个岗位信息，得分由 9.89 分升至 9.9 分"},
		"the larger deduction counts, one kind is enough": {map[string]string{"item4_combination": "max"},
			func(f *rubric.Facts) { f.Publishing = &rubric.Publishing{Enterprises: 85, Postings: 950} }, 4,
			"本年度再发布 5 家企业（单位），得分由 8 分升至 9 分"},
		"the larger deduction counts, both are needed": {map[string]string{"item4_combination": "max"},
			func(f *rubric.Facts) { f.Publishing = &rubric.Publishing{Enterprises: 85, Postings: 870} }, 4,
			"本年度再发布 5 家企业（单位）和 30 个岗位信息，得分由 8 分升至 9 分"},
		"far below the floor": {nil, func(f *rubric.Facts) { f.Publishing = &rubric.Publishing{Enterprises: 5, Postings: 80} }, 4,
			"本年度再发布 95 家企业（单位）和 20 个岗位信息，得分由 0 分升至 1 分"},
		"vacancies": {map[string]string{"item4_unit": "vacancies"},
			func(f *rubric.Facts) {
				f.Publishing = &rubric.Publishing{Enterprises: 100, Postings: 5, Vacancies: 998}
			}, 4,
			"本年度再发布 2 个招聘名额，得分由 9 分升至 10 分"},
		"honours": {nil, func(f *rubric.Facts) {
			f.Honours = &[]rubric.Honour{{Level: rubric.City, Date: f.AsOf, Confirmed: true}}
		}, 15,
			"再获得 1 项省级荣誉或宣传报道并经确认，得分由 3 分升至 5 分"},
	} {
		f := market
		c.change(&f)
		it := item(t, rubric.Evaluate(with(t, c.policy), f), c.no)
		if it.Next == nil || it.Next.Text != c.want {
			t.Errorf("%s: got %+v, want %s", name, it.Next, c.want)
		}
	}
}
