package faults_test

import "fmt"

// record is a registration or a placement as the service lists it.
type record struct {
	ID               string
	SiteID           string `json:"site_id"`
	Month            string
	PersonID         string `json:"person_id"`
	Status           string
	Complete         bool
	Kind             string
	EmploymentStatus string `json:"employment_status"`
	Title            string
	noun             string
}

// label is what the act that made it wrote into it.
func (r record) label() string { return r.EmploymentStatus + r.Title }

// listed reads all records of a site.
func (w *world) listed(siteID string) ([]record, error) { return w.listedBy(w.reader(), siteID) }

// listedBy reads them at one instance, page by page.
func (w *world) listedBy(s *service, siteID string) ([]record, error) {
	var all []record
	for _, noun := range []string{"registrations", "placements"} {
		for cursor := ""; ; {
			var page struct {
				Items      []record
				NextCursor string `json:"next_cursor"`
			}
			path := fmt.Sprintf("/v1/%s?limit=200&site_id=%s&cursor=%s", noun, siteID, cursor)
			if err := w.try(s, "GET", path, w.city, nil, &page); err != nil {
				return nil, err
			}
			for _, r := range page.Items {
				r.noun = noun
				all = append(all, r)
			}
			if cursor = page.NextCursor; cursor == "" {
				break
			}
		}
	}
	return all, nil
}

// figures are persons in a month, each counted once.
type figures struct {
	Registered int
	Casual     int `json:"placed_casual"`
	Stable     int `json:"placed_stable"`
}

// columns are a month's figures: of all valid records, and of those that
// somebody else has confirmed.
type columns struct{ Recorded, Verified figures }

// months are a site's figures by month; one without records may be missing.
type months map[string]columns

// counted is the suite's own count of a site's records. Nothing here has
// evidence attached, so what is stable is verified as casual (ADR 6).
func (w *world) counted(records []record) months {
	out := months{}
	for _, month := range open(w.plan.opened) {
		out[month] = columns{column(records, month, false), column(records, month, true)}
	}
	return out
}

func column(records []record, month string, verified bool) figures {
	registered, casual, stable := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, r := range records {
		switch {
		case r.Month != month || r.Status == "void" || verified && r.Status != "confirmed":
		case r.noun == "registrations":
			registered[r.PersonID] = true
		case r.Kind == "stable" && !verified:
			stable[r.PersonID] = true
		default:
			casual[r.PersonID] = true
		}
	}
	for person := range stable {
		delete(casual, person)
	}
	return figures{len(registered), len(casual), len(stable)}
}

// personMonths are all months together.
func (m months) personMonths() (f figures) {
	for _, c := range m {
		f.Registered += c.Recorded.Registered
		f.Casual += c.Recorded.Casual
		f.Stable += c.Recorded.Stable
	}
	return f
}
