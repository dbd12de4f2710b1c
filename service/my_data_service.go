package service

import (
	"context"
	"slices"
)

// alone reports whether nobody but the account has made the person known. Only then
// does its copy hold what was said at the counter: an account may have typed somebody
// else's name first.
func (s *Service) alone(ctx context.Context, h holder, personID string) (bool, error) {
	i := slices.IndexFunc(h.people, func(p Person) bool { return p.ID == personID })
	if i < 0 {
		return false, nil
	}
	known, err := s.knownToStaff(ctx, h.people[i])
	return !known, err
}

type guidanceCopy struct {
	ID       string   `json:"id"`
	PersonID string   `json:"person_id"`
	Site     string   `json:"site"`
	HeldOn   string   `json:"held_on"`
	Minutes  int      `json:"minutes"`
	Void     bool     `json:"void"`
	AtSite   bool     `json:"at_site"` // what was said is to be had there
	Topics   []string `json:"topics,omitempty"`
	Advice   string   `json:"advice,omitempty"`
	NextStep string   `json:"next_step,omitempty"`
}

func (s *Service) guidanceData(ctx context.Context, h holder) (items []any, err error) {
	list, err := s.guidanceOf(ctx, h.ids(), Page{Limit: mostHeld + 1})
	sites := names{}
	for _, n := range list {
		c := guidanceCopy{ID: n.ID, PersonID: n.PersonID, HeldOn: n.HeldOn.String(), Minutes: n.Minutes, Void: n.VoidedBy != ""}
		if c.Site, err = s.siteName(ctx, sites, n.SiteID); err != nil {
			return nil, err
		}
		alone, err := s.alone(ctx, h, n.PersonID)
		if err != nil {
			return nil, err
		}
		if c.AtSite = !alone; alone {
			c.Topics, c.Advice, c.NextStep = n.Topics, n.Advice, n.NextStep
		}
		items = append(items, c)
	}
	return items, err
}

type caseStepCopy struct {
	Step   string `json:"step"`
	Side   Side   `json:"side"`
	At     string `json:"at"`
	Text   string `json:"text,omitempty"`
	Result string `json:"result,omitempty"`
}

// stepCopies are a case's steps; what was said in them only if it was said to the
// account.
func stepCopies(list []CaseStep, said bool) []caseStepCopy {
	out := make([]caseStepCopy, len(list))
	for i, st := range list {
		out[i] = caseStepCopy{Step: st.Step, Side: st.Side, At: stampOf(st.At), Result: st.Result}
		if said {
			out[i].Text = st.Text
		}
	}
	return out
}

type helpCopy struct {
	ID       string         `json:"id"`
	PersonID string         `json:"person_id"`
	Site     string         `json:"site"`
	Type     ActivityType   `json:"type"`
	TypeName string         `json:"type_name"`
	State    HelpState      `json:"state"`
	ByStaff  bool           `json:"by_staff"` // asked for at the counter, so its content is to be had there
	Text     string         `json:"text,omitempty"`
	Steps    []caseStepCopy `json:"steps"`
}

func (s *Service) helpData(ctx context.Context, h holder) (items []any, err error) {
	list, err := s.helpRequestsOf(ctx, h.ids(), Page{Limit: mostHeld + 1})
	sites := names{}
	for _, n := range list {
		kind, _ := n.Type.Kind()
		own := n.By == h.account.ID
		c := helpCopy{ID: n.ID, PersonID: n.PersonID, Type: n.Type, TypeName: kind.Name, State: n.State, ByStaff: !own, Steps: stepCopies(n.Steps, own)}
		if own {
			c.Text = n.Text
		}
		if c.Site, err = s.siteName(ctx, sites, n.SiteID); err != nil {
			return nil, err
		}
		items = append(items, c)
	}
	return items, err
}

type reportCopy struct {
	ID        string         `json:"id"`
	Site      string         `json:"site"`
	Kind      ReportKind     `json:"kind"`
	AboutSite bool           `json:"about_site"`
	PostingID string         `json:"posting_id"`
	Employer  string         `json:"employer_name"`
	Text      string         `json:"text"`
	Phone     string         `json:"phone"`
	Anonymous bool           `json:"anonymous"`
	State     ReportState    `json:"state"`
	Steps     []caseStepCopy `json:"steps"`
	PhoneSeen []seenCopy     `json:"phone_seen"`
}

type seenCopy struct {
	At     string `json:"at"`
	Reason string `json:"reason"`
}

func (s *Service) reportData(ctx context.Context, h holder) (items []any, err error) {
	list, err := s.store.RightsReportsOfAccount(ctx, h.account.ID, Page{Limit: mostHeld + 1})
	sites := names{}
	for _, r := range list {
		c := reportCopy{ID: r.ID, Kind: r.Kind, AboutSite: r.AboutSite, PostingID: r.PostingID, Employer: r.Employer, Text: r.Text,
			Phone: h.phone(r.Phone, true), Anonymous: r.Anonymous, State: r.State, Steps: stepCopies(r.Steps, true), PhoneSeen: []seenCopy{}}
		for _, v := range r.Reveals {
			c.PhoneSeen = append(c.PhoneSeen, seenCopy{stampOf(v.At), v.Reason})
		}
		if c.Site, err = s.siteName(ctx, sites, r.SiteID); err != nil {
			return nil, err
		}
		items = append(items, c)
	}
	return items, err
}
