package service_test

import (
	"strings"
	"testing"
)

// However a number is written, and wherever in a posting, it is not public.
func TestNumbersInPostingsAreNotPublic(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	written := []string{"13800001234", "１３８００００１２３４", "138-0000-1234", "138.0000.1234", "138 0000 1234", "1 3 8 0 0 0 0 1 2 3 4", "138—0000—1234",
		"一三八零零零零一二三四", "幺三八〇〇〇〇幺二三四", "1３８零000一二3④", "990000199001011234", "2026.11.27 13800001234", "2026-11-27-13800001234", "微信：abc_12345", "vx wangwu888", "QQ 123456789"}
	public := 0
	for _, number := range written {
		e, _ := w.enterprise("甲"+number, "")
		in := posting(tm.site, e.ID)
		in.Title, in.Place, in.Description, in.Conditions, in.WorkTime = "甲"+number, "乙"+number, "丙"+number, "丁"+number, "戊"+number
		in.SourceName, in.Skills, in.Occupation = "己"+number, []string{number[:min(len(number), 20)]}, ""
		if len(number) > 20 {
			in.Skills = nil
		}
		v, _, err := w.Post(t.Context(), tm.staff, in)
		check(t, err)
		j, err := w.Job(t.Context(), v.ID)
		if err != nil {
			continue // it is held for its words: it is not public at all
		}
		public++
		for _, text := range append([]string{j.Title, j.Place, j.Description, j.Conditions, j.WorkTime, j.SourceName, j.Employer}, j.Skills...) {
			if strings.Contains(text, number) || !strings.Contains(text, "****") {
				t.Errorf("%q is shown as %q", number, text)
			}
		}
	}
	if public < len(written)-2 {
		t.Errorf("only %d of %d were looked at", public, len(written))
	}
}

// What is no number of anybody stays as it was.
func TestFiguresInPostingsStay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm := w.team()
	e, _ := w.enterprise("七匹狼一二三有限公司", "")
	for _, words := range []string{"8:00-17:30，每天8小时", "25-35元/小时，满20天奖500元", "2026年11月27日至2026年12月31日", "一天三餐，六险二金", "工号1001、1002、1003", "工期2026.11.27-2026.12.31"} {
		in := posting(tm.site, e.ID)
		in.Title, in.Description = "工"+words[:3], words
		v, _, err := w.Post(t.Context(), tm.staff, in)
		check(t, err)
		j, err := w.Job(t.Context(), v.ID)
		if check(t, err); j.Description != words {
			t.Errorf("%q is shown as %q", words, j.Description)
		}
	}
}
