package service

import (
	"context"
	"slices"
)

// Names are what people are called, by account. Who is not in it is not to be named.
type Names map[string]string

// namesOf is what the accounts of ids are called that have a role or had one, in two
// reads however many they are. Nobody else is named: who never worked with the system
// is a seeker, whose name stands, masked, where the record is about him. Whether the
// viewer may know who did something the caller decides.
func (s *Service) namesOf(ctx context.Context, ids ...string) (Names, error) {
	accounts, grants, err := s.accountsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	known := Names{CommandLine: "命令行"}
	for _, acc := range accounts {
		if len(grants[acc.ID]) > 0 {
			known[acc.ID] = acc.Name
		}
	}
	return known, nil
}

// accountsOf reads accounts with their grants, ended ones too.
func (s *Service) accountsOf(ctx context.Context, ids []string) ([]Account, map[string][]Grant, error) {
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == "" || id == CommandLine || id == Anonymous })
	if len(ids) == 0 {
		return nil, nil, nil
	}
	accounts, err := s.store.AccountsByID(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	list, err := s.store.GrantsOfAll(ctx, ids)
	grants := map[string][]Grant{}
	for _, g := range list {
		grants[g.AccountID] = append(grants[g.AccountID], g)
	}
	return accounts, grants, err
}
