package service

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"time"
	"unicode/utf8"
)

const (
	// scanLoginTTL is how long a code on a screen is good for, from its drawing to the
	// session (security.md: two minutes).
	scanLoginTTL = 2 * time.Minute
	// deskTTL bounds a session at a desk: an office's PC is left open, a phone is not.
	deskTTL = 12 * time.Hour
	// codesPerLogin is how often one code is drawn: each asks WeChat.
	codesPerLogin = 3
	// mostBrowser is how many characters of a browser's own name are kept.
	mostBrowser = 200
)

// ScanLoginState is how far a login by scanning has come. It only goes on.
type ScanLoginState string

// The states.
const (
	ScanLoginNew       ScanLoginState = "new"       // nobody has scanned the code
	ScanLoginScanned   ScanLoginState = "scanned"   // one phone has, and is asked
	ScanLoginConfirmed ScanLoginState = "confirmed" // that phone said yes
	ScanLoginRefused   ScanLoginState = "refused"   // or no
	ScanLoginConsumed  ScanLoginState = "consumed"  // the browser has its session
)

// ScanLogin is a browser that waits for a phone to vouch for it. The store keeps
// hashes of its ticket, which the code shows, and of its secret, which only the
// browser that asked holds: the ticket alone never gives a session.
type ScanLogin struct {
	ID        string // hash of the ticket
	Rev       int64
	Secret    string // hash of the secret
	Browser   string // as it calls itself
	Address   string // where it asked from
	State     ScanLoginState
	AccountID string // whose phone scanned; empty before
	CreatedAt time.Time
	ExpiresAt time.Time
}

// ScanLoginStore keeps logins by scanning until they expire.
type ScanLoginStore interface {
	InsertScanLogin(ctx context.Context, l ScanLogin) error
	ScanLogin(ctx context.Context, id string) (ScanLogin, error)
	UpdateScanLogin(ctx context.Context, id string, change func(*ScanLogin) error) (ScanLogin, error)
}

var (
	// errScanLogin is one answer for what is unknown, expired, used and another's.
	errScanLogin = &Error{Kind: NotFound, Code: "scan_login_invalid", Message: "二维码已失效，请在电脑上刷新后重新扫描"}
	// errNoOffice: the pages show nothing to who is only a seeker.
	errNoOffice = &Error{Kind: Forbidden, Code: "no_office_role", Message: "您的账号没有工作人员或主管部门的角色，不能登录管理页面"}
)

// BeginScanLogin opens a login by scanning for a browser. The ticket goes into the
// code that it shows, the secret into a cookie of its own.
func (s *Service) BeginScanLogin(ctx context.Context, browser, address string) (ticket, secret string, l ScanLogin, err error) {
	if utf8.RuneCountInString(browser) > mostBrowser {
		browser = string([]rune(browser)[:mostBrowser])
	}
	ticket, secret = rand.Text(), newToken()
	l = ScanLogin{
		ID: hashToken(ticket), Rev: 1, Secret: hashToken(secret), Browser: browser, Address: address,
		State: ScanLoginNew, CreatedAt: s.now(), ExpiresAt: s.now().Add(scanLoginTTL),
	}
	return ticket, secret, l, s.store.InsertScanLogin(ctx, l)
}

// ScanLoginCode is the picture that a phone scans, a JPEG; its scene is "l." and the
// ticket.
func (s *Service) ScanLoginCode(ctx context.Context, ticket string) ([]byte, error) {
	l, err := s.store.ScanLogin(ctx, hashToken(ticket))
	if err != nil || !l.open(s.now()) {
		return nil, missingScanLogin(err)
	}
	if ok, wait := s.limits.Allow(ctx, "scan-login-code:"+l.ID, codesPerLogin); !ok {
		return nil, limited(wait)
	}
	return s.pictures.do("login:"+l.ID, func() ([]byte, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drawTimeout)
		defer cancel()
		picture, err := s.wechat.MiniProgramCode(ctx, "l."+ticket, s.loginPage, CodeWidth)
		if err == nil {
			err = soundPicture(picture)
		}
		if err != nil {
			return nil, codeAway(err)
		}
		return picture, nil
	})
}

// OpenScanLogin binds a scanned code to the caller's phone and tells which browser
// asks. Nobody else can scan it after.
func (s *Service) OpenScanLogin(ctx context.Context, a Actor, ticket string) (ScanLogin, error) {
	if len(a.Grants) == 0 {
		return ScanLogin{}, errNoOffice
	}
	return s.stepScanLogin(ctx, a, ticket, func(l *ScanLogin) error {
		switch {
		case l.State == ScanLoginNew:
			l.State, l.AccountID = ScanLoginScanned, a.Account.ID
		case l.AccountID != a.Account.ID:
			return errScanLogin
		}
		return nil
	})
}

// AnswerScanLogin is what the phone that scanned says: log that browser in, or do not.
func (s *Service) AnswerScanLogin(ctx context.Context, a Actor, ticket string, yes bool) (ScanLogin, error) {
	answer := ScanLoginRefused
	if yes {
		answer = ScanLoginConfirmed
	}
	return s.stepScanLogin(ctx, a, ticket, func(l *ScanLogin) error {
		if l.AccountID != a.Account.ID || l.State != ScanLoginScanned && l.State != answer {
			return errScanLogin
		}
		l.State = answer
		return nil
	})
}

func (s *Service) stepScanLogin(ctx context.Context, a Actor, ticket string, step func(*ScanLogin) error) (ScanLogin, error) {
	if ok, wait := s.limits.Allow(ctx, "scan-login:"+a.Account.ID, 30); !ok {
		return ScanLogin{}, limited(wait)
	}
	l, err := s.store.UpdateScanLogin(ctx, hashToken(ticket), func(l *ScanLogin) error {
		if !l.open(s.now()) {
			return errScanLogin
		}
		return step(l)
	})
	if err != nil {
		return ScanLogin{}, missingScanLogin(err)
	}
	return l, nil
}

// FinishScanLogin tells the browser that holds the secret how far its login is, and
// gives it its session, once, when the phone has said yes.
func (s *Service) FinishScanLogin(ctx context.Context, ticket, secret string) (ScanLoginState, Login, error) {
	id := hashToken(ticket)
	l, err := s.store.ScanLogin(ctx, id)
	if err != nil || !l.holds(secret) || !l.ExpiresAt.After(s.now()) {
		return "", Login{}, missingScanLogin(err)
	}
	if l.State != ScanLoginConfirmed {
		return l.State, Login{}, nil
	}
	l, err = s.store.UpdateScanLogin(ctx, id, func(l *ScanLogin) error {
		if l.State != ScanLoginConfirmed {
			return errScanLogin
		}
		l.State = ScanLoginConsumed
		return nil
	})
	if err != nil {
		return "", Login{}, missingScanLogin(err)
	}
	acc, err := s.store.Account(ctx, l.AccountID)
	if err != nil {
		return "", Login{}, missingScanLogin(err)
	}
	login, err := s.openSession(ctx, acc, min(deskTTL, s.sessionTTL))
	return l.State, login, err
}

// open reports whether a phone may still do something with it.
func (l ScanLogin) open(now time.Time) bool {
	return l.ExpiresAt.After(now) && l.State != ScanLoginConsumed && l.State != ScanLoginRefused
}

func (l ScanLogin) holds(secret string) bool {
	return subtle.ConstantTimeCompare([]byte(l.Secret), []byte(hashToken(secret))) == 1
}

// missingScanLogin is errScanLogin for what is not there, and when there was no error.
func missingScanLogin(err error) error {
	if err == nil || errors.Is(err, ErrNoRecord) {
		return errScanLogin
	}
	return err
}
