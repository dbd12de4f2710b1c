package mutants_test

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// product is where the product's module is.
const product = "../.."

// mutant is the product without one part.
type mutant struct {
	without string
	file    string
	edits   []string // text and what stands in its place, and so on
	pkg     string
	missing []string // tests that must fail
}

var mutants = []mutant{
	{
		"the order of tickets", "store/redisstore/put.go",
		[]string{"if putNo > no or (putNo == no and not same) then return {stale, 0} end", ""},
		"./store/redisstore", []string{"TestModel", "TestPutKeepsToTheOrderOfTickets"},
	},
	{
		"the life of tickets", "store/redisstore/put.go",
		[]string{"if given[1] ~= epoch or (number(given[2]) or 0) < no then return {lost, 0} end", ""},
		"./store/redisstore", []string{"TestModel", "TestTicketsDieWithTheCache"},
	},
	{
		"the dirty mark", "service/mark.go",
		[]string{"err := t.cache.Mark(ctx, h.marks...)", "var err error"},
		"./service", []string{"TestNoRandomScheduleLosesACount", "TestWriteWhoseAnswerWasLost"},
	},
	{
		"the mark in the store while the cache is away", "service/mark.go",
		[]string{"return h, t.store.KeepMarks(ctx, t.now(), h.marks)", "return h, nil"},
		"./service", []string{"TestNoRandomScheduleLosesACount", "TestNoMarkNoWrite"},
	},
	{
		"marks of one writer each", "service/mark.go",
		[]string{"writer := newID()", `writer := "everybody"`},
		"./service", []string{"TestNoRandomScheduleLosesACount"},
	},
	{
		"the sweeper", "service/sweeping.go",
		[]string{"if m.Age < sweepAge {", "if true {"},
		"./service", []string{"TestNoRandomScheduleLosesACount", "TestRunCounts", "TestAYoungMarkIsCountedAndStays"},
	},
	{
		"doubt of counters whose marks stay", "service/doubt.go",
		[]string{"d != nil && (d.all || d.sites[siteID])", "false"},
		"./service", []string{"TestACountThatCannotBePutIsNotShownOld", "TestACacheOutOfReachIsDoubted", "TestTooManyMarksPutAllInDoubt"},
	},
	{
		"doubt of a cache that does not say what waits", "service/sweep.go",
		[]string{"s.setDoubt(ctx, &doubt{all: true})", ""},
		"./service", []string{"TestACacheOutOfReachIsDoubted", "TestMarksOutOfReachPutAllInDoubt"},
	},
	{
		"older years in the count after a loss", "service/rebuild.go",
		[]string{"how == allYears", "false"},
		"./service", []string{"TestALossConcernsOldYears"},
	},
	{
		"the age at which a mark may be cleared", "service/sweeping.go",
		[]string{"m.Age >= lease", "m.Age >= 0*lease"},
		"./service", []string{"TestAYoungMarkIsCountedAndStays"},
	},
	{
		"the era", "store/redisstore/whole.go",
		[]string{"(complete and held[3] ~= ARGV[1])", "false", "(ARGV[2] ~= '' and ARGV[2] ~= ARGV[1])", "false"},
		"./store/redisstore", []string{"TestRestartFromAnOldDumpIsALoss", "TestAPromotedReplicaOfAnyShardIsALoss"},
	},
	{
		"the second count of an era", "service/term.go",
		[]string{"t.counted.Before(t.again)", "false"},
		"./service", []string{"TestALossIsCountedTwice"},
	},
	{
		"the fence", "store/redisstore/whole.go",
		[]string{"if redis.call('HGET', KEYS[2], 'fence') ~= ARGV[3] then return 0 end", ""},
		"./store/redisstore", []string{"TestCompleteNoticesALossDuringTheRecount"},
	},
}

func TestEveryPartIsMissed(t *testing.T) {
	for _, m := range mutants {
		t.Run("without "+m.without, func(t *testing.T) {
			t.Parallel()
			out := m.test(t)
			for _, name := range m.missing {
				if !strings.Contains(out, "--- FAIL: "+name+" (") {
					t.Errorf("%s does not miss it", name)
				}
			}
			if t.Failed() {
				t.Log(out)
			}
		})
	}
}

// test runs the tests that should fail, in place of the file its mutant.
func (m mutant) test(t *testing.T) (out string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "test", "-trimpath", "-count=1", "-vet=off", "-ldflags=-w", "-overlay", m.overlay(t),
		"-run", "^("+strings.Join(m.missing, "|")+")$", m.pkg, "-rapid.nofailfile", "-rapid.shrinktime=1ms")
	cmd.Dir = product
	text, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(text)
}

// overlay writes the mutant and the file that tells the go command of it.
func (m mutant) overlay(t *testing.T) string {
	t.Helper()
	original, err := filepath.Abs(filepath.Join(product, m.file))
	check(t, err)
	source, err := os.ReadFile(original)
	check(t, err)
	text := string(source)
	for i := 0; i < len(m.edits); i += 2 {
		if !strings.Contains(text, m.edits[i]) {
			t.Fatalf("%s does not contain %q any more", m.file, m.edits[i])
		}
		text = strings.ReplaceAll(text, m.edits[i], m.edits[i+1])
	}
	dir := t.TempDir()
	changed := filepath.Join(dir, filepath.Base(m.file))
	check(t, os.WriteFile(changed, []byte(text), 0o600))
	list, err := json.Marshal(map[string]any{"Replace": map[string]string{original: changed}})
	check(t, err)
	path := filepath.Join(dir, "overlay.json")
	check(t, os.WriteFile(path, list, 0o600))
	return path
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
