package match

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/quanjiuye/backend/service/occupation"
)

// wish is a seeker in the form in which postings are held against it.
type wish struct {
	wanted []wanted // known occupations, in the order in which they were said
	words  []string // other work that is wanted, as plain words
	like   [][2]int // by occupation.ID: points, and the place in wanted that earns them

	said  counties // where; 0: anywhere
	next  counties
	towns []townID
	at    Point

	pay    Pay
	month  int64 // fen a month at least; 0: not said, or not comparable
	times  slots
	skills []string // with what they include
	kinds  kinds
}

type wanted struct {
	id    occupation.ID
	words string
}

// kinds is a set of kinds of employment.
type kinds uint8

const (
	partTime kinds = 1 << iota
	temporary
	phase
	fixed

	shortTerm = partTime | temporary | phase
)

var (
	kindSets  = map[Kind]kinds{PartTime: partTime, Temporary: temporary, Phase: phase, Fixed: fixed}
	kindNames = map[kinds]string{partTime: "非全日制", temporary: "临时", phase: "阶段性", fixed: "固定"}
	kindWords = map[string]kinds{
		"兼职": partTime, "非全日制": partTime, "钟点": partTime,
		"临时工": temporary, "临时": temporary, "日结": temporary, "零工": temporary, "短工": temporary, "散工": temporary, "短期": temporary,
		"暑假工": phase, "寒假工": phase, "假期工": phase, "暑期": phase, "季节工": phase, "季节性": phase, "阶段性": phase,
		"长期": fixed, "固定": fixed, "全职": fixed, "正式工": fixed, "长期工": fixed, "稳定": fixed,
	}
	kindOrder = longestFirst(kindWords)
	anything  = []string{"不限", "随便", "都可以", "都行", "均可", "任何", "其他", "什么都"}
)

func (k kinds) names() string {
	var out []string
	for _, one := range []kinds{partTime, temporary, phase, fixed} {
		if k&one != 0 {
			out = append(out, kindNames[one])
		}
	}
	return strings.Join(out, "、")
}

func newWish(s Seeker) *wish {
	w := &wish{at: s.At, pay: s.Wanted, month: monthly(s.Wanted.Min, s.Wanted.Unit), times: available(s.Available), skills: skillSet(s.Skills, true)}
	w.said, w.towns = places.read(s.Area)
	w.next = places.around(w.said)
	for _, text := range s.Occupations {
		w.want(text)
	}
	if w.looks() {
		w.like = make([][2]int, len(occupation.All()))
		for i := range w.like {
			w.like[i] = w.liking(occupation.ID(i))
		}
	}
	return w
}

// want reads one thing that is wanted.
func (w *wish) want(text string) {
	found := occupation.Find(text)
	for _, m := range found {
		if !slices.ContainsFunc(w.wanted, func(o wanted) bool { return o.id == m.ID }) {
			w.wanted = append(w.wanted, wanted{m.ID, m.Words})
		}
	}
	rest := text
	for _, k := range kindOrder {
		if strings.Contains(rest, k) {
			rest, w.kinds = strings.ReplaceAll(rest, k, " "), w.kinds|kindWords[k]
		}
	}
	rest = plain(rest)
	if len(found) == 0 && utf8.RuneCountInString(rest) >= 2 && !slices.ContainsFunc(anything, func(a string) bool { return strings.Contains(rest, a) }) &&
		!strings.ContainsAny(rest, "男女") { // who somebody is is not looked for
		w.words = append(w.words, rest)
	}
}

// looks reports whether some work is wanted rather than any.
func (w *wish) looks() bool { return len(w.wanted)+len(w.words) > 0 }

func (w *wish) liking(id occupation.ID) (best [2]int) {
	for i, o := range w.wanted {
		if p := WeightOccupation * occupation.Similarity(o.id, id) / occupation.Same; p > best[0] {
			best = [2]int{p, i}
		}
	}
	return best
}

// monthly is pay in fen a month, or 0 where that cannot be told.
func monthly(fen int64, unit Unit) int64 {
	if fen < 0 {
		return 0
	}
	switch unit {
	case PerHour:
		return fen * HoursADay * DaysAMonth
	case PerDay:
		return fen * DaysAMonth
	case PerMonth:
		return fen
	}
	return 0
}
