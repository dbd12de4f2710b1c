package web

import (
	"net/http"
	"slices"
)

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
	years := scoredYears(list(d, "items"))
	v.data["years"] = years
	if text(v.data, "query", "try") == "" || len(years) == 0 {
		return nil
	}
	return tryPolicy(v, rubric, years)
}

// scoredYears are the years that any reading scores, the latest first.
func scoredYears(versions []any) (years []any) {
	for _, p := range versions {
		years = append(years, list(p, "years")...)
	}
	slices.SortFunc(years, func(x, y any) int { return rat(y).Cmp(rat(x)) })
	return slices.Compact(years)
}

// tryPolicy asks what the chosen values would change in the chosen year.
func tryPolicy(v *visit, rubric doc, years []any) error {
	tried := doc{}
	for _, s := range list(rubric, "settings") {
		name := text(s, "name")
		if value := text(v.data, "query", name); value != "" {
			tried[name] = value
		}
	}
	v.data["tried"] = tried
	year := years[0]
	for _, y := range years {
		if num(y) == text(v.data, "query", "year") {
			year = y
		}
	}
	trial, err := v.p.call(v.c.Request, http.MethodPost, "/v1/policies/what-changes-if", doc{"settings": tried, "year": year})
	if err != nil {
		return err
	}
	moved := []any{}
	for _, s := range list(trial, "items") {
		if len(list(s, "items")) > 0 {
			moved = append(moved, s)
		}
	}
	v.data["trial"], v.data["moved"] = trial, moved
	return nil
}

// meaning is what a value of a setting means, in the API's words.
func meaning(setting, value any) string {
	for _, c := range list(setting, "choices") {
		if text(c, "value") == value {
			return text(c, "text")
		}
	}
	return num(value)
}
