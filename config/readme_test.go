package config_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/config"
)

var update = flag.Bool("update", false, "rewrite the table in the README")

const (
	readme = "../README.md"
	begin  = "<!-- config:begin -->\n"
	end    = "<!-- config:end -->"
)

// TestREADMEShowsTheSettings fails when the README's table is not the one that
// Config makes. With -update it is written anew between its markers.
func TestREADMEShowsTheSettings(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(text), begin)
	shown, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("README.md lacks the markers %q and %q", strings.TrimSpace(begin), end)
	}
	want := "\n" + config.Table() + "\n"
	if shown == want {
		return
	}
	if !*update {
		t.Fatalf("README.md is out of date (make golden); it should say:\n%s", config.Table())
	}
	if err := os.WriteFile(readme, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestTableHasARowForEverySetting(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(config.Table()), "\n")[2:]
	c := load(t, nil)
	names := strings.Split(strings.TrimSpace(c.String()), "\n")
	if len(rows) != len(names) {
		t.Fatalf("%d rows for %d settings", len(rows), len(names))
	}
	for i, line := range names {
		name, _, _ := strings.Cut(line, "=")
		cells := strings.Split(rows[i], "|")
		if len(cells) != 6 || !strings.Contains(cells[1], "`"+name+"`") || strings.TrimSpace(cells[4]) == "" {
			t.Errorf("row %q does not explain %s", rows[i], name)
		}
	}
	for _, row := range []string{
		"| `MONGO_URI` or `MONGO_URI_FILE` |  | required |",
		"| `CLOCK_OFFSET` |  | refused |",
		"| `SESSION_TTL` | `720h` |  |",
	} {
		if !strings.Contains(config.Table(), row) {
			t.Errorf("no row %q in\n%s", row, config.Table())
		}
	}
}
