package web

// postings is what awaits a supervisor's decision before it is public, with the words
// that held it and their clause.
func postings(v *visit) error {
	q := v.data["query"].(doc)
	_, err := v.get("held", query("/v1/held-postings", "county", text(q, "county"), "cursor", text(q, "cursor"), "limit", "50"))
	return err
}
