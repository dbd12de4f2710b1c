package handler

import "github.com/quanjiuye/backend/service"

// CaseStep is a step in what became of something that a seeker asked or reported.
type CaseStep struct {
	Step   string `json:"step" example:"answered"`
	Side   string `json:"side" enum:"seeker,site,county,clock" doc:"Who took it; clock: time ran out"`
	By     string `json:"by" doc:"Account; empty where it is not told"`
	At     string `json:"at"`
	Text   string `json:"text"`
	Result string `json:"result" doc:"Of a step that closes"`
}

func caseSteps(list []service.CaseStep, names bool) []CaseStep {
	out := make([]CaseStep, len(list))
	for i, s := range list {
		out[i] = CaseStep{s.Step, string(s.Side), "", stamp(s.At), s.Text, s.Result}
		if names {
			out[i].By = s.By
		}
	}
	return out
}
