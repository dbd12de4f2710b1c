package service

import (
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/quanjiuye/backend/service/calendar"
)

// Store keeps the records. Methods that read one record answer ErrNoRecord when
// there is none; an Update applies change to the newest state, keeps the result
// atomically and returns it, and passes change's own error through.
type Store interface {
	AccountStore
	SessionStore
	InviteStore
	ScanLoginStore
	LoginCodeStore
	LinkCodeStore
	SiteStore
	SiteCodeStore
	ScanStore
	PersonStore
	EnterpriseStore
	PostingStore
	RegistrationStore
	ApplicationStore
	ViewStore
	PlacementStore
	FollowUpStore
	ActivityStore
	OwedStore
	GuidanceStore
	RightsReportStore
	TrainingBodyStore
	CourseStore
	SignUpStore
	HelpRequestStore
	MonthReportStore
	EvidenceStore
	SampleStore
	NoticeStore
	SubscriptionStore
	PushStore
	DeliveryStore
	HonourStore
	ClosingStore
	AssessmentStore
	PolicyStore
	FactStore
	ImportStore
	RequestStore
	ErasureStore
	AuditStore
	MarkStore
}

// Deps is what a Service stands on. All are needed but those that say what nil or
// 0 means, and Log.
type Deps struct {
	Store      Store
	Cache      CounterCache
	Relay      Relay
	Limiter    Limiter
	WeChat     WeChat
	Blobs      Blobs
	Log        *slog.Logger
	Now        func() time.Time // nil: the system's clock
	SessionTTL time.Duration    // 0: 30 days
	Quota      int64            // bytes of evidence at one site; 0: 2 GB
	SitePage   string           // page of the mini-program that a site's code opens; empty: its first
	LoginPage  string           // page that the code on a screen opens, to log that screen in; empty: its first
	Program    string           // names the mini-program and its version: a code that was drawn for another is not shown
	Observer   Observer         // nil: nobody
	ChecksText bool             // what is to be published is shown to WeChat's text check, too
	Messages   Messages         // without a template nothing is pushed
}

// Service is the system. It is safe for concurrent use.
type Service struct {
	store  Store
	cache  CounterCache
	relay  Relay
	limits Limiter
	wechat WeChat
	blobs  Blobs
	quota  int64
	log    *slog.Logger
	clock  func() time.Time

	sessionTTL time.Duration
	sessions   sessionCache
	versions   *versions
	sitePage   string
	loginPage  string
	program    string
	pictures   flights[string, []byte]
	recent     recent
	looks      looks
	reads      flights[siteYear, yearState]
	tally      *tally
	term       term
	doubt      atomic.Pointer[doubt] // nil: none
	onAccount  func(accountID string)
	policies   atomic.Pointer[policyBook] // nil: not loaded yet
	onPolicies func()
	matching   *matching
	checksText bool
	observer   Observer
	messages   Messages
	pusher     pusher
	auditing   chan struct{} // held by whoever adds to the chain
	decoding   chan struct{} // held by whoever decodes an upload
}

// New makes a Service. LoadPolicies must succeed before anything is scored, and Run
// be started for what happens in the background.
func New(d Deps) *Service {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.SessionTTL == 0 {
		d.SessionTTL = 30 * 24 * time.Hour
	}
	if d.Quota == 0 {
		d.Quota = 2 << 30
	}
	if d.Observer == nil {
		d.Observer = unobserved{}
	}
	m := newMatching()
	now := func() time.Time { return d.Now().UTC().Truncate(time.Millisecond) }
	d.Store = followed{d.Store, now, m.saw}
	s := &Service{
		store: d.Store, cache: d.Cache, relay: d.Relay, limits: d.Limiter, wechat: d.WeChat, blobs: d.Blobs, quota: d.Quota,
		log: d.Log, clock: d.Now, sessionTTL: d.SessionTTL, sitePage: d.SitePage, loginPage: d.LoginPage, program: d.Program,
		versions:  &versions{},
		matching:  m,
		term:      term{holder: newID()},
		onAccount: func(string) {}, onPolicies: func() {},
		checksText: d.ChecksText,
		observer:   d.Observer,
		decoding:   make(chan struct{}, 1),
		auditing:   make(chan struct{}, 1),
		messages:   d.Messages, pusher: newPusher(d.Messages.PerMinute),
	}
	s.tally = &tally{
		store: d.Store, cache: d.Cache, log: d.Log, observer: d.Observer,
		versions: s.versions, now: s.now, changed: func(Event) {},
	}
	return s
}

// now is the server's time in milliseconds, which is what every store keeps.
func (s *Service) now() time.Time { return s.clock().UTC().Truncate(time.Millisecond) }

func (s *Service) today() calendar.Date { return calendar.DateOf(s.clock()) }

// Today is the day in Shanghai by the service's clock.
func (s *Service) Today() calendar.Date { return s.today() }

// newID is opaque, unique, and sorts by the time it was made.
func newID() string { return uuid.Must(uuid.NewV7()).String() }
