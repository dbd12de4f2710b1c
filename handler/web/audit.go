package web

import "strings"

// auditLog is who did what, newest first.
func auditLog(v *visit) error {
	q := v.data["query"].(doc)
	d, err := v.get("audit", query("/v1/audit", "county", text(q, "county"), "limit", "100", "cursor", text(q, "cursor")))
	refused := map[string]int{} // by what a refusal shares with what it refused
	lines := []any{}
	for _, e := range list(d, "items") { // newest first: a refusal comes before what it refused
		key := strings.Join([]string{text(e, "request_id"), text(e, "by"), text(e, "action"), text(e, "target")}, "\n")
		if text(e, "refused") != "" {
			refused[key]++
		} else if refused[key] > 0 {
			refused[key]--
			continue
		}
		lines = append(lines, e)
	}
	if d != nil {
		d["items"] = lines
	}
	return err
}
