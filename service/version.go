package service

import (
	"sync"
	"time"
)

// versions remembers the highest version that was shown of each site's year, so
// that what a watcher sees never goes backwards, cache or no cache.
type versions struct {
	mu   sync.Mutex
	seen map[siteYear]int64
}

type siteYear struct {
	site string
	year int
}

// raise notes v and returns the highest seen so far.
func (v *versions) raise(site string, year int, version int64) int64 {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.seen == nil {
		v.seen = map[siteYear]int64{}
	}
	k := siteYear{site, year}
	v.seen[k] = max(v.seen[k], version)
	return v.seen[k]
}

// next makes a version of its own, for a state that was read without the cache.
func (v *versions) next(site string, year int, now time.Time) int64 {
	return v.raise(site, year, max(v.raise(site, year, 0)+1, now.UnixMicro()))
}

// floor is what the next version must exceed.
func (v *versions) floor(u Unit) int64 { return v.raise(u.SiteID, u.Year, 0) }
