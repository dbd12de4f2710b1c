package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

// followUpDoc keeps its entries in one list, the one that stands last, and their notes
// sealed whole.
type followUpDoc struct {
	ID          string             `json:"_id"`
	Rev         int64              `json:"rev"`
	PlacementID string             `json:"placement_id"`
	SiteID      string             `json:"site_id"`
	County      string             `json:"county"`
	Day         int                `json:"day"`
	Entries     []followUpEntryDoc `json:"entries"`
	Notes       []byte             `json:"notes"` // sealed
}

type followUpEntryDoc struct {
	Outcome string `json:"outcome"`
	By      string `json:"by"`
	At      int64  `json:"at"`
}

func (s *Store) followUps() table[followUpDoc, service.FollowUp] {
	return table[followUpDoc, service.FollowUp]{s, "follow_ups", s.newFollowUpDoc, s.followUp,
		func(n *service.FollowUp) *int64 { return &n.Rev }}
}

func (s *Store) newFollowUpDoc(n service.FollowUp) (followUpDoc, error) {
	o := s.opener("follow_ups", n.ID)
	d := followUpDoc{ID: n.ID, Rev: n.Rev, PlacementID: n.PlacementID, SiteID: n.SiteID, County: n.County, Day: n.Day}
	var notes []string
	empty := true
	for _, e := range append(n.Earlier[:len(n.Earlier):len(n.Earlier)], n.FollowUpEntry) {
		d.Entries = append(d.Entries, followUpEntryDoc{string(e.Outcome), e.By, millis(e.At)})
		notes, empty = append(notes, e.Note), empty && e.Note == ""
	}
	d.Notes = o.sealJSON(notes, empty, "notes")
	return d, o.err
}

func (s *Store) followUp(d followUpDoc) (service.FollowUp, error) {
	o := s.opener("follow_ups", d.ID)
	n := service.FollowUp{ID: d.ID, Rev: d.Rev, PlacementID: d.PlacementID, SiteID: d.SiteID, County: d.County, Day: d.Day}
	notes := make([]string, len(d.Entries))
	o.openJSON(d.Notes, &notes, "notes")
	for i, e := range d.Entries {
		entry := service.FollowUpEntry{Outcome: service.FollowUpOutcome(e.Outcome), By: e.By, At: fromMillis(e.At)}
		if i < len(notes) {
			entry.Note = notes[i]
		}
		if i == len(d.Entries)-1 {
			n.FollowUpEntry = entry
		} else {
			n.Earlier = append(n.Earlier, entry)
		}
	}
	return n, o.err
}

// InsertFollowUp implements service.FollowUpStore.
func (s *Store) InsertFollowUp(ctx context.Context, n service.FollowUp) error {
	return s.followUps().insert(ctx, n)
}

// FollowUp implements service.FollowUpStore.
func (s *Store) FollowUp(ctx context.Context, id string) (service.FollowUp, error) {
	return s.followUps().get(ctx, id)
}

// UpdateFollowUp implements service.FollowUpStore.
func (s *Store) UpdateFollowUp(ctx context.Context, id string, change func(*service.FollowUp) error) (service.FollowUp, error) {
	return s.followUps().update(ctx, id, change)
}

// FollowUpsByID implements service.FollowUpStore.
func (s *Store) FollowUpsByID(ctx context.Context, ids []string) ([]service.FollowUp, error) {
	return s.followUps().find(ctx, Query{Where: []Cond{{"_id", In, ids}}})
}

// FollowUps implements service.FollowUpStore.
func (s *Store) FollowUps(ctx context.Context, siteID string, p service.Page) ([]service.FollowUp, error) {
	return s.followUps().find(ctx, page(p, eq("site_id", siteID)))
}
