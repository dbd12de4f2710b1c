package store

import (
	"fmt"

	"github.com/quanjiuye/backend/service"
)

type caseStepDoc struct {
	Step   string `json:"step"`
	Side   string `json:"side"`
	By     string `json:"by"`
	At     int64  `json:"at"`
	Text   []byte `json:"text"` // sealed
	Result string `json:"result"`
}

// stepField names the text of a step, for its seal: none can take another's place.
func stepField(i int) string { return fmt.Sprintf("steps.%d.text", i) }

func newCaseStepDocs(o *opener, list []service.CaseStep) []caseStepDoc {
	var docs []caseStepDoc
	for i, n := range list {
		docs = append(docs, caseStepDoc{n.Step, string(n.Side), n.By, millis(n.At), o.seal(n.Text, stepField(i)), n.Result})
	}
	return docs
}

func caseSteps(o *opener, docs []caseStepDoc) []service.CaseStep {
	var list []service.CaseStep
	for i, d := range docs {
		list = append(list, service.CaseStep{Step: d.Step, Side: service.Side(d.Side), By: d.By, At: fromMillis(d.At),
			Text: o.open(d.Text, stepField(i)), Result: d.Result})
	}
	return list
}

// withSteps are the sealed fields of a document with steps.
func withSteps(fields map[string][]byte, docs []caseStepDoc) map[string][]byte {
	for i, d := range docs {
		fields[stepField(i)] = d.Text
	}
	return fields
}
