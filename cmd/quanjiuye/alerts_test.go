package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestAlertsAndRunbookKnowTheMetrics: rules name only what a server exports, the
// runbook explains all that it exports, and each alert leads to a section.
func TestAlertsAndRunbookKnowTheMetrics(t *testing.T) {
	rules, runbook := read(t, "../../docs/operations/alerts.yaml"), read(t, "../../docs/operations.md")
	r := start(t, settings(example(t)))
	r.login("somebody") // calls WeChat
	exported := map[string]bool{}
	family := regexp.MustCompile(`_(bucket|sum|count)$`)
	all := r.awaitMetrics("one of each", func(f figures) bool {
		return f[`quanjiuye_sweep_seconds_count{outcome="done"}`] > 0 && f["quanjiuye_relay_round_trip_seconds_count"] > 0
	})
	for series := range all {
		name, _, _ := strings.Cut(series, "{")
		exported[name] = true
		if f := family.ReplaceAllString(name, ""); strings.HasPrefix(name, "quanjiuye_") && !strings.Contains(runbook, "`"+f+"`") {
			t.Errorf("the runbook does not explain %s", f)
		}
	}
	named := regexp.MustCompile(`\b(quanjiuye|process|go)_\w+`)
	for _, name := range named.FindAllString(rules, -1) {
		if !exported[name] {
			t.Errorf("a rule names %s, which no server exports", name)
		}
	}
	for _, name := range regexp.MustCompile("`(quanjiuye_\\w+)`").FindAllStringSubmatch(runbook, -1) {
		if !exported[name[1]] && !exported[name[1]+"_count"] {
			t.Errorf("the runbook names %s, which no server exports", name[1])
		}
	}
	links := regexp.MustCompile(`runbook: "docs/operations\.md#([a-z-]+)"`).FindAllStringSubmatch(rules, -1)
	if alerts := strings.Count(rules, "- alert:"); len(links) != alerts {
		t.Errorf("%d alerts, %d links to the runbook", alerts, len(links))
	}
	for _, link := range links {
		if !strings.Contains(anchors(runbook), "#"+link[1]+"\n") {
			t.Errorf("the runbook has no section %q", link[1])
		}
	}
}

// anchors lists the headings as links name them.
func anchors(markdown string) string {
	var list strings.Builder
	for line := range strings.Lines(markdown) {
		if heading, ok := strings.CutPrefix(line, "##"); ok {
			heading = strings.ToLower(strings.TrimSpace(strings.TrimLeft(heading, "#")))
			list.WriteString("#" + strings.ReplaceAll(heading, " ", "-") + "\n")
		}
	}
	return list.String()
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
