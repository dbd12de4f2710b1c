package web

// people is who works at a site; the site is chosen from those in sight.
func people(v *visit) error {
	if err := v.all("sites", "/v1/sites", 5000); err != nil {
		return err
	}
	id := text(v.data, "query", "site")
	if id == "" {
		return nil
	}
	if _, err := v.get("site", "/v1/sites/"+segment(id)); err != nil {
		return err
	}
	_, err := v.get("members", "/v1/sites/"+segment(id)+"/members")
	return err
}
