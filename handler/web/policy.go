package web

import "net/http"

// policies is how the form is read, the readings before, and what another reading
// would change.
func policies(v *visit) error {
	d, err := v.get("policies", "/v1/policies")
	if err != nil {
		return err
	}
	rubric, err := v.get("rubric", "/v1/rubric")
	if err != nil {
		return err
	}
	for _, p := range list(d, "items") {
		if at(p, "in_force") == true {
			v.data["force"] = p
			break
		}
	}
	if text(v.data, "query", "try") == "" {
		return nil
	}
	tried := doc{}
	for _, s := range list(rubric, "settings") {
		name := text(s, "name")
		if value := text(v.data, "query", name); value != "" {
			tried[name] = value
		}
	}
	v.data["tried"] = tried
	trial, err := v.p.call(v.c.Request, http.MethodPost, "/v1/policies/what-changes-if", doc{"settings": tried, "year": at(d, "items", "0", "years", "0")})
	v.data["trial"] = trial
	return err
}
