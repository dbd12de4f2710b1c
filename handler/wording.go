package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service/wording"
)

// WordingBody holds texts to check, as they would be published.
type WordingBody struct {
	Texts []WordingText `json:"texts" minItems:"1" maxItems:"100"`
}

// WordingText is one of them.
type WordingText string

// Schema implements huma.SchemaProvider.
func (WordingText) Schema(huma.Registry) *huma.Schema {
	most := maxWording
	return &huma.Schema{Type: huma.TypeString, MaxLength: &most}
}

// maxWording is the most characters of a text, as WeChat's own check takes them.
const maxWording = 2500

// WordingResults are the answers, one for each text and in the same order.
type WordingResults struct {
	Results []Wording `json:"results"`
}

// Wording is what was found in a text.
type Wording struct {
	Verdict  string           `json:"verdict" enum:"ok,review,block" doc:"block: forbidden by statute, never published; review: somebody looks first"`
	Findings []WordingFinding `json:"findings" doc:"In the order of the text; empty when ok"`
}

// WordingFinding is one wording that shuts people out.
type WordingFinding struct {
	Category   string `json:"category" enum:"gender,age,ethnicity,religion,region,hukou,marital,disability,hepatitis_b,other,fee,scam"`
	Words      string `json:"words" doc:"As they stand in the text"`
	Clause     string `json:"clause"`
	Suggestion string `json:"suggestion" doc:"How the same need may be put"`
}

func (a *API) wordingRoutes() {
	route(a, huma.Operation{
		OperationID: "check-wording", Method: http.MethodPost, Path: wordingPath,
		Summary: "Which words of job advertisements shut people out; nothing is stored", Tags: []string{"wording"},
	}, func(ctx context.Context, in *struct{ Body WordingBody }) (*Reply[WordingResults], error) {
		out := WordingResults{Results: make([]Wording, len(in.Body.Texts))}
		for i, text := range in.Body.Texts {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			out.Results[i] = newWording(wording.Check(string(text)))
		}
		return &Reply[WordingResults]{http.StatusOK, out}, nil
	})
}

func newWording(r wording.Result) Wording {
	out := Wording{Verdict: string(r.Verdict), Findings: make([]WordingFinding, len(r.Findings))}
	for i, f := range r.Findings {
		out.Findings[i] = WordingFinding{string(f.Category), f.Words, f.Clause, f.Suggestion}
	}
	return out
}
