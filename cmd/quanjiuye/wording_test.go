package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func labelled(t *testing.T, lines string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sentences.jsonl")
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const fourSentences = `{"text":"限男性","label":"violation","category":"gender"}
{"text":"地球人都来","label":"violation","category":"region"}

{"text":"男女不限","label":"ok","category":"gender","note":"x"}
{"text":"45岁以下","label":"ok","category":"age"}
`

func TestWordingIsMeasured(t *testing.T) {
	path := labelled(t, fourSentences)
	code, out, errOut := tool(t, nil, "wording", path, "--misses")
	if code != 0 || errOut != "" {
		t.Fatalf("exit code %d: %s", code, errOut)
	}
	for _, want := range []string{"漏过 region 地球人都来\n", "误拦 age 45岁以下 [age：45岁以下]\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if got, want := strings.Join(strings.Fields(lines[len(lines)-1]), " "), "合计 4 2 1 1 1 50.0% 50.0% 50.0% 100.0%"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestWordingBounds(t *testing.T) {
	path := labelled(t, fourSentences)
	for _, c := range []struct {
		args []string
		code int
	}{
		{[]string{"--recall", "0.5", "--false", "0.5"}, 0},
		{[]string{"--recall", "0.51"}, 1},
		{[]string{"--false", "0.49"}, 1},
		{[]string{"--recall", "1.5"}, 2},
		{[]string{"another"}, 2},
	} {
		if code, _, errOut := tool(t, nil, append([]string{"wording", path}, c.args...)...); code != c.code {
			t.Errorf("%v: exit code %d, want %d: %s", c.args, code, c.code, errOut)
		}
	}
}

func TestWordingNamesTheLineThatIsOff(t *testing.T) {
	good := `{"text":"x","label":"ok","category":"age"}` + "\n"
	for line, want := range map[string]string{
		"not json": "第 2 行", `{"text":"","label":"ok","category":"age"}`: "第 2 行缺少 text",
		`{"text":"x","label":"good","category":"age"}`: "第 2 行的 label", `{"text":"x","label":"ok","category":"height"}`: "第 2 行的 category 不认识，应为 gender、age、",
	} {
		code, _, errOut := tool(t, nil, "wording", labelled(t, good+line))
		if code != 2 || !strings.Contains(errOut, want) {
			t.Errorf("%s: exit code %d, %s", line, code, errOut)
		}
	}
	if code, _, _ := tool(t, nil, "wording", labelled(t, "")); code != 2 {
		t.Errorf("an empty file: exit code %d", code)
	}
	if code, _, errOut := tool(t, nil, "wording", filepath.Join(t.TempDir(), "none")); code != 1 || !strings.Contains(errOut, "找不到文件") {
		t.Errorf("no file: exit code %d, %s", code, errOut)
	}
}
