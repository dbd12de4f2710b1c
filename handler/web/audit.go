package web

// auditLog is who did what, newest first.
func auditLog(v *visit) error {
	q := v.data["query"].(doc)
	d, err := v.get("audit", query("/v1/audit", "county", text(q, "county"), "limit", "100", "cursor", text(q, "cursor")))
	refused := map[string]bool{}
	lines := []any{}
	for _, e := range list(d, "items") { // newest first: a refusal comes before what it refused
		if text(e, "refused") != "" {
			refused[text(e, "request_id")] = true
		} else if refused[text(e, "request_id")] {
			continue
		}
		lines = append(lines, e)
	}
	if d != nil {
		d["items"] = lines
	}
	return err
}
