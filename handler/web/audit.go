package web

// auditLog is who did what, newest first.
func auditLog(v *visit) error {
	q := v.data["query"].(doc)
	_, err := v.get("audit", query("/v1/audit", "county", text(q, "county"), "limit", "100", "cursor", text(q, "cursor")))
	return err
}
