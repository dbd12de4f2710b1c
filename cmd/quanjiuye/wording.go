package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/wording"
)

// errBounds ends a measurement outside of its bounds.
var errBounds = errors.New("测量结果未达到要求")

// sentence is a line of a labelled file.
type sentence struct {
	Text     string           `json:"text"`
	Label    string           `json:"label"` // violation or ok
	Category wording.Category `json:"category"`
}

// measureWording holds the wording check against labelled sentences.
func measureWording(_ context.Context, e env, args []string) error {
	var recall, wrong float64
	misses := false
	operands, err := flags(e, "wording", args, func(fs *flag.FlagSet) {
		fs.Float64Var(&recall, "recall", 0, "查全率的下限，如 0.95；低于它时退出码为 1")
		fs.Float64Var(&wrong, "false", 1, "误拦率的上限，如 0.03；高于它时退出码为 1")
		fs.BoolVar(&misses, "misses", false, "列出判断错误的句子")
	})
	if err != nil {
		return err
	}
	if len(operands) != 1 || recall < 0 || recall > 1 || wrong < 0 || wrong > 1 {
		return errUsage
	}
	file, err := os.Open(operands[0])
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	list, err := readSentences(file)
	if err != nil {
		fmt.Fprintln(e.errOut, err)
		return errUsage
	}
	all, by := judgeSentences(list)
	if misses {
		printMisses(e.out, list)
	}
	printMeasure(e.out, all, by)
	return unless(all.recall() >= recall && all.wrongly() <= wrong, errBounds)
}

// readSentences reads one JSON object a line; blank lines are skipped.
func readSentences(r io.Reader) ([]sentence, error) {
	var list []sentence
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for no := 1; lines.Scan(); no++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var s sentence
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			return nil, fmt.Errorf("第 %d 行不是一个 JSON 对象（详情：%w）", no, err)
		}
		switch {
		case s.Text == "":
			return nil, fmt.Errorf("第 %d 行缺少 text", no)
		case s.Label != "violation" && s.Label != "ok":
			return nil, fmt.Errorf("第 %d 行的 label 应为 violation 或 ok", no)
		case !slices.Contains(wording.Categories(), s.Category):
			return nil, fmt.Errorf("第 %d 行的 category 不认识，应为 %s 之一", no, categories())
		}
		list = append(list, s)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("文件读不完（详情：%w）", err)
	}
	if len(list) == 0 {
		return nil, errors.New("文件里没有句子")
	}
	return list, nil
}

// categories names all that there are.
func categories() string {
	var names []string
	for _, c := range wording.Categories() {
		names = append(names, string(c))
	}
	return strings.Join(names, "、")
}

// misjudged: an honest sentence that is stopped at all, or a violation that is let
// through, or is only held where the statutes forbid it.
func (s sentence) misjudged(r wording.Result) bool {
	if s.Label == "ok" {
		return r.Verdict != wording.OK
	}
	return r.Verdict != wording.Block && r.Verdict != s.Category.Verdict()
}

// tallied counts sentences by what they are and what they were taken for.
type tallied struct{ violations, caught, agreed, honest, stopped int }

func (t *tallied) add(s sentence, r wording.Result) {
	if s.Label == "ok" {
		t.honest++
		t.stopped += count(s.misjudged(r))
		return
	}
	t.violations++
	t.caught += count(!s.misjudged(r))
	t.agreed += count(slices.ContainsFunc(r.Findings, func(f wording.Finding) bool { return f.Category == s.Category }))
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (t *tallied) recall() float64    { return share(t.caught, t.violations, 1) }
func (t *tallied) wrongly() float64   { return share(t.stopped, t.honest, 0) }
func (t *tallied) precision() float64 { return share(t.caught, t.caught+t.stopped, 1) }
func (t *tallied) agreement() float64 { return share(t.agreed, t.caught, 1) }

// share is part of whole, or a default of nothing.
func share(part, whole int, none float64) float64 {
	if whole == 0 {
		return none
	}
	return float64(part) / float64(whole)
}

func judgeSentences(list []sentence) (*tallied, map[wording.Category]*tallied) {
	all, by := &tallied{}, map[wording.Category]*tallied{}
	for _, s := range list {
		if by[s.Category] == nil {
			by[s.Category] = &tallied{}
		}
		r := wording.Check(s.Text)
		all.add(s, r)
		by[s.Category].add(s, r)
	}
	return all, by
}

func printMeasure(w io.Writer, all *tallied, by map[wording.Category]*tallied) {
	fmt.Fprintf(w, "%-12s %6s %6s %6s %6s %6s %8s %8s %8s %8s\n", "类别", "句数", "违规", "查出", "漏过", "误拦", "查全率", "查准率", "误拦率", "类别一致")
	row := func(name string, t *tallied) {
		fmt.Fprintf(w, "%-12s %8d %8d %8d %8d %8d %10.1f%% %10.1f%% %10.1f%% %10.1f%%\n", name, t.violations+t.honest, t.violations, t.caught,
			t.violations-t.caught, t.stopped, 100*t.recall(), 100*t.precision(), 100*t.wrongly(), 100*t.agreement())
	}
	for _, c := range wording.Categories() {
		if by[c] != nil {
			row(string(c), by[c])
		}
	}
	row("合计", all)
}

// printMisses lists what was misjudged, and what was found in it.
func printMisses(w io.Writer, list []sentence) {
	for _, s := range list {
		r := wording.Check(s.Text)
		if !s.misjudged(r) {
			continue
		}
		what := "漏过"
		if s.Label == "ok" {
			what = "误拦"
		}
		fmt.Fprintf(w, "%s %s %s", what, s.Category, s.Text)
		for _, f := range r.Findings {
			fmt.Fprintf(w, " [%s：%s]", f.Category, f.Words)
		}
		fmt.Fprintln(w)
	}
}
