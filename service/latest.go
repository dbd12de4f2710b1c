package service

import "context"

type latestKey struct{}

// withLatest says that what is read under ctx will be kept as a count, under a
// ticket that claims to have seen every write before it.
func withLatest(ctx context.Context) context.Context {
	return context.WithValue(ctx, latestKey{}, true)
}

// WantsLatest reports whether a store must answer with every write that anybody
// was acknowledged before, or not at all. Reads that are only shown may lag for
// the seconds in which a cluster changes its leader; a count that lagged would
// stay wrong.
func WantsLatest(ctx context.Context) bool {
	wants, _ := ctx.Value(latestKey{}).(bool)
	return wants
}
