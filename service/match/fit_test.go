package match_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service/match"
)

const today match.Day = 20_000

var (
	loader = match.Posting{
		ID: "p", Title: "急招装卸工", County: "丰泽区", Place: "丰泽区东海街道", At: match.Point{Lat: 24_880_000, Lng: 118_650_000},
		Pay: match.Pay{Min: 220_00, Unit: match.PerDay}, WorkTime: "周末白天", Skills: []string{"叉车证"}, Kind: match.Temporary,
		Published: today - 3, ValidUntil: today + 10,
	}
	porter = match.Seeker{
		ID: "s", Occupations: []string{"装卸工，日结"}, Area: "丰泽区", At: match.Point{Lat: 24_900_000, Lng: 118_645_000},
		Wanted: match.Pay{Min: 200_00, Unit: match.PerDay}, Available: []string{"weekend_day"}, Skills: []string{"有叉车操作证"}, Registered: today - 5,
	}
)

func TestReasons(t *testing.T) {
	for _, c := range []struct {
		name         string
		posting      func(*match.Posting)
		seeker       func(*match.Seeker)
		score        int
		pro, con     string // all of the reasons that the case is about
		without      string
		wholeFor     []string
		wholeAgainst []string
	}{
		{name: "all fits", score: 97, wholeFor: []string{
			"工种相同：装卸工", "同在丰泽区，约2.3公里", "日薪220元，高于期望200元", "时间合适：周末白天", "具备叉车证", "用工形式合适：临时", "3天前发布",
		}},
		{name: "same by another word", posting: func(p *match.Posting) { p.Title = "搬运工" }, score: 97, pro: "工种相同：装卸工"},
		{name: "the occupation as such goes before the title", posting: func(p *match.Posting) { p.Occupation = "保安" }, score: 61, con: "工种不同，期望装卸工"},
		{name: "near", posting: func(p *match.Posting) { p.Title = "理货员" }, score: 79, pro: "工种相近：装卸工与理货员"},
		{name: "by code", posting: func(p *match.Posting) { p.Title, p.Code = "招工", "4-02-05-01" }, score: 97, pro: "工种相同：装卸工"},
		{name: "no occupation is known", posting: func(p *match.Posting) { p.Title = "招人" }, score: 70, without: "工种"},
		{name: "no occupation is wanted", seeker: func(s *match.Seeker) { s.Occupations = []string{"都可以"} }, score: 77, without: "工种"},
		{name: "no list knows it", seeker: func(s *match.Seeker) { s.Occupations = []string{"无人岛灯塔匠"} }, posting: func(p *match.Posting) { p.Title = "无人岛灯塔匠一名" }, score: 95, pro: "工种相同：无人岛灯塔匠"},
		{name: "who somebody is is not looked for", seeker: func(s *match.Seeker) { s.Occupations = []string{"女士优先"} }, posting: func(p *match.Posting) { p.Title = "女士优先" }, score: 77, without: "工种"},
		{name: "same town", seeker: func(s *match.Seeker) { s.At, s.Area = match.Point{}, "东海" }, score: 99, pro: "同在东海街道"},
		{name: "next county", seeker: func(s *match.Seeker) { s.At, s.Area = match.Point{}, "洛江" }, score: 87, pro: "在相邻的丰泽区", without: "同在"},
		{name: "another county", seeker: func(s *match.Seeker) { s.At, s.Area = match.Point{}, "德化" }, score: 79, con: "工作地点在丰泽区，期望在德化县"},
		{name: "far away", seeker: func(s *match.Seeker) { s.At.Lat += 400_000 }, score: 95, con: "距离约47公里"},
		{name: "only a distance", seeker: func(s *match.Seeker) { s.Area = "" }, score: 97, pro: "距离约2.3公里"},
		{name: "close by", seeker: func(s *match.Seeker) { s.At = loader.At; s.At.Lat += 4_000 }, score: 99, pro: "约400米"},
		{name: "less pay", seeker: func(s *match.Seeker) { s.Wanted.Min = 250_00 }, score: 92, con: "离期望待遇差30元/天"},
		{name: "half the pay", seeker: func(s *match.Seeker) { s.Wanted.Min = 440_00 }, score: 83, con: "离期望待遇差220元/天"},
		{name: "just that pay", seeker: func(s *match.Seeker) { s.Wanted.Min = 220_00 }, score: 97, pro: "日薪220元，达到期望"},
		{name: "up to that pay", posting: func(p *match.Posting) { p.Pay.Min, p.Pay.Max = 180_50, 200_00 }, score: 95, pro: "日薪180.5-200元，最高达到期望200元"},
		{name: "pay by the month", posting: func(p *match.Posting) { p.Pay = match.Pay{Min: 5000_00, Max: 6000_00, Unit: match.PerMonth} }, score: 97, pro: "月薪5000-6000元（折合每天约227元），高于期望200元"},
		{name: "less by the hour", posting: func(p *match.Posting) { p.Pay = match.Pay{Min: 20_00, Unit: match.PerHour} }, score: 90, con: "离期望待遇差约40元/天"},
		{name: "by the piece", posting: func(p *match.Posting) { p.Pay = match.Pay{Min: 50, Unit: match.PerPiece} }, score: 90, con: "按件计酬，无法与期望的按天计酬比较"},
		{name: "nothing of pay", posting: func(p *match.Posting) { p.Pay = match.Pay{} }, score: 90, without: "薪"},
		{name: "some of the time", posting: func(p *match.Posting) { p.WorkTime = "周末全天" }, score: 92, pro: "时间部分合适：周末白天", con: "还要求周末晚上"},
		{name: "another time", posting: func(p *match.Posting) { p.WorkTime = "夜班" }, score: 87, con: "工作时间是工作日晚上，登记的空闲时间是周末白天"},
		{name: "a skill is missing", posting: func(p *match.Posting) { p.Skills = []string{"健康证", "叉车证"} }, score: 92, pro: "具备叉车证", con: "要求健康证，登记的技能里没有"},
		{name: "no skill was said", seeker: func(s *match.Seeker) { s.Skills = nil }, score: 92, con: "要求叉车证，登记时没有填写技能，请核实"},
		{name: "a licence includes another", seeker: func(s *match.Seeker) { s.Skills = []string{"B2驾照"} }, posting: func(p *match.Posting) { p.Skills = []string{"C1"} }, score: 97, pro: "具备驾驶证C1"},
		{name: "another kind", posting: func(p *match.Posting) { p.Kind = match.Fixed }, score: 93, con: "用工形式是固定，期望临时"},
		{name: "another short kind", posting: func(p *match.Posting) { p.Kind = match.PartTime }, score: 95, con: "用工形式是非全日制，期望临时"},
		{name: "new", posting: func(p *match.Posting) { p.Published = today }, score: 98, pro: "今天发布"},
		{name: "old", posting: func(p *match.Posting) { p.Published = today - 99 }, score: 92, pro: "99天前发布"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, s := loader, porter
			if c.posting != nil {
				c.posting(&p)
			}
			if c.seeker != nil {
				c.seeker(&s)
			}
			f := match.Of(s, p, today)
			all := strings.Join(append(slices.Clone(f.For), f.Against...), "; ")
			if f.Score != c.score {
				t.Errorf("score %d, want %d: %s", f.Score, c.score, all)
			}
			if c.pro != "" && !strings.Contains(strings.Join(f.For, "; "), c.pro) {
				t.Errorf("for: %q, want %s", f.For, c.pro)
			}
			if c.con != "" && !slices.Contains(f.Against, c.con) {
				t.Errorf("against: %q, want %s", f.Against, c.con)
			}
			if c.con == "" && len(f.Against) != 0 {
				t.Errorf("against: %q, want nothing", f.Against)
			}
			if c.without != "" && strings.Contains(all, c.without) {
				t.Errorf("%s, should say nothing of %s", all, c.without)
			}
			if c.wholeFor != nil && !slices.Equal(f.For, c.wholeFor) {
				t.Errorf("for: %q, want %q", f.For, c.wholeFor)
			}
		})
	}
}

func TestNothingIsKnown(t *testing.T) {
	f := match.Of(match.Seeker{}, match.Posting{}, 0)
	if f.Score < 40 || f.Score > 70 || len(f.Against) != 0 || !slices.Equal(f.For, []string{"今天发布"}) {
		t.Errorf("got %+v", f)
	}
}

// Whoever adds a field here says by it that matching may look at it. None may tell
// who somebody is: see the package's comment.
func TestWhatMatchingLooksAt(t *testing.T) {
	for _, c := range []struct {
		of   any
		want string
	}{
		{match.Seeker{}, "ID Occupations Area At Wanted Available Skills Registered"},
		{match.Posting{}, "ID Title Occupation Code County Place At Pay WorkTime Skills Kind Published ValidUntil"},
		{match.Query{}, "Occupation County Pay"},
	} {
		var got []string
		for _, f := range reflect.VisibleFields(reflect.TypeOf(c.of)) {
			got = append(got, f.Name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%T has %v", c.of, got)
		}
	}
}

func TestWeightsAreAHundred(t *testing.T) {
	if sum := match.WeightOccupation + match.WeightArea + match.WeightPay + match.WeightTime + match.WeightSkills + match.WeightFreshness + match.WeightKind; sum != 100 {
		t.Errorf("got %d", sum)
	}
}

func TestBestSeekers(t *testing.T) {
	welder, stranger, old := porter, porter, porter
	welder.ID, welder.Occupations = "welder", []string{"电焊"}
	stranger.ID, stranger.Occupations, stranger.Area, stranger.Available = "stranger", []string{"理货"}, "德化县", nil
	old.ID, old.Registered = "old", today-100
	got := match.BestSeekers(loader, []match.Seeker{welder, stranger, old, porter}, today, 3)
	var ids []string
	for _, f := range got {
		ids = append(ids, f.ID)
	}
	if !slices.Equal(ids, []string{"s", "old", "welder"}) && !slices.Equal(ids, []string{"s", "old", "stranger"}) {
		t.Errorf("got %v", ids)
	}
	if last := got[0].For[len(got[0].For)-1]; last != "5天前登记" {
		t.Errorf("got %s", last)
	}
	if len(match.BestSeekers(loader, nil, today, 3)) != 0 || len(match.BestSeekers(loader, []match.Seeker{old}, today, -1)) != 0 {
		t.Error("nobody is nobody")
	}
}
