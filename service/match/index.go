package match

import (
	"cmp"
	"slices"
	"sync"
)

// Hit is a posting of an Index and its score.
type Hit struct {
	ID    string
	Score int
}

// Index holds open postings in memory, so that the best of them for a seeker are
// found without looking at all. A posting takes some 400 bytes (see the benchmark).
//
// Postings are kept in buckets of the same occupations and county. A question first
// tells for every bucket the most that a posting in it can earn and then looks into
// them, the most promising first, until none can hold a better one than those found:
// the answer is exactly that of looking at all.
//
// An Index is safe for concurrent use. Questions run side by side; a Put or Remove
// waits for them, and a later question sees it.
type Index struct {
	mu      sync.RWMutex
	where   map[string]spotIn
	buckets []*bucket
	byKey   map[string]*bucket
}

type spotIn struct {
	bucket *bucket
	row    int
}

// NewIndex makes an empty Index.
func NewIndex() *Index {
	return &Index{where: map[string]spotIn{}, byKey: map[string]*bucket{}}
}

// Len is how many postings there are.
func (ix *Index) Len() int {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return len(ix.where)
}

// Has reports whether a posting is there.
func (ix *Index) Has(id string) bool {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	_, ok := ix.where[id]
	return ok
}

// Put adds a posting or takes it for the one of its ID.
func (ix *Index) Put(p Posting) {
	n := newNeed(p)
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.remove(p.ID)
	ix.insert(n)
}

// Remove takes a posting out, if it is there.
func (ix *Index) Remove(id string) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.remove(id)
}

// RemoveExpired takes out what is no longer valid on a day and answers how much
// that was.
func (ix *Index) RemoveExpired(today Day) int {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	var gone []string
	for _, b := range ix.buckets {
		for i := range b.rows {
			if b.rows[i].expired(today) {
				gone = append(gone, b.rows[i].id)
			}
		}
	}
	for _, id := range gone {
		ix.remove(id)
	}
	return len(gone)
}

// Best answers the n postings that fit the seeker best and are valid today: the
// highest score first, of equal ones the latest published, then the greatest ID.
func (ix *Index) Best(s Seeker, today Day, n int) []Hit {
	if n <= 0 {
		return nil
	}
	w := newWish(s)
	top := leaders{most: n}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	if len(w.words) > 0 {
		w.scanNamed(ix.buckets, today, &top)
	}
	promising := ix.byPromise(w, today)
	for bound := len(promising) - 1; bound >= 0; bound-- {
		for _, b := range promising[bound] {
			if top.beyond(bound, b.newest) {
				continue
			}
			w.scan(b, today, &top)
		}
	}
	return top.hits()
}

// byPromise groups the buckets by the most that a posting in them can earn.
func (ix *Index) byPromise(w *wish, today Day) [][]*bucket {
	groups := make([][]*bucket, 101)
	rest := w.mostElse()
	for _, b := range ix.buckets {
		most := w.mostIn(b) + rest + fresh(today-b.newest)
		groups[most] = append(groups[most], b)
	}
	return groups
}

// leader is a posting among the best so far.
type leader struct {
	id        string
	score     int
	published Day
}

func (a leader) compare(b leader) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(b.published, a.published), cmp.Compare(b.id, a.id))
}

// leaders are the best so far, the best first.
type leaders struct {
	most int
	list []leader
}

func (l *leaders) full() bool { return len(l.list) == l.most }

func (l *leaders) last() leader { return l.list[len(l.list)-1] }

// beyond reports whether nothing that earns at most bound and is not newer than
// newest can be among the best.
func (l *leaders) beyond(bound int, newest Day) bool {
	return l.full() && (bound < l.last().score || bound == l.last().score && newest < l.last().published)
}

func (l *leaders) offer(c leader) {
	if l.full() {
		if c.compare(l.last()) >= 0 {
			return
		}
		l.list = l.list[:len(l.list)-1]
	}
	at, _ := slices.BinarySearchFunc(l.list, c, leader.compare)
	l.list = slices.Insert(l.list, at, c)
}

func (l *leaders) hits() []Hit {
	hits := make([]Hit, len(l.list))
	for i, c := range l.list {
		hits[i] = Hit{c.id, c.score}
	}
	return hits
}
