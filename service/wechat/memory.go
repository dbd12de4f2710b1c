package wechat

import (
	"context"
	"sync"
	"time"
)

// MemoryCache is a TokenCache inside the process: for tests and for a single
// instance. It never fails. The zero value is ready for use.
type MemoryCache struct {
	mu   sync.Mutex
	kept map[string]keptValue
}

type keptValue struct {
	value string
	until time.Time
}

// Get reads a value that has not expired.
func (m *MemoryCache) Get(_ context.Context, key string) (string, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	k, ok := m.kept[key]
	if !ok || !time.Now().Before(k.until) {
		delete(m.kept, key)
		return "", false, nil
	}
	return k.value, true, nil
}

// Set keeps value for ttl.
func (m *MemoryCache) Set(_ context.Context, key, value string, ttl time.Duration) error {
	if ttl <= 0 {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept == nil {
		m.kept = map[string]keptValue{}
	}
	m.kept[key] = keptValue{value, time.Now().Add(ttl)}
	return nil
}

// Delete forgets key.
func (m *MemoryCache) Delete(_ context.Context, key string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.kept, key)
	return nil
}

// DeleteIf forgets key if it holds value.
func (m *MemoryCache) DeleteIf(_ context.Context, key, value string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.kept[key].value == value {
		delete(m.kept, key)
	}
	return nil
}
