package web

import "net/url"

// postings is what awaits a supervisor's decision before it is public, with the words
// that held it and their clause; or, by another state or a word, what was decided.
func postings(v *visit) error {
	q := v.data["query"].(doc)
	state, chosen := q["state"].(string)
	if !chosen {
		state = "held"
	}
	v.data["state"], v.data["states"] = state, []any{"held", "blocked", "rejected", "taken_down", "passed", ""}
	v.data["back"] = "/postings?" + url.Values{"state": {state}, "county": {text(q, "county")}, "q": {text(q, "q")}}.Encode()
	_, err := v.get("postings", query("/v1/supervised-postings", "county", text(q, "county"), "state", state, "q", text(q, "q"),
		"cursor", text(q, "cursor"), "limit", "50"))
	if err != nil {
		return err
	}
	return v.choose()
}
