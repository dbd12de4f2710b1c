package web

import (
	"fmt"
	"net/http"
)

// verification is what awaits confirmation at the sites in sight, exceptions first.
func verification(v *visit) error {
	q := v.data["query"].(doc)
	_, err := v.get("queue", query("/v1/verification", "month", text(q, "month"), "county", text(q, "county"), "kind", text(q, "kind")))
	if err != nil {
		return err
	}
	v.watch(list(v.data, "queue", "items"))
	return v.choose()
}

// siteVerification is one site's records that await confirmation, those that were decided
// about, and its samples.
func siteVerification(v *visit) error {
	id, q := segment(v.c.Param("id")), v.data["query"].(doc)
	d, err := v.get("queue", query("/v1/sites/"+id+"/verification", "month", text(q, "month"), "limit", "80", "cursor", text(q, "cursor")))
	if err != nil {
		return err
	}
	v.data["title"] = "核实 " + text(d, "site", "name")
	v.data["groups"] = byFlags(list(d, "items"))
	v.watch([]any{d})
	if text(q, "sample") != "" {
		if _, err := v.get("sample", "/v1/samples/"+segment(text(q, "sample"))); err != nil {
			return err
		}
	}
	status := text(q, "decided")
	if status != "void" {
		status = "confirmed"
	}
	v.data["status"] = status
	if _, err := v.get("decided", query("/v1/sites/"+id+"/verification/decided", "month", text(d, "month"), "status", status, "cursor", text(q, "after"))); err != nil {
		return err
	}
	return v.may("samples", query("/v1/samples", "site_id", v.c.Param("id")))
}

// byFlags groups records that stand together and have the same flags, which are so said
// once; each record keeps its number in the whole list.
func byFlags(items []any) (groups []doc) {
	same := ""
	for i, r := range items {
		if codes := join(list(r, "flags")); i == 0 || codes != same {
			same = codes
			groups = append(groups, doc{"flags": list(r, "flags"), "no": fmt.Sprint(len(groups)), "items": []any{}})
		}
		g := groups[len(groups)-1]
		g["items"] = append(list(g, "items"), doc{"i": i, "r": r})
	}
	return groups
}

// choose keeps which counties and years the viewer can narrow a page to.
func (v *visit) choose() error {
	board, err := v.p.call(v.c.Request, http.MethodGet, "/v1/board", nil)
	if err != nil {
		return err
	}
	v.data["choices"], v.data["years"] = counties(list(board, "items")), list(board, "years")
	v.data["today"] = text(board, "as_of")
	return nil
}
