package service

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// DrawIDs draws n of ids by a seed: it orders them by the SHA-256 of seed, "|" and
// id, and takes the first. Whoever has the list, the seed and sha256sum draws the
// same, in whatever order the list is.
func DrawIDs(seed string, ids []string, n int) []string {
	type ticket struct {
		hash [sha256.Size]byte
		id   string
	}
	tickets := make([]ticket, len(ids))
	for i, id := range ids {
		tickets[i] = ticket{sha256.Sum256([]byte(seed + "|" + id)), id}
	}
	slices.SortFunc(tickets, func(x, y ticket) int {
		return cmp.Or(slices.Compare(x.hash[:], y.hash[:]), cmp.Compare(x.id, y.id))
	})
	drawn := make([]string, 0, max(0, min(n, len(ids))))
	for _, t := range tickets[:cap(drawn)] {
		drawn = append(drawn, t.id)
	}
	return drawn
}

// HashPopulation is the SHA-256, in hexadecimal, of the ids in ascending order, one
// a line: it tells whether a list is the one that a sample was drawn from.
func HashPopulation(ids []string) string {
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(ids)), "\n")))
	return hex.EncodeToString(sum[:])
}
