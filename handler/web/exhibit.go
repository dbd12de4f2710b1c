package web

// covers is how many pictures stand beside an item; the others are in its list.
const covers = 4

// exhibited puts beside each item what supports it, under "shown", for those who may
// see it: address asks the API for it.
func (v *visit) exhibited(items []any, address string) error {
	if err := v.may("exhibits", address); err != nil {
		return err
	}
	for i, shown := range list(v.data["exhibits"], "items") {
		if i < len(items) {
			shown.(doc)["covers"] = firstFiles(list(shown, "exhibits"))
			shown.(doc)["judged"] = text(items[i], "mode") == "judged"
			items[i].(doc)["shown"] = shown
		}
	}
	return nil
}

// firstFiles are the first different files of exhibits, with what they show.
func firstFiles(exhibits []any) []any {
	var first []any
	seen := map[string]bool{}
	for _, e := range exhibits {
		for _, f := range list(e, "files") {
			id := text(f, "id")
			if seen[id] || len(first) == covers {
				continue
			}
			seen[id] = true
			first = append(first, doc{"id": id, "media": text(f, "media"), "name": text(e, "name"), "day": text(e, "day")})
		}
	}
	return first
}

// sections are items in the blocks of the form.
func sections(items []any) []doc {
	var out []doc
	for _, it := range items {
		name := text(it, "section")
		if n := len(out); n == 0 || out[n-1]["name"] != name {
			out = append(out, doc{"name": name, "items": []any{}})
		}
		last := out[len(out)-1]
		last["items"] = append(last["items"].([]any), it)
	}
	return out
}
