package flag

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"
)

const (
	// phonePersons may share one number before it is asked about. Couples and a
	// parent with a child do (a seeker may leave a relative's phone); three people
	// who can all be reached only under one number are worth a call.
	phonePersons = 3

	// employerLeast and employerPercent: a site beside a large factory may well send
	// it a handful in a month. With ten and more, and half of all who were placed, one
	// call to that employer settles most of the month.
	employerLeast, employerPercent = 10, 60
)

func employerDenied(m Month) []Flag {
	about := where(m.Entries, func(e Entry) bool { return e.EmployerDenied })
	if len(about) == 0 {
		return nil
	}
	return raise(EmployerDenied, Denied, fmt.Sprintf("有%d条推荐成功记录被用人单位否认", len(about)), about)
}

func seekerDenied(m Month) []Flag {
	about := where(m.Entries, func(e Entry) bool { return e.SeekerDenied })
	if len(about) == 0 {
		return nil
	}
	return raise(SeekerDenied, Denied, fmt.Sprintf("有%d条推荐成功记录被求职者本人否认", len(about)), about)
}

func sharedPhone(m Month) []Flag {
	people := map[string]map[string]bool{} // by phone
	for _, e := range m.Entries {
		if e.Phone == "" || e.Person == "" {
			continue
		}
		if people[e.Phone] == nil {
			people[e.Phone] = map[string]bool{}
		}
		people[e.Phone][e.Person] = true
	}
	maps.DeleteFunc(people, func(_ string, of map[string]bool) bool { return len(of) < phonePersons })
	if len(people) == 0 {
		return nil
	}
	most := 0
	for _, of := range people {
		most = max(most, len(of))
	}
	text := fmt.Sprintf("有%d名求职者使用同一个联系电话", most)
	if len(people) > 1 {
		text = fmt.Sprintf("有%d个联系电话各有%d名以上求职者共用，最多的一个有%d名", len(people), phonePersons, most)
	}
	return raise(SharedPhone, Suspicion, text,
		where(m.Entries, func(e Entry) bool { return e.Person != "" && people[e.Phone] != nil }))
}

func oneEmployer(m Month) []Flag {
	placed := where(m.Entries, func(e Entry) bool { return e.Noun == Placement })
	employer, n := mostCommon(placed, func(e Entry) string { return e.Employer })
	if n < employerLeast || !atLeast(n, employerPercent, len(placed)) {
		return nil
	}
	return raise(OneEmployer, Suspicion, fmt.Sprintf("本月推荐成功%d人次，其中%d人次在同一个用人单位", len(placed), n),
		where(placed, func(e Entry) bool { return e.Employer == employer }))
}

// stableUnproven has no least number: a stable placement counts double, and who
// confirms one should see that nothing was attached. A ledger that names the
// contract in words has said what there is to see.
func stableUnproven(m Month) []Flag {
	about := where(m.Entries, func(e Entry) bool { return e.Noun == Placement && e.Stable && !e.Proven })
	if len(about) == 0 {
		return nil
	}
	return raise(StableUnproven, Hint, fmt.Sprintf("有%d人次稳定就业没有劳动合同或社会保险佐证", len(about)), about)
}

// notHired has no least number either: two papers say opposite things. It is a hint
// only, since the answer may have been about other work with the same employer.
func notHired(m Month) []Flag {
	about := where(m.Entries, func(e Entry) bool { return e.NotHired })
	if len(about) == 0 {
		return nil
	}
	return raise(NotHired, Hint, fmt.Sprintf("有%d条推荐成功记录，用人单位在上岗之日或以后答复推荐时称未录用该求职者", len(about)), about)
}

// leftEarly says what follow-ups have found. It lowers no figure: work had begun.
func leftEarly(m Month) []Flag {
	about := where(m.Entries, func(e Entry) bool { return e.LeftBy > 0 })
	if len(about) == 0 {
		return nil
	}
	most := 0
	for _, e := range about {
		most = max(most, e.LeftBy)
	}
	return raise(LeftEarly, Hint, fmt.Sprintf("有%d条推荐成功记录，%d天内回访时求职者已离岗，请留意是否属实上岗", len(about), most), about)
}

// mostCommon is the value that most entries have; of equals the smallest, so that
// order makes no difference.
func mostCommon(entries []Entry, value func(Entry) string) (string, int) {
	n := map[string]int{}
	for _, e := range entries {
		n[value(e)]++
	}
	best := ""
	for _, v := range slices.SortedFunc(maps.Keys(n), cmp.Compare[string]) {
		if n[v] > n[best] {
			best = v
		}
	}
	return best, n[best]
}

// shanghai has no summer time; the host's zone tables are not asked.
var shanghai = time.FixedZone("CST", 8*60*60)
