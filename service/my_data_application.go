package service

import (
	"context"
	"strings"
)

type applicationCopy struct {
	ID       string           `json:"id"`
	PersonID string           `json:"person_id"`
	Posting  string           `json:"posting"`
	Employer string           `json:"employer"`
	Site     string           `json:"site"`
	State    ApplicationState `json:"state"`
	Shared   bool             `json:"phone_shared"` // the employer can be shown the number
	Steps    []stepCopy       `json:"steps"`
}

type stepCopy struct {
	Step    ApplicationStepKind `json:"step"`
	At      string              `json:"at"`
	By      Party               `json:"by"`
	Outcome ApplicationState    `json:"outcome,omitempty"`
	Note    string              `json:"note,omitempty"` // mine only
}

func (s *Service) applicationData(ctx context.Context, h holder) (items []any, err error) {
	if len(h.people) == 0 {
		return nil, nil
	}
	list, err := s.store.ApplicationsOfPeople(ctx, h.ids(), Page{Limit: mostHeld + 1})
	if err != nil {
		return nil, err
	}
	postings, employers, err := s.jobsOf(ctx, list)
	if err != nil {
		return nil, err
	}
	people, err := s.peopleOf(ctx, len(list), func(i int) string { return list[i].PersonID })
	if err != nil {
		return nil, err
	}
	sites := names{}
	for _, n := range list {
		c := applicationCopy{ID: n.ID, PersonID: n.PersonID, Posting: postings[n.PostingID].Title,
			Employer: employers[n.EnterpriseID].ShownName(), State: n.State, Shared: s.sharesNumber(n, postings[n.PostingID], people[n.PersonID]), Steps: []stepCopy{}}
		if c.Site, err = s.siteName(ctx, sites, n.SiteID); err != nil {
			return nil, err
		}
		for _, st := range n.Steps {
			own := stepCopy{Step: st.Kind, At: stampOf(st.At), By: st.Party(), Outcome: st.Outcome}
			if st.By == h.account.ID {
				own.Note = st.Note
			}
			c.Steps = append(c.Steps, own)
		}
		items = append(items, c)
	}
	return items, nil
}

// Party is on whose side a step was done.
func (st ApplicationStep) Party() Party {
	switch {
	case strings.HasPrefix(st.By, employerParty):
		return OfEmployer
	case st.SiteID == "":
		return OfSeeker
	}
	return OfSite
}

type contactViewCopy struct {
	At       string   `json:"at"`
	By       Viewer   `json:"by"`
	Employer string   `json:"employer,omitempty"`
	Site     string   `json:"site"`
	Via      ViewVia  `json:"via"`
	Posting  string   `json:"posting,omitempty"`
	Shown    []string `json:"shown"`
	Reason   string   `json:"reason"`
}

// contactViewData is who was shown something of one of the people, but for call-backs,
// which have a heading of their own.
func (s *Service) contactViewData(ctx context.Context, h holder) (items []any, err error) {
	if len(h.people) == 0 {
		return nil, nil
	}
	list, err := s.store.ViewsOfPeople(ctx, h.ids(), Page{Limit: mostHeld + 1})
	if err != nil {
		return nil, err
	}
	views, err := s.myViews(ctx, list)
	for _, v := range views {
		if v.Via != ViaSample {
			items = append(items, contactViewCopy{stampOf(v.At), v.Viewer, v.Employer, v.Site.Name, v.Via, v.Posting, v.Shown, v.Reason})
		}
	}
	return items, err
}

func (h holder) ids() []string {
	ids := make([]string, len(h.people))
	for i, p := range h.people {
		ids[i] = p.ID
	}
	return ids
}
