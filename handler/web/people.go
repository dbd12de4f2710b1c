package web

import "net/http"

// people is who works at the sites in sight or at one of them; and for those who give
// roles, who holds which over what, and whom to give one.
func people(v *visit) error {
	if err := v.all("sites", "/v1/sites", 5000); err != nil {
		return err
	}
	q := v.data["query"].(doc)
	v.data["scope"] = text(q, "scope")
	if text(q, "scope") == "" {
		v.data["scope"] = "all"
	}
	v.data["counties"] = counties(asRows(list(v.data, "sites", "items")))
	if err := v.may("holders", query("/v1/roles", "scope", text(v.data, "scope"))); err != nil {
		return err
	}
	if v.data["holders"] != nil {
		v.data["who"] = v.c.PostForm("who")
		d, err := v.p.call(v.c.Request, http.MethodPost, "/v1/role-candidates/search", doc{"q": v.data["who"]})
		if err != nil {
			return err
		}
		v.data["candidates"] = d
	}
	id := text(q, "site")
	if id == "" {
		_, err := v.get("members", "/v1/members")
		return err
	}
	if _, err := v.get("site", "/v1/sites/"+segment(id)); err != nil {
		return err
	}
	_, err := v.get("members", "/v1/sites/"+segment(id)+"/members")
	return err
}

// asRows wraps sites as rows of a board are.
func asRows(sites []any) []any {
	rows := make([]any, len(sites))
	for i, s := range sites {
		rows[i] = doc{"site": s}
	}
	return rows
}
