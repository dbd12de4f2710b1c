package sim

import (
	"net/http"
	"time"
)

// The app that a Simulator plays when Options names none.
const (
	ExampleAppID  = "wx0000000000example"
	ExampleSecret = "example-secret-of-the-simulator"
)

// Options says which mini-program is simulated.
type Options struct {
	// AppID and Secret are what callers must show. "": the example ones.
	AppID, Secret string
	// Now is the clock before Control moves it. nil: time.Now.
	Now func() time.Time
	// UnionID: the app is bound to an open-platform account, so logins also
	// give a unionid.
	UnionID bool
	// LoginsPerMinute is how often one user may log in. WeChat allows 100;
	// 0 allows any number, as tests and trials log in the same few users.
	LoginsPerMinute int
	// Pages are the published pages. nil: every page counts as published.
	Pages []string
	// Templates are the subscription templates by id, each with its fields
	// ("thing1", "time2"). nil: every template exists, with the fields it is sent.
	Templates map[string][]string
}

// Simulator is one simulated WeChat.
type Simulator struct {
	opt    Options
	clock  *clock
	codes  *codes
	users  *users
	stable *stableTokens
	plain  *plainTokens
	faults *faults
	calls  *calls

	delivered *delivered
}

// New makes a simulator that nobody listens for yet; see Start.
func New(opt Options) *Simulator {
	if opt.AppID == "" {
		opt.AppID = ExampleAppID
	}
	if opt.Secret == "" {
		opt.Secret = ExampleSecret
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	return &Simulator{
		opt:    opt,
		clock:  &clock{base: opt.Now},
		codes:  &codes{byCode: map[string]*code{}},
		users:  &users{byOpenID: map[string]*user{}},
		stable: &stableTokens{},
		plain:  &plainTokens{},
		faults: &faults{},
		calls:  &calls{},

		delivered: &delivered{},
	}
}

// API is the handler of https://api.weixin.qq.com.
func (s *Simulator) API() http.Handler { return http.HandlerFunc(s.serveAPI) }
