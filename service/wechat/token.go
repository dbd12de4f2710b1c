package wechat

import (
	"context"
	"errors"
	"time"

	"github.com/silenceper/wechat/v2/credential"
	"golang.org/x/sync/singleflight"
)

var errNoToken = errors.New("the answer holds no access token")

// tokens hands out the access token. It stands before the library's own handle
// because that one makes callers wait on a mutex, where no deadline reaches
// them: here callers who want the same share one fetch, and each leaves when
// its own time is up.
type tokens struct {
	library credential.AccessTokenContextHandle
	cache   *libraryCache
	key     string          // where the library keeps the token
	life    context.Context // ends with the client; carries its route
	timeout time.Duration
	flights singleflight.Group
}

var _ credential.AccessTokenContextHandle = (*tokens)(nil)

// stableKey is the library's cache key of an app's stable token.
func stableKey(appID string) string {
	return credential.CacheKeyMiniProgramPrefix + "_stable_access_token_" + appID
}

// GetAccessToken is part of the library's interface.
func (t *tokens) GetAccessToken() (string, error) { return t.GetAccessTokenContext(t.life) }

// GetAccessTokenContext answers the cached token or fetches one.
func (t *tokens) GetAccessTokenContext(ctx context.Context) (string, error) {
	return t.share(ctx, "current", t.library.GetAccessTokenContext)
}

// renew answers a token in place of one that WeChat refused. The cached token
// goes only if it is still the refused one: somebody else may have renewed it.
func (t *tokens) renew(ctx context.Context, refused string) (string, error) {
	// A flight of its own: one under the name "current" may have read the cache
	// before the refused token was dropped.
	return t.share(ctx, "instead of "+refused, func(ctx context.Context) (string, error) {
		t.cache.deleteIf(t.key, refused)
		return t.library.GetAccessTokenContext(ctx)
	})
}

// share runs fetch once for all who ask under the same name at the same time.
// The fetch has its own deadline, so that the first caller's leaving does not
// fail the others.
func (t *tokens) share(ctx context.Context, name string, fetch func(context.Context) (string, error)) (string, error) {
	flight := t.flights.DoChan(name, func() (any, error) {
		ctx, cancel := context.WithTimeout(t.life, t.timeout)
		defer cancel()
		token, err := fetch(ctx)
		if err == nil && token == "" {
			err = errNoToken
		}
		return token, err
	})
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case r := <-flight:
		token, _ := r.Val.(string)
		return token, r.Err
	}
}
