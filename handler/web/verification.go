package web

// verification is what awaits confirmation at the sites in sight, exceptions first.
func verification(v *visit) error {
	q := v.data["query"].(doc)
	_, err := v.get("queue", query("/v1/verification", "month", text(q, "month"), "county", text(q, "county"), "kind", text(q, "kind")))
	return err
}

// siteVerification is one site's records that await confirmation, and its samples.
func siteVerification(v *visit) error {
	id, q := segment(v.c.Param("id")), v.data["query"].(doc)
	d, err := v.get("queue", query("/v1/sites/"+id+"/verification", "month", text(q, "month"), "limit", "100", "cursor", text(q, "cursor")))
	if err != nil {
		return err
	}
	v.data["title"] = "核实 " + text(d, "site", "name")
	if text(q, "sample") != "" {
		if _, err := v.get("sample", "/v1/samples/"+segment(text(q, "sample"))); err != nil {
			return err
		}
	}
	return v.may("samples", query("/v1/samples", "site_id", v.c.Param("id")))
}
