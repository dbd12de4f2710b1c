package faults_test

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// row is what a scenario came to.
type row struct {
	scenario     string
	faults       string // what was done to the system, and how often
	acknowledged int
	records      int
	differences  int
	took         time.Duration
	failed       bool
}

// results collects the rows of a run.
type results struct {
	mu   sync.Mutex
	rows []row
}

var table results

func (r *results) add(line row) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rows = append(r.rows, line)
}

func (r *results) print(w io.Writer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.rows) == 0 {
		return
	}
	slices.SortFunc(r.rows, func(a, b row) int { return strings.Compare(a.scenario, b.scenario) })
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\nscenario\tfaults injected\tacknowledged\trecords\tdifferences\tseconds\t")
	var sum row
	for _, l := range r.rows {
		verdict := ""
		if l.failed {
			verdict = "FAILED"
		}
		fmt.Fprintf(out, "%s\t%s\t%d\t%d\t%d\t%.1f\t%s\n", l.scenario, l.faults, l.acknowledged, l.records, l.differences, l.took.Seconds(), verdict)
		sum.acknowledged += l.acknowledged
		sum.records += l.records
		sum.differences += l.differences
	}
	fmt.Fprintf(out, "%d scenarios\t\t%d\t%d\t%d\t\t\n", len(r.rows), sum.acknowledged, sum.records, sum.differences)
	_ = out.Flush()
}
