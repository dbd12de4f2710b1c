package service

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// AuditEntry says that somebody with a role set out to do something: who, what, when
// and from where. It is written before the act, which is refused when it cannot be
// written; a refusal of the act is an entry of its own. Entries hold ids and no
// personal data, are never changed, and each holds the hash of the one before.
type AuditEntry struct {
	ID        string // its number in the chain, twelve digits
	At        time.Time
	By        string // account
	Role      Role   // the weightiest that it held
	County    string // in which it held the role; empty: the whole city
	Action    string // "POST /v1/placements/:id/void"
	Target    string // what the address named: ids, a month, a year
	Refused   string // the code of a refusal; empty: set out to do it
	Address   string
	RequestID string
	Prev      string // hash of the entry before; empty for the first
	Hash      string
}

// AuditStore keeps the chain.
type AuditStore interface {
	InsertAudit(ctx context.Context, e AuditEntry) error // ErrExists: the number is taken
	// LastAudit is the end of the chain; ErrNoRecord when there is none.
	LastAudit(ctx context.Context) (AuditEntry, error)
	// AuditEntries lists entries, newest first.
	AuditEntries(ctx context.Context, f AuditFilter) ([]AuditEntry, error)
	// SitesOf is which site each record of one of AuditedNouns belongs to; one that is
	// not there is left out.
	SitesOf(ctx context.Context, noun string, ids []string) (map[string]string, error)
	// AuditChain lists entries after an id in the order of the chain.
	AuditChain(ctx context.Context, after string, limit int) ([]AuditEntry, error)
}

// auditTries bounds how often an entry is numbered anew because others were quicker.
const auditTries = 50

// hash covers everything but itself.
func (e AuditEntry) hash() string {
	e.Hash = ""
	e.At = e.At.UTC()
	text, err := json.Marshal(e)
	if err != nil {
		panic(err) // cannot happen: strings and a time
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Origin is where a request came from.
type Origin struct{ Action, Address, RequestID string }

type originKey struct{}

// WithOrigin has entries that are made under ctx tell where the request came from.
func WithOrigin(ctx context.Context, o Origin) context.Context {
	return context.WithValue(ctx, originKey{}, o)
}

// Audit writes that a acts, at the end of the chain. Accounts without a role leave
// none: what they do concerns themselves.
func (s *Service) Audit(ctx context.Context, a Actor, e AuditEntry) (err error) {
	if len(a.Grants) == 0 {
		return nil
	}
	e.By = a.Account.ID
	if e.Role, e.County, err = s.weightiest(ctx, a); err != nil {
		return err
	}
	return s.chainOn(ctx, e)
}

// chainOn numbers an entry and adds it to the chain.
func (s *Service) chainOn(ctx context.Context, e AuditEntry) error {
	o, _ := ctx.Value(originKey{}).(Origin)
	e.Action, e.Address, e.RequestID = cmp.Or(e.Action, o.Action), cmp.Or(e.Address, o.Address), cmp.Or(e.RequestID, o.RequestID)
	e.At = s.now()
	for _, field := range []*string{&e.Action, &e.Target, &e.Refused, &e.Address, &e.RequestID} {
		*field = strings.ToValidUTF8(*field, "?") // what the store would change breaks the chain
	}
	select {
	case s.auditing <- struct{}{}:
		defer func() { <-s.auditing }()
	case <-ctx.Done():
		return ErrUnavailable.Because(ctx.Err())
	}
	for range auditTries {
		last, err := s.store.LastAudit(ctx)
		if err != nil && !errors.Is(err, ErrNoRecord) {
			return err
		}
		e.ID, e.Prev = nextAudit(last.ID), last.Hash
		e.Hash = e.hash()
		if err = s.store.InsertAudit(ctx, e); !errors.Is(err, ErrExists) {
			return err
		}
	}
	return ErrUnavailable
}

func nextAudit(id string) string {
	var n int64
	_, _ = fmt.Sscanf(id, "%d", &n) // "" is 0
	return fmt.Sprintf("%012d", n+1)
}

// weightiest is the weightiest role that a holds and the county in which it does.
func (s *Service) weightiest(ctx context.Context, a Actor) (Role, string, error) {
	best := a.Grants[0]
	for _, g := range a.Grants {
		if roleWeight[g.Role] > roleWeight[best.Role] {
			best = g
		}
	}
	switch best.Role {
	case County:
		return best.Role, best.Scope, nil
	case Staff, Manager:
		site, err := s.store.Site(ctx, best.Scope)
		return best.Role, site.County, err
	}
	return best.Role, "", nil
}

var roleWeight = map[Role]int{Staff: 1, Manager: 2, County: 3, City: 4, Admin: 5}

// AuditFilter narrows a list of entries; it never widens the scope.
type AuditFilter struct {
	County  string        // empty: any
	By      string        // account; empty: any
	Action  string        // method and route; empty: any
	Day     calendar.Date // zero: any
	Refused bool          // only refusals
	Page    Page
}

// AuditLine is an entry as a screen may show it.
type AuditLine struct {
	AuditEntry
	Name       string // what colleagues call whoever did it, now
	TargetText string // what it was about; empty: it cannot be told
	// RefusedLater says that a later entry tells that it was refused.
	RefusedLater bool
}

// AuditEntries lists what was done, newest first: to a county what people of its own
// did, to the city and administrators everything.
func (s *Service) AuditEntries(ctx context.Context, a Actor, f AuditFilter) ([]AuditLine, error) {
	scope := a.scope(readAudit)
	switch {
	case scope.Everything:
	case len(scope.Counties) == 0:
		return nil, ErrForbidden
	default:
		f.County = cmp.Or(f.County, scope.Counties[0])
		if !slices.Contains(scope.Counties, f.County) {
			return nil, ErrNotFound
		}
	}
	entries, err := s.store.AuditEntries(ctx, f)
	if err != nil {
		return nil, err
	}
	by := make([]string, len(entries))
	for i, e := range entries {
		by[i] = e.By
	}
	names, err := s.namesOf(ctx, by...)
	if err != nil {
		return nil, err
	}
	targets, err := s.namesOfTargets(ctx, a, entries)
	if err != nil {
		return nil, err
	}
	refused, err := s.refusedLater(ctx, entries)
	lines := make([]AuditLine, len(entries))
	for i, e := range entries {
		lines[i] = AuditLine{e, names[e.By], targets.text(e), refused[e.ID]}
	}
	return lines, err
}

// refusalsAfter is how many entries behind a page are looked through for refusals of
// what is on it: most follow within a second.
const refusalsAfter = 500

// refusedLater tells by id which of entries, newest first, another entry refuses. It may
// stand behind them, on the page before or out of their filter.
func (s *Service) refusedLater(ctx context.Context, entries []AuditEntry) (map[string]bool, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	all, err := s.store.AuditChain(ctx, entries[0].ID, refusalsAfter)
	slices.Reverse(all)
	type act struct{ request, by, action, target string }
	refusals, refused := map[act]int{}, map[string]bool{}
	for _, e := range append(all, entries...) {
		switch of := (act{e.RequestID, e.By, e.Action, e.Target}); {
		case e.Refused != "":
			refusals[of]++
		case refusals[of] > 0:
			refusals[of]--
			refused[e.ID] = true
		}
	}
	return refused, err
}

// AuditReport is what a walk along the chain found.
type AuditReport struct {
	Entries int    `json:"entries"`
	Last    string `json:"last"`   // id of the last sound entry
	Hash    string `json:"hash"`   // and its hash: kept elsewhere, it shows whether the end was cut off
	Broken  string `json:"broken"` // id of the first entry that is not what it was; empty: none
	Why     string `json:"why"`
}

// VerifyAudit walks the whole chain and names the first entry that was changed, is
// missing or does not follow.
func (s *Service) VerifyAudit(ctx context.Context) (AuditReport, error) {
	r := AuditReport{}
	for {
		page, err := s.store.AuditChain(ctx, r.Last, 500)
		if err != nil {
			return r, err
		}
		for _, e := range page {
			switch {
			case e.ID != nextAudit(r.Last):
				r.Broken, r.Why = nextAudit(r.Last), "缺失"
			case e.Prev != r.Hash:
				r.Broken, r.Why = e.ID, "与前一条不衔接"
			case e.Hash != e.hash():
				r.Broken, r.Why = e.ID, "内容被改动"
			default:
				r.Entries, r.Last, r.Hash = r.Entries+1, e.ID, e.Hash
				continue
			}
			return r, nil
		}
		if len(page) == 0 {
			return r, nil
		}
	}
}
