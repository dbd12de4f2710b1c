package service

import (
	"context"
	"io"
)

// Blobs keeps the bytes of evidence and of mini-program codes, beside the records that tell of them (ADR
// 0010). It is safe for concurrent use.
//
// A key is made of parts of a–z, A–Z, 0–9, "-", "_" and ".", with "/" between them,
// none of which begins with "."; anything else is a fault. It names its content:
// whoever puts a key again puts the same bytes, or those of a picture that says the
// same.
type Blobs interface {
	// Put keeps data, which is not empty, under key. Once it has answered nil they are durable and
	// whole, and they never change: what was there before stays, also when many
	// put at once. Broken off anywhere it leaves nothing under key, or all of it.
	Put(ctx context.Context, key string, data []byte) error
	// Get opens what is kept under key; ErrNoRecord when there is nothing. The
	// caller closes body, which ends with ctx.
	Get(ctx context.Context, key string) (body io.ReadCloser, size int64, err error)
	// Ping answers nil when it can serve.
	Ping(ctx context.Context) error
}
