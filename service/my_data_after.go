package service

import "context"

type signUpCopy struct {
	ID       string     `json:"id"`
	PersonID string     `json:"person_id"`
	Course   string     `json:"course"`
	Site     string     `json:"site"`
	StartsOn string     `json:"starts_on"`
	State    PlaceState `json:"state"` // empty: all seats were taken
	At       string     `json:"at"`
}

// signUpData is the training that the account's people signed up for, and whether they
// came.
func (s *Service) signUpData(ctx context.Context, h holder) (items []any, err error) {
	list, courses, err := s.signUpsOf(ctx, h.ids(), Page{Limit: mostHeld + 1})
	sites := names{}
	for _, n := range list {
		course := courses[n.CourseID]
		c := signUpCopy{ID: n.ID, PersonID: n.PersonID, Course: course.Title, StartsOn: course.StartsOn.String(), At: stampOf(n.At)}
		if p := course.place(n.ID); p != nil {
			c.State = p.State
		}
		if c.Site, err = s.siteName(ctx, sites, course.SiteID); err != nil {
			return nil, err
		}
		items = append(items, c)
	}
	return items, err
}

type followUpCopy struct {
	PlacementID string          `json:"placement_id"`
	Day         int             `json:"day"`
	Outcome     FollowUpOutcome `json:"outcome"`
	At          string          `json:"at"`
	NoteAtSite  bool            `json:"note_at_site"` // staff noted more, which is to be had there
}

func (s *Service) followUpData(ctx context.Context, h holder) (items []any, err error) {
	placements, err := s.placementsFor(ctx, h)
	if err != nil {
		return nil, err
	}
	list, err := s.followUpsOf(ctx, placements)
	for _, n := range list {
		items = append(items, followUpCopy{n.PlacementID, n.Day, n.Outcome, stampOf(n.At), n.Note != ""})
	}
	return items, err
}

type subscriptionCopy struct {
	Kind   MessageKind  `json:"kind"`
	Left   int          `json:"left"`
	Result PromptResult `json:"result"`
	At     string       `json:"at"`
}

func (s *Service) subscriptionData(ctx context.Context, h holder) (items []any, err error) {
	list, err := s.store.Subscriptions(ctx, subscriptionIDs(h.account.ID))
	for _, n := range list {
		items = append(items, subscriptionCopy{n.Kind, n.Left, n.Result, stampOf(n.At)})
	}
	return items, err
}

type deliveryCopy struct {
	Kind      string        `json:"kind"` // policy or result
	PushID    string        `json:"push_id,omitempty"`
	State     DeliveryState `json:"state"`
	Reason    string        `json:"reason,omitempty"`
	MessageID string        `json:"message_id,omitempty"`
	At        string        `json:"at"`
}

// deliveryData is which pushes and messages about results were for the account, and
// what became of each.
func (s *Service) deliveryData(ctx context.Context, h holder) (items []any, err error) {
	list, err := s.store.DeliveriesOfAccount(ctx, h.account.ID, Page{Limit: mostHeld + 1})
	for _, n := range list {
		kind, pushID := "policy", n.PushID
		if pushID == resultQueue {
			kind, pushID = "result", ""
		}
		items = append(items, deliveryCopy{kind, pushID, n.State, ReasonText(n.Reason), n.MessageID, stampOf(n.At)})
	}
	return items, err
}

// scanData is nothing, and the section says so.
func (*Service) scanData(context.Context, holder) ([]any, error) { return nil, nil }
