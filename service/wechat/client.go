package wechat

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"github.com/silenceper/wechat/v2/miniprogram"
	"github.com/silenceper/wechat/v2/miniprogram/config"
)

// Config is what a Client needs.
type Config struct {
	// AppID and Secret are the mini-program's own: 1 to 64, and 1 to 128, of
	// 0-9A-Za-z_-.
	AppID, Secret string
	// BaseURL is "" for the real WeChat, or the address of a simulator, such as
	// "http://127.0.0.1:9000". The secret goes there.
	BaseURL string
	// Cache is shared by all instances.
	Cache TokenCache
	// Timeout ends a call, the fetch of a token included. 0: 4 s; at most 5 s.
	Timeout time.Duration
	// EnvVersion is which version of the mini-program the codes of
	// MiniProgramCode open: "" or "release", "trial", "develop".
	EnvVersion string
	// Logger hears of a failing cache. nil: slog.Default().
	Logger *slog.Logger
}

// Client calls WeChat for one mini-program.
type Client struct {
	appID, secret, envVersion string

	timeout time.Duration
	program *miniprogram.MiniProgram
	way     http.RoundTripper
	network *http.Transport
	life    context.Context
	end     context.CancelFunc
}

var (
	appIDForm  = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)
	secretForm = regexp.MustCompile(`^[0-9A-Za-z_-]{1,128}$`)
)

// New checks the settings and makes a Client. It calls nobody.
func New(c Config) (*Client, error) {
	base, err := check(&c)
	if err != nil {
		return nil, fmt.Errorf("wechat settings: %w", err)
	}
	install()

	network := newNetwork()
	life, end := context.WithCancel(context.Background())
	cached := &libraryCache{cache: c.Cache, life: life, log: c.Logger}
	tokens := &tokens{cache: cached, key: stableKey(c.AppID), timeout: c.Timeout}
	way := renewing{tokens, leaving{strict{exit{base, network}}}}
	tokens.life = withRoute(life, way)

	program := miniprogram.NewMiniProgram(&config.Config{
		AppID: c.AppID, AppSecret: c.Secret, Cache: cached, UseStableAK: true,
	})
	tokens.library = program.GetContext().AccessTokenContextHandle
	program.SetAccessTokenContextHandle(tokens)

	return &Client{
		appID: c.AppID, secret: c.Secret, envVersion: c.EnvVersion,
		timeout: c.Timeout, program: program, way: way, network: network, life: life, end: end,
	}, nil
}

// check fills in the defaults and returns the base to call.
func check(c *Config) (*url.URL, error) {
	if c.Timeout == 0 {
		c.Timeout = 4 * time.Second
	}
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	var problems []error
	refuse := func(bad bool, what string) {
		if bad {
			problems = append(problems, errors.New(what))
		}
	}
	// The library writes both into URLs as they are.
	refuse(!appIDForm.MatchString(c.AppID), "the appid is not 1 to 64 of 0-9A-Za-z_-")
	refuse(!secretForm.MatchString(c.Secret), "the secret is not 1 to 128 of 0-9A-Za-z_-")
	refuse(c.Cache == nil, "no token cache")
	refuse(c.Timeout < 0 || c.Timeout > 5*time.Second, "the timeout is not within 5s")
	switch c.EnvVersion {
	case "", "release", "trial", "develop":
	default:
		refuse(true, "the version is none of release, trial, develop")
	}
	base, ok := parseBase(c.BaseURL)
	refuse(!ok, "the base URL is not http(s)://host[:port]")
	return base, errors.Join(problems...)
}

// parseBase reads a base URL that is a scheme and a host and nothing else.
func parseBase(s string) (*url.URL, bool) {
	if s == "" {
		return &url.URL{Scheme: "https", Host: realHost}, true
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, false
	}
	bare := url.URL{Scheme: u.Scheme, Host: u.Host}
	return &bare, s == bare.String() || s == bare.String()+"/"
}

// Close makes the calls that are under way, and all later ones, fail at once,
// and closes the idle connections.
func (c *Client) Close() {
	c.end()
	c.network.CloseIdleConnections()
}

// call runs f under the client's deadline and by its way to the network. code
// is the login or phone code or the openid that f carries, if any: it must not be
// quoted.
func (c *Client) call(ctx context.Context, op, code string, f func(context.Context) error) error {
	ctx, left := watchDeparture(withRoute(ctx, c.way))
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	defer context.AfterFunc(c.life, cancel)()
	if err := f(ctx); err != nil {
		e := explain(op, err, c.secret, code)
		e.MaybeDone = left.open.Load()
		return e
	}
	return nil
}
