package service

import (
	"cmp"
	"context"
	"slices"
	"time"
)

type registrationCopy struct {
	ID               string   `json:"id"`
	SiteID           string   `json:"site_id"`
	Site             string   `json:"site"`
	PersonID         string   `json:"person_id"`
	Month            string   `json:"month"`
	RegisteredOn     string   `json:"registered_on"`
	Status           Status   `json:"status"`
	Source           Source   `json:"source"`
	RecordedAt       string   `json:"recorded_at"`
	ConfirmedBy      string   `json:"confirmed_by"` // account; empty: nobody has vouched for it
	ConfirmedAt      string   `json:"confirmed_at"`
	ConsentVersion   string   `json:"consent_version"`
	ByStaff          bool     `json:"by_staff"` // staff told of it, so its content is to be had at the site
	EmploymentStatus string   `json:"employment_status,omitempty"`
	Occupations      []string `json:"occupations,omitempty"`
	Area             string   `json:"area,omitempty"`
	Profile          *Profile `json:"profile,omitempty"`
}

// registrationData is what the account sent, and that there is a record where staff
// recorded one of its people.
func (s *Service) registrationData(ctx context.Context, h holder) ([]any, error) {
	list, err := s.registrationsFor(ctx, h)
	if err != nil {
		return nil, err
	}
	sites := names{}
	items := make([]any, len(list))
	for i, r := range list {
		c := registrationCopy{
			ID: r.ID, SiteID: r.SiteID, PersonID: r.PersonID, Month: r.Month.String(), RegisteredOn: r.RegisteredOn.String(),
			Status: r.Status, Source: r.Source, RecordedAt: stampOf(r.RecordedAt), ConfirmedBy: r.ConfirmedBy, ConfirmedAt: stampOf(r.ConfirmedAt),
			ConsentVersion: r.ConsentVersion, ByStaff: r.AccountID != h.account.ID || r.AddedTo,
		}
		if c.Site, err = s.siteName(ctx, sites, r.SiteID); err != nil {
			return nil, err
		}
		if !c.ByStaff {
			c.EmploymentStatus, c.Occupations, c.Area = r.EmploymentStatus, r.Intent.Occupations, r.Intent.Area
			if !r.Profile.Empty() {
				c.Profile = &r.Profile
			}
		}
		items[i] = c
	}
	return items, nil
}

// registrationsFor lists, newest first, what the account sent and what there is of
// its people.
func (s *Service) registrationsFor(ctx context.Context, h holder) ([]Registration, error) {
	found := map[string]Registration{}
	keep := func(list []Registration, err error) error {
		for _, r := range list {
			if !r.Erased {
				found[r.ID] = r
			}
		}
		return err
	}
	first := Page{Limit: mostHeld + 1}
	if err := keep(s.store.RegistrationsOfAccount(ctx, h.account.ID, first)); err != nil {
		return nil, err
	}
	for _, p := range h.people {
		if len(found) > mostHeld {
			break
		}
		if err := keep(s.store.RegistrationsOfPerson(ctx, p.ID, first)); err != nil {
			return nil, err
		}
	}
	list := make([]Registration, 0, len(found))
	for _, r := range found {
		list = append(list, r)
	}
	slices.SortFunc(list, func(x, y Registration) int { return cmp.Compare(y.ID, x.ID) })
	return list, nil
}

type placementCopy struct {
	ID          string        `json:"id"`
	SiteID      string        `json:"site_id"`
	Site        string        `json:"site"`
	PersonID    string        `json:"person_id"`
	Employer    string        `json:"employer"`
	Kind        PlacementKind `json:"kind"`
	StartedOn   string        `json:"started_on"`
	Title       string        `json:"title"`
	Evidence    int           `json:"evidence"` // files that the site keeps of it
	Status      Status        `json:"status"`
	Disputed    bool          `json:"disputed"`
	RecordedAt  string        `json:"recorded_at"`
	ConfirmedBy string        `json:"confirmed_by"` // account, or the employer by link; empty: nobody
	ConfirmedAt string        `json:"confirmed_at"`
	Words       []wordCopy    `json:"words"`
}

type wordCopy struct {
	By    string `json:"by"` // me, another account or employer
	At    string `json:"at"`
	Hired bool   `json:"hired"`
	Note  string `json:"note,omitempty"` // mine only
}

func (s *Service) placementData(ctx context.Context, h holder) ([]any, error) {
	list, err := s.placementsFor(ctx, h)
	if err != nil {
		return nil, err
	}
	sites, employers := names{}, names{}
	items := make([]any, len(list))
	for i, p := range list {
		c := placementCopy{
			ID: p.ID, SiteID: p.SiteID, PersonID: p.PersonID, Kind: p.Kind, StartedOn: p.StartedOn.String(), Title: p.Title,
			Evidence: len(p.EvidenceIDs), Status: p.Status, Disputed: p.Disputed, RecordedAt: stampOf(p.RecordedAt),
			ConfirmedBy: p.ConfirmedBy, ConfirmedAt: stampOf(p.ConfirmedAt), Words: h.words(p),
		}
		if c.Site, err = s.siteName(ctx, sites, p.SiteID); err != nil {
			return nil, err
		}
		c.Employer, err = employers.of(p.EnterpriseID, func() (string, error) {
			e, err := s.store.Enterprise(ctx, p.EnterpriseID)
			return e.Name, ignoreMissing(err)
		})
		if err != nil {
			return nil, err
		}
		items[i] = c
	}
	return items, nil
}

func (s *Service) placementsFor(ctx context.Context, h holder) ([]Placement, error) {
	ids := make([]string, len(h.people))
	for i, p := range h.people {
		ids[i] = p.ID
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return s.placementsOf(ctx, ids, Page{Limit: mostHeld + 1})
}

func (h holder) words(p Placement) []wordCopy {
	out := make([]wordCopy, len(p.Words))
	for i, w := range p.Words {
		out[i] = wordCopy{By: "account", At: stampOf(w.At), Hired: w.Hired}
		switch {
		case w.OfEmployer():
			out[i].By = "employer"
		case w.By == seekerParty+h.account.ID:
			out[i].By, out[i].Note = "me", w.Note
		}
	}
	return out
}

type phoneViewCopy struct {
	At     string     `json:"at"`
	By     string     `json:"by"` // who: supervisor (抽样回访)
	Record RecordKind `json:"record"`
	ID     string     `json:"id"`
}

// phoneViewData is who was shown the full number of one of the people: supervisors
// who called back.
func (s *Service) phoneViewData(ctx context.Context, h holder) (items []any, err error) {
	registrations, err := s.registrationsFor(ctx, h)
	if err != nil {
		return nil, err
	}
	placements, err := s.placementsFor(ctx, h)
	if err != nil {
		return nil, err
	}
	drawn := map[RecordRef]string{} // its site
	for _, r := range registrations {
		if h.stands(r.PersonID) {
			drawn[RecordRef{RegistrationRecord, r.ID}] = r.SiteID
		}
	}
	for _, p := range placements {
		drawn[RecordRef{PlacementRecord, p.ID}] = p.SiteID
	}
	type view struct {
		at  time.Time
		ref RecordRef
	}
	var views []view
	seen := map[string]bool{}
	for _, site := range drawn {
		if seen[site] {
			continue
		}
		seen[site] = true
		err := pages(func(p Page) ([]Sample, error) { return s.store.Samples(ctx, site, p) }, func(n Sample) (string, error) {
			for _, d := range n.Drawn {
				ref := RecordRef{n.Kind, d.RecordID}
				for _, r := range d.Reveals {
					if _, mine := drawn[ref]; mine {
						views = append(views, view{r.At, ref})
					}
				}
			}
			return n.ID, nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(views, func(x, y view) int { return cmp.Or(y.at.Compare(x.at), cmp.Compare(x.ref.ID, y.ref.ID)) })
	for _, v := range views {
		items = append(items, phoneViewCopy{stampOf(v.at), "supervisor", v.ref.Kind, v.ref.ID})
	}
	return items, nil
}

// stands reports whether the person is one of the account's own.
func (h holder) stands(personID string) bool {
	return slices.ContainsFunc(h.people, func(p Person) bool { return p.ID == personID })
}

// names remembers what ids are called.
type names map[string]string

func (n names) of(id string, read func() (string, error)) (string, error) {
	name, known := n[id]
	if known {
		return name, nil
	}
	name, err := read()
	n[id] = name
	return name, err
}

func (s *Service) siteName(ctx context.Context, known names, id string) (string, error) {
	return known.of(id, func() (string, error) {
		site, err := s.store.Site(ctx, id)
		return site.Name, ignoreMissing(err)
	})
}
