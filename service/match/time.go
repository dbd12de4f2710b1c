package match

import (
	"regexp"
	"strconv"
	"strings"
)

// slots is a set of times of work, a bit for each of Slots but the last, which is
// all of them.
type slots uint8

const (
	weekdayDay slots = 1 << iota
	weekdayNight
	weekendDay
	weekendNight

	weekday = weekdayDay | weekdayNight
	weekend = weekendDay | weekendNight
	byDay   = weekdayDay | weekendDay
	byNight = weekdayNight | weekendNight
	always  = weekday | weekend
)

var slotNames = []string{"工作日白天", "工作日晚上", "周末白天", "周末晚上"}

// names lists the slots in Chinese; all of them are 全天.
func (s slots) names() string {
	if s == always {
		return "全天"
	}
	var out []string
	for i, name := range slotNames {
		if s&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return strings.Join(out, "、")
}

// available reads a seeker's times.
func available(list []string) (s slots) {
	for _, name := range list {
		for i, known := range Slots {
			if name == known && i < len(slotNames) {
				s |= 1 << i
			} else if name == known {
				s |= always
			}
		}
	}
	return s
}

// What a posting says of its time, and what it means. A posting that says only the
// days means the daytime, one that says only the part of the day means working days.
var (
	dayWords = map[string]slots{
		"周末": weekend, "双休日": weekend, "周六": weekend, "周日": weekend, "星期六": weekend, "星期日": weekend, "礼拜六": weekend, "礼拜天": weekend, "节假日": weekend,
		"工作日": weekday, "周一至周五": weekday, "周一到周五": weekday, "星期一至星期五": weekday, "双休": weekday, "周末双休": weekday, "上五休二": weekday,
		"单休": always, "月休": always, "轮休": always, "周一至周六": always, "周一至周日": always, "每天": always, "天天": always, "无休": always,
	}
	partWords = map[string]slots{
		"白天": byDay, "白班": byDay, "日班": byDay, "早班": byDay, "长白班": byDay, "上午": byDay, "下午": byDay, "中班": byDay, "早上": byDay, "常日班": byDay,
		"夜班": byNight, "晚班": byNight, "晚上": byNight, "夜间": byNight, "通宵": byNight, "大夜": byNight, "小夜": byNight, "凌晨": byNight,
		"两班倒": always, "三班倒": always, "倒班": always, "轮班": always, "两班": always, "三班": always, "四班三运转": always, "24小时": always, "全天": always, "住家": always,
	}
	// days that a longer word took: 双休 is not 双休日, 周末双休 not 周末.
	timeWords = longestFirst(dayWords, partWords)
	clock     = regexp.MustCompile(`(\d{1,2})[:：点时](\d{2})?[分半]?\s*(?:[-—~－～至到]+)\s*(?:次日|第二天|凌晨|晚上|晚|下午)?\s*(\d{1,2})[:：点时]`)
)

// worked reads the time of work from plain words; nothing is known of 0.
func worked(text string) slots {
	if text == "" {
		return 0
	}
	var days, parts slots
	rest := text
	for _, w := range timeWords {
		if strings.Contains(rest, w) {
			rest = strings.ReplaceAll(rest, w, " ")
			days, parts = days|dayWords[w], parts|partWords[w]
		}
	}
	if parts == 0 {
		parts = clocked(text)
	}
	switch {
	case days == 0 && parts == 0:
		return 0
	case days == 0:
		days = weekday
	case parts == 0:
		parts = byDay
	}
	return days & parts
}

// clocked reads 8:00-17:00 and the like.
func clocked(text string) (parts slots) {
	for _, m := range clock.FindAllStringSubmatch(text, -1) {
		from, _ := strconv.Atoi(m[1])
		to, _ := strconv.Atoi(m[3])
		if from > 24 || to > 24 {
			continue
		}
		if from >= 5 && from < 17 {
			parts |= byDay
		}
		if from >= 17 || from < 5 || to > 20 || to < 5 || to <= from && from >= 12 {
			parts |= byNight
		}
	}
	return parts
}
