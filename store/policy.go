package store

import (
	"context"

	"github.com/quanjiuye/backend/service"
)

// policyDoc is one entry in the log of policies. no is unique: whoever appends has
// seen all that came before, or is told that somebody else was first.
type policyDoc struct {
	ID       string            `json:"_id"` // the version's name
	Rev      int64             `json:"rev"` // always 1: entries never change
	No       int64             `json:"no"`
	From     string            `json:"from"`
	Settings map[string]string `json:"settings"`
	Note     string            `json:"note"`
	By       string            `json:"by"`
	At       int64             `json:"at"`
}

func (s *Store) policies() table[policyDoc, service.PolicyVersion] {
	return table[policyDoc, service.PolicyVersion]{s, "policies", newPolicyDoc, policyDoc.version, nil}
}

func newPolicyDoc(n service.PolicyVersion) (policyDoc, error) {
	return policyDoc{n.Version, 1, n.No, n.From.String(), n.Settings, n.Note, n.By, millis(n.At)}, nil
}

func (d policyDoc) version() (service.PolicyVersion, error) {
	return service.PolicyVersion{Version: d.ID, No: d.No, From: day(d.From), Settings: d.Settings,
		Note: d.Note, By: d.By, At: fromMillis(d.At)}, nil
}

// InsertPolicy implements service.PolicyStore.
func (s *Store) InsertPolicy(ctx context.Context, n service.PolicyVersion) error {
	return s.policies().insert(ctx, n)
}

// Policies implements service.PolicyStore.
func (s *Store) Policies(ctx context.Context, after int64) ([]service.PolicyVersion, error) {
	return s.policies().find(ctx, Query{Where: []Cond{{"no", Gt, after}}, Sort: []string{"no"}, Latest: true})
}
