package store

import (
	"context"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service"
)

// owedDoc is an entry that a document owes the service ledger, or a message that it
// owes a seeker. A collection whose
// documents have "owed" also has "owed_at", with an index: since when something is
// owed, or 0.
type owedDoc struct {
	ClientID     string `json:"client_id"`
	Type         string `json:"type"`
	SiteID       string `json:"site_id"`
	County       string `json:"county"`
	HeldOn       string `json:"held_on"`
	Place        string `json:"place"`
	Participants int    `json:"participants"`
	Note         string `json:"note"`
	About        string `json:"about"`
	By           string `json:"by"`
	Source       string `json:"source"`
	At           int64  `json:"at"`
	VoidedBy     string `json:"voided_by"`
	VoidReason   string `json:"void_reason"`
	Tell         string `json:"tell"`
}

func newOwedDocs(list []service.Owed) []owedDoc {
	var docs []owedDoc
	for _, o := range list {
		docs = append(docs, owedDoc{
			ClientID: o.ClientID, Type: string(o.Type), SiteID: o.SiteID, County: o.County, HeldOn: o.HeldOn.String(),
			Place: o.Place, Participants: o.Participants, Note: o.Note, About: o.About, By: o.By, Source: string(o.Source), At: millis(o.At),
			VoidedBy: o.VoidedBy, VoidReason: o.VoidReason, Tell: o.Tell,
		})
	}
	return docs
}

func owedOf(docs []owedDoc) []service.Owed {
	var list []service.Owed
	for _, d := range docs {
		list = append(list, service.Owed{
			ClientID: d.ClientID, Type: service.ActivityType(d.Type), SiteID: d.SiteID, County: d.County, HeldOn: day(d.HeldOn),
			Place: d.Place, Participants: d.Participants, Note: d.Note, About: d.About, By: d.By, Source: service.Source(d.Source),
			At: fromMillis(d.At), VoidedBy: d.VoidedBy, VoidReason: d.VoidReason, Tell: d.Tell,
		})
	}
	return list
}

// owedSince is what owed_at says.
func owedSince(list []service.Owed) int64 {
	since := int64(0)
	for _, o := range list {
		if at := max(millis(o.At), 1); since == 0 || at < since {
			since = at
		}
	}
	return since
}

// owingTable is a collection whose documents may owe entries.
type owingTable struct {
	noun   service.OwingNoun
	debts  func(ctx context.Context, before time.Time, n int) ([]service.Debt, error)
	change func(ctx context.Context, id string, change func([]service.Owed) []service.Owed) error
}

// owing is every such collection.
func (s *Store) owing() []owingTable {
	return []owingTable{
		owingIn(service.MonthReportNoun, s.monthReports(), func(n *service.MonthReport) *[]service.Owed { return &n.Owed }),
		owingIn(service.HelpNoun, s.helpRequests(), func(n *service.HelpRequest) *[]service.Owed { return &n.Owed }),
		owingIn(service.TrainingBodyNoun, s.trainingBodies(), func(n *service.TrainingBody) *[]service.Owed { return &n.Owed }),
		owingIn(service.CourseNoun, s.courses(), func(n *service.Course) *[]service.Owed { return &n.Owed }),
		owingIn(service.RightsNoun, s.rightsReports(), func(n *service.RightsReport) *[]service.Owed { return &n.Owed }),
		owingIn(service.GuidanceNoun, s.guidance(), func(n *service.Guidance) *[]service.Owed { return &n.Owed }),
		owingIn(service.NoticeNoun, s.notices(), func(n *service.Notice) *[]service.Owed { return &n.Owed }),
		owingIn(service.PushNoun, s.pushes(), func(n *service.Push) *[]service.Owed { return &n.Owed }),
		owingIn(service.ApplicationNoun, s.applications(), func(n *service.Application) *[]service.Owed { return &n.Owed }),
	}
}

func owingIn[D, N any](noun service.OwingNoun, t table[D, N], owed func(*N) *[]service.Owed) owingTable {
	return owingTable{noun,
		func(ctx context.Context, before time.Time, n int) ([]service.Debt, error) {
			var docs []struct {
				ID   string    `json:"_id"`
				Owed []owedDoc `json:"owed"`
			}
			err := t.store.engine.Find(ctx, t.name, Query{
				Where: []Cond{{"owed_at", Gt, int64(0)}, {"owed_at", Le, millis(before)}},
				Sort:  []string{"owed_at"}, Limit: n, Fields: []string{"owed"},
			}, &docs)
			debts := make([]service.Debt, len(docs))
			for i, d := range docs {
				debts[i] = service.Debt{Noun: noun, ID: d.ID, Owed: owedOf(d.Owed)}
			}
			return debts, fault("find what is owed in "+t.name, err)
		},
		func(ctx context.Context, id string, change func([]service.Owed) []service.Owed) error {
			_, err := t.update(ctx, id, func(n *N) error {
				list := owed(n)
				*list = change(*list)
				return nil
			})
			return err
		},
	}
}

// Debts implements service.OwedStore.
func (s *Store) Debts(ctx context.Context, before time.Time, n int) ([]service.Debt, error) {
	var all []service.Debt
	for _, t := range s.owing() {
		debts, err := t.debts(ctx, before, n)
		if err != nil {
			return nil, err
		}
		all = append(all, debts...)
	}
	return all, nil
}

// ChangeOwed implements service.OwedStore.
func (s *Store) ChangeOwed(ctx context.Context, noun service.OwingNoun, id string, change func([]service.Owed) []service.Owed) error {
	for _, t := range s.owing() {
		if t.noun == noun {
			return t.change(ctx, id, change)
		}
	}
	return fmt.Errorf("nothing of the noun %q owes entries", noun)
}
