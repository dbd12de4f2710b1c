package flag_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/flag"
)

const (
	reg = flag.Registration
	job = flag.Placement
	act = flag.Activity
)

// edges holds each rule on both sides of each of its thresholds.
var edges = map[string]struct {
	month *month
	want  []flag.Code
}{
	"an empty month":                   {year(), nil},
	"three registrations of a station": {year(3, 2, 3, 4).add(3, reg, by("ann"), atTime(at(23, 0))), nil},

	"twenty where there was nobody":            {year(0, 0, 0, 0).add(20, reg), []flag.Code{flag.BurstMonth}},
	"nineteen where there was nobody":          {year(0, 0, 0, 0).add(19, reg), nil},
	"four times the median and twenty":         {year(7, 7, 7, 9).add(48, reg), []flag.Code{flag.BurstMonth}},
	"one fewer":                                {year(7, 7, 7, 9).add(47, reg), nil},
	"and twenty, of a median between two":      {year(5, 6, 7, 8).add(46, reg), []flag.Code{flag.BurstMonth}},
	"one fewer, of a median between two":       {year(5, 6, 7, 8).add(45, reg), nil},
	"three other months are no measure":        {year(0, 0, 0).add(60, reg), nil},
	"four other months are":                    {year(0, 0, 0, 0).add(60, reg), []flag.Code{flag.BurstMonth}},
	"one earlier burst does not hide the next": {year(2, 2, 2, 90).add(30, job), []flag.Code{flag.BurstMonth}},
	"the same person many times is one":        {year(1, 1, 1, 1).add(40, job, person("one")), nil},
	"placements and registrations stand out":   {year(2, 2, 2, 2).add(30, job).add(30, reg), []flag.Code{flag.BurstMonth, flag.BurstMonth}},
	"a ledger imported at once":                {year(0, 0, 0, 0).add(60, reg, imported, by("ann"), atTime(at(2, 0))), nil},
	"activities are nobody's persons":          {year(0, 0, 0, 0).add(60, act, person("")), nil},
	"a ledger, and nineteen of this month":     {year(0, 0, 0, 0).add(60, reg, imported).add(19, reg), nil},
	"seekers who registered themselves count":  {year(0, 0, 0, 0).add(20, reg, self), []flag.Code{flag.BurstMonth}},
	"nouns are not added up":                   {year(9, 9, 9, 9).add(30, reg).add(30, job), nil},

	"twelve of twenty at one employer": {year().add(12, job, employer("x")).add(8, job), []flag.Code{flag.OneEmployer}},
	"twelve of twenty-one":             {year().add(12, job, employer("x")).add(9, job), nil},
	"nine of nine":                     {year().add(9, job, employer("x")), nil},
	"imported, ten at one employer":    {year().add(10, job, employer("x"), imported), []flag.Code{flag.OneEmployer}},
	"registrations are at no employer": {year().add(10, reg, employer("")), nil},
	"ten at each of two":               {year().add(10, job, employer("x")).add(10, job, employer("y")), nil},

	"two on one phone":                     {year().add(2, reg, phone("p")), nil},
	"three on one phone":                   {year().add(3, reg, phone("p")), []flag.Code{flag.SharedPhone}},
	"three, of registration and job":       {year().add(2, reg, phone("p")).add(1, job, phone("p")), []flag.Code{flag.SharedPhone}},
	"one person three times":               {year().add(3, job, phone("p"), person("one")), nil},
	"nobody's phone is known":              {year().add(9, reg, phone("")), nil},
	"three on one phone of a ledger too":   {year().add(3, reg, phone("p"), imported), []flag.Code{flag.SharedPhone}},
	"activities on no phone and of nobody": {year().add(9, act, phone("p"), person("")), nil},

	"three alike on one day by one account": {year().add(3, act, by("ann"), same("x")).add(5, act), []flag.Code{flag.RepeatedEntry}},
	"two alike":                             {year().add(2, act, by("ann"), same("x")).add(2, act, by("ann"), same("y")), nil},
	"three alike by three":                  {year().add(3, act, same("x")), nil},
	"three that say nothing":                {year().add(3, act, by("ann")), nil},
	"three alike of a ledger":               {year().add(3, act, by("ann"), same("x"), imported), nil},

	"six of eighteen at night":         {year().add(6, reg, atTime(at(22, 0))).add(12, act), []flag.Code{flag.OddHours}},
	"six of nineteen":                  {year().add(6, reg, atTime(at(22, 0))).add(13, act), nil},
	"five of five":                     {year().add(5, reg, atTime(at(3, 0))), nil},
	"a minute before ten is evening":   {year().add(6, reg, atTime(at(21, 59))), nil},
	"a minute before six is night":     {year().add(6, reg, atTime(at(5, 59))), []flag.Code{flag.OddHours}},
	"six in the morning is morning":    {year().add(6, reg, atTime(at(6, 0))), nil},
	"a ledger brought in at night":     {year().add(19, reg, imported, atTime(at(2, 0))), nil},
	"seekers who register at night":    {year().add(19, reg, self, atTime(at(23, 0))), nil},
	"a ledger hides no night's work":   {year().add(50, reg, imported).add(6, act, atTime(at(1, 0))), []flag.Code{flag.OddHours}},
	"activities written down at night": {year().add(6, act, atTime(at(1, 0))), []flag.Code{flag.OddHours}},

	"twenty by one of three":            {year().add(20, act, by("ann")), []flag.Code{flag.OneRecorder}},
	"nineteen by one":                   {year().add(19, act, by("ann")), nil},
	"nineteen of twenty":                {year().add(19, act, by("ann")).add(1, act, by("bob")), nil},
	"38 of 40":                          {year().add(38, act, by("ann")).add(2, act, by("bob")), []flag.Code{flag.OneRecorder}},
	"38 of 41":                          {year().add(38, act, by("ann")).add(3, act, by("bob")), nil},
	"somebody who works alone":          {year().with(members("ann")).add(40, act, by("ann")), nil},
	"of two, and the other confirms":    {year().with(members("ann", "bob")).add(39, act, by("ann")).add(1, act, by("ann"), confirmedBy("bob")), nil},
	"of two, and the county confirms":   {year().with(members("ann", "bob")).add(40, act, by("ann"), confirmedBy("county")), []flag.Code{flag.OneRecorder}},
	"of three, and another confirms":    {year().add(40, act, by("ann"), confirmedBy("bob")), []flag.Code{flag.OneRecorder}},
	"a ledger imported by one":          {year().add(40, act, by("ann"), imported), nil},
	"by one who has left":               {year().add(40, act, by("zoe")), nil},
	"seekers who registered themselves": {year().add(15, reg, self).add(4, act, by("ann")), nil},

	"a stable placement without a contract": {year().add(1, job, stable), []flag.Code{flag.StableUnproven}},
	"a stable one with":                     {year().add(1, job, stable, proven), nil},
	"a casual one without":                  {year().add(9, job), nil},

	"one who had left by the seventh day": {year().add(9, job).add(1, job, leftBy(7)), []flag.Code{flag.LeftEarly}},
	"one whom the employer did not hire":  {year().add(9, job).add(1, job, notHired), []flag.Code{flag.NotHired}},
	"hints come last":                     {year().add(1, job, leftBy(30), notHired, deniedByEmployer), []flag.Code{flag.EmployerDenied, flag.NotHired, flag.LeftEarly}},

	"denied by employer, then by seeker": {year().add(1, job, deniedBySeeker).add(1, job, deniedByEmployer), []flag.Code{flag.EmployerDenied, flag.SeekerDenied}},
	"the gravest first": {year().add(3, job, stable, phone("p"), deniedBySeeker),
		[]flag.Code{flag.SeekerDenied, flag.SharedPhone, flag.StableUnproven}},
}

func TestEachThresholdOnBothSides(t *testing.T) {
	t.Parallel()
	for name, row := range edges {
		t.Run(name, func(t *testing.T) { wantCodes(t, flag.Of(row.month.Month), row.want...) })
	}
}

func TestAFlagTellsItsNumbersAndRecords(t *testing.T) {
	t.Parallel()
	for want, m := range map[string]*month{
		"本月逐条录入求职登记30人，本年其他4个月的中位数为2.5人":                     year(2, 2, 3, 9).add(30, reg).add(9, job),
		"本月推荐成功14人次，其中11人次在同一个用人单位":                          year().add(11, job, employer("x")).add(3, job),
		"有3名求职者使用同一个联系电话":                                    year().add(3, reg, phone("p")),
		"有2个联系电话各有3名以上求职者共用，最多的一个有4名":                        year().add(3, reg, phone("p")).add(4, reg, phone("q")),
		"工作人员录入的8条记录中，有7条在夜间（22时至次日6时）录入":                    year().add(7, reg, atTime(at(4, 0))).add(1, act),
		"工作人员录入的21条记录中，有20条由同一个账号录入，本站共有3名成员":                year().add(20, act, by("bob")).add(1, act, by("cid")),
		"工作人员录入的20条记录中，有20条由同一个账号录入，本站共有2名成员，另一名成员没有确认过任何一条": year().with(members("ann", "bob")).add(20, act, by("bob")),
		"有2人次稳定就业没有劳动合同或社会保险佐证":                              year().add(2, job, stable),
		"有3条推荐成功记录，30天内回访时求职者已离岗，请留意是否属实上岗":                  year().add(2, job, leftBy(7)).add(1, job, leftBy(30)).add(1, job),
		"有2条推荐成功记录，用人单位在上岗之日或以后答复推荐时称未录用该求职者":                year().add(2, job, notHired).add(1, job),
		"有1条推荐成功记录被用人单位否认":                                   year().add(1, job, deniedByEmployer),
		"有2条推荐成功记录被求职者本人否认":                                  year().add(2, job, deniedBySeeker),
	} {
		flags := flag.Of(m.Month)
		if len(flags) != 1 || flags[0].Text != want {
			t.Errorf("got %+v, want %s", flags, want)
		}
	}
	m := year().add(2, reg).add(3, reg, phone("p")).add(1, job, stable)
	if f := flag.Of(m.Month); len(f) != 2 || len(f[0].Records) != 3 || f[0].Records[0] != "r003" || f[1].Records[0] != "r006" {
		t.Errorf("about %+v", f)
	}
}
