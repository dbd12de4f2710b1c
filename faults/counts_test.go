package faults_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// counts says how often each thing happened.
type counts struct {
	mu sync.Mutex
	m  map[string]int
}

func (c *counts) add(what string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.m == nil {
		c.m = map[string]int{}
	}
	c.m[what]++
}

func (c *counts) of(what string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.m[what]
}

func (c *counts) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var parts []string
	for what, n := range c.m {
		if n > 1 {
			what = fmt.Sprintf("%s ×%d", what, n)
		}
		parts = append(parts, what)
	}
	slices.Sort(parts)
	return strings.Join(parts, ", ")
}
