package match

import (
	"slices"
	"testing"
)

func TestTimeOfWorkIsReadFromText(t *testing.T) {
	for _, c := range []struct {
		text string
		want slots
	}{
		{"周末白天", weekendDay},
		{"周末兼职", weekendDay},
		{"夜班", weekdayNight},
		{"长白班，双休", weekdayDay},
		{"周末双休", weekdayDay},
		{"双休日", weekendDay},
		{"两班倒，月休4天", always},
		{"8:00-17:00", weekdayDay},
		{"18点到22点", weekdayNight},
		{"周六日 17:30—21:30", weekendNight},
		{"22:00-次日6:00", weekdayNight},
		{"9:00-21:00 单休", always},
		{"每天早上", byDay},
		{"面议", 0},
		{"99:00-99:00", 0},
		{"", 0},
	} {
		if got := worked(c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.text, got.names(), c.want.names())
		}
	}
}

func TestAvailableTimes(t *testing.T) {
	if got := available([]string{"weekend_day", "nonsense"}); got != weekendDay {
		t.Errorf("got %s", got.names())
	}
	if got := available([]string{"full_time"}); got != always || got.names() != "全天" {
		t.Errorf("got %s", got.names())
	}
	if got := (weekdayDay | weekendNight).names(); got != "工作日白天、周末晚上" {
		t.Errorf("got %s", got)
	}
}

func TestSkillsMeetInOneName(t *testing.T) {
	for _, c := range []struct {
		list     []string
		included bool
		want     []string
	}{
		{[]string{"叉车操作证", "有叉车证", "N1证"}, false, []string{"叉车证"}},
		{[]string{"Ｂ２驾照"}, true, []string{"驾驶证B2", "驾驶证C1", "驾驶证C2"}},
		{[]string{"B2"}, false, []string{"驾驶证B2"}},
		{[]string{"会做卤面", "会做卤面 "}, true, []string{"会做卤面"}},
		{[]string{"", "  ", "！"}, true, nil},
	} {
		if got := skillSet(c.list, c.included); !slices.Equal(got, c.want) {
			t.Errorf("%v: %v, want %v", c.list, got, c.want)
		}
	}
}

func FuzzPlainWords(f *testing.F) {
	for _, s := range []string{"周末白天", "8:00-17:00", "官桥 陈埭", "B2\xff", "两班倒24小时"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got := worked(text); got > always {
			t.Errorf("%q: time %b", text, got)
		}
		if named, towns := places.read(text); len(towns) > 0 && named == 0 {
			t.Errorf("%q: towns without a county", text)
		}
		if s := skill(text); skill(s) != s && plain(s) != s {
			t.Errorf("%q: skill %q is not what it is called", text, s)
		}
	})
}
