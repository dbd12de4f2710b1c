package service

import (
	"context"
	"slices"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Notice is a piece of policy information (政策信息) that a site publishes, a county
// for its sites, or the city for all. Everybody may read what is published.
type Notice struct {
	ID      string
	Rev     int64
	Request string // that made it: another attempt at it makes no other
	SiteID  string // empty: no single site's
	County  string // of the site, or whom it is for; empty: the whole city

	Title      string
	Body       string
	Source     string        // the issuing office
	URL        string        // of the original; may be empty
	ValidUntil calendar.Date // last day; zero: no end

	State          NoticeState
	Findings       []Finding // in what was to be published; a held one waits because of them
	CreatedBy      string
	CreatedAt      time.Time
	RevisedBy      []string  // who has changed what it says
	PublishedBy    string    // or wanted it to be; empty: nobody has
	ReviewedBy     string    // the supervisor who let a held one go
	PublishedAt    time.Time // zero: never was
	WithdrawnBy    string    // empty: it was not
	WithdrawnAt    time.Time
	WithdrawReason string
	Owed           []Owed
}

// NoticeState is where a notice stands.
type NoticeState string

// The states, in their order. A held notice is a draft again once it is edited; none
// else goes back.
const (
	NoticeDraft     NoticeState = "draft"
	NoticeHeld      NoticeState = "held" // for a supervisor, who reads what was found in it
	NoticePublished NoticeState = "published"
	NoticeWithdrawn NoticeState = "withdrawn"
)

var noticeStates = map[NoticeState]string{NoticeDraft: "草稿", NoticeHeld: "待复核", NoticePublished: "已发布", NoticeWithdrawn: "已撤回"}

// Text says the state in Chinese.
func (s NoticeState) Text() string { return noticeStates[s] }

// NoticeNoun owes entries.
const NoticeNoun OwingNoun = "notice"

// NoticeInput is what a notice says, and whose it is: a site's, a county's, or with
// neither the city's.
type NoticeInput struct {
	SiteID     string
	County     string
	Title      string
	Body       string
	Source     string
	URL        string
	ValidUntil calendar.Date
}

// NoticeFilter narrows a list of notices.
type NoticeFilter struct {
	Places  []string      // as Notice.Place says; empty: any
	State   NoticeState   // empty: any
	ValidOn calendar.Date // zero: any day
	Page    Page
}

// NoticeStore keeps notices.
type NoticeStore interface {
	// InsertNotice keeps n, or answers created=false and the one of the same request.
	InsertNotice(ctx context.Context, n Notice) (kept Notice, created bool, err error)
	Notice(ctx context.Context, id string) (Notice, error)
	UpdateNotice(ctx context.Context, id string, change func(*Notice) error) (Notice, error)
	Notices(ctx context.Context, f NoticeFilter) ([]Notice, error)
}

var (
	errNoticeState   = &Error{Kind: Conflict, Code: "notice_state", Message: "政策信息的当前状态不允许此操作"}
	errNoticeChanged = &Error{Kind: Conflict, Code: "notice_changed", Message: "该政策信息刚被他人更改，请刷新后再试"}
	errOwnNotice     = &Error{Kind: Forbidden, Code: "own_record", Message: "不能复核自己撰写、修改或提交发布的政策信息，请由其他人员办理"}
	errNotDraft      = &Error{Kind: Conflict, Code: "notice_published", Message: "已发布或撤回的政策信息不能修改，请撤回后重新发布"}
)

const (
	mostNoticeBody = 10_000
	mostNoticeURL  = 500
	noticeYears    = 10 // how far ahead the end of a policy may lie
)

// Place names whom a notice is for: a site's id, a county's code, or All.
func (n Notice) Place() string { return placeOf(n.SiteID, n.County) }

func placeOf(siteID, county string) string {
	switch {
	case siteID != "":
		return siteID
	case county != "":
		return county
	}
	return All
}

// CreateNotice makes a draft.
func (s *Service) CreateNotice(ctx context.Context, a Actor, in NoticeInput) (NoticeView, error) {
	county, err := s.area(ctx, a, in.SiteID, in.County)
	if err != nil {
		return NoticeView{}, err
	}
	n, err := s.newNotice(in)
	if err != nil {
		return NoticeView{}, err
	}
	n.ID, n.Rev, n.Request, n.SiteID, n.County = newID(), 1, requestID(ctx), in.SiteID, county
	n.State, n.CreatedBy, n.CreatedAt = NoticeDraft, a.Account.ID, s.now()
	n, _, err = s.store.InsertNotice(ctx, n)
	return n.view(a), err
}

// EditNotice replaces what a draft says; whose it is stays.
func (s *Service) EditNotice(ctx context.Context, a Actor, id string, in NoticeInput) (NoticeView, error) {
	said, err := s.newNotice(in)
	if err != nil {
		return NoticeView{}, err
	}
	return s.changeNotice(ctx, a, id, func(n *Notice) error {
		if n.State != NoticeDraft && n.State != NoticeHeld {
			return errNotDraft
		}
		if !slices.Contains(n.RevisedBy, a.Account.ID) {
			n.RevisedBy = append(n.RevisedBy, a.Account.ID)
		}
		n.State, n.PublishedBy, n.Findings = NoticeDraft, "", nil
		n.Title, n.Body, n.Source, n.URL, n.ValidUntil = said.Title, said.Body, said.Source, said.URL, said.ValidUntil
		return nil
	})
}
