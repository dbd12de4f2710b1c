package redisstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/redis/go-redis/v9"

	"github.com/quanjiuye/backend/service"
)

// wireEvent is service.Event on the channel. Resync has no form there.
type wireEvent struct {
	Site    string `json:"site,omitempty"`
	Year    int    `json:"year,omitempty"`
	Version int64  `json:"version,omitempty"`
	Account string `json:"account,omitempty"`

	Policies bool `json:"policies,omitempty"`
}

// Publish tells every instance, this one included. Events that say nothing, and
// Resync, are refused.
func (s *Store) Publish(ctx context.Context, e service.Event) error {
	if e.Resync || (e.Site == "" && e.Account == "" && !e.Policies) {
		return errors.New("publish event: it names no site, no account and no policies")
	}
	payload, err := json.Marshal(wireEvent{Site: e.Site, Year: e.Year, Version: e.Version, Account: e.Account, Policies: e.Policies})
	if err != nil {
		return fmt.Errorf("encode event: %w", err)
	}
	ctx, cancel := patient(ctx)
	defer cancel()
	cmd := redis.NewIntCmd(ctx, "publish", s.keys.events(), payload)
	// Otherwise each message enters a cluster by another node, picked at random,
	// and may overtake the one before.
	cmd.SetFirstKeyPos(1)
	if err := s.client.Process(ctx, cmd); err != nil {
		return fmt.Errorf("publish event: %w", err)
	}
	return nil
}

// decodeEvent reads a message. ok is false for everything that Publish and Put
// would not have sent.
func decodeEvent(payload string) (e service.Event, ok bool) {
	var w wireEvent
	if err := json.Unmarshal([]byte(payload), &w); err != nil {
		return service.Event{}, false
	}
	if w.Site == "" && w.Account == "" && !w.Policies {
		return service.Event{}, false
	}
	return service.Event{Site: w.Site, Year: w.Year, Version: w.Version, Account: w.Account, Policies: w.Policies}, true
}
