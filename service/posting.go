package service

import (
	"context"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/match"
	"github.com/quanjiuye/backend/service/wording"
)

// Posting is a 岗位信息: an offer of work that a site publishes. It is public once
// its text has passed review, and from then on, being accepted, counts for item 4
// of the form, provided that it is the first of its kind: see Key.
type Posting struct {
	ID           string
	Rev          int64
	SiteID       string
	County       string         // of the site
	Month        calendar.Month // of CountsOn once it is accepted, before that of PostedOn
	ClientID     string         // the sender's own name for it, once per site
	EnterpriseID string
	Watched      bool          // a supervisor has rejected it, or taken it down: what it says from then on, and its reposts, await one
	NamesakeOf   string        // the employer that was the first of the same name, as which it counts; empty: itself
	PostedOn     calendar.Date // when it was first registered, on paper perhaps
	RepostOf     string        // the posting that it repeats; empty: none
	Offer

	Review      Review
	AcceptedAt  time.Time     // zero: not yet
	CountsOn    calendar.Date // the day on which it counts; zero until it is accepted
	DuplicateOf string        // the accepted posting before it that is alike; empty: it is the first

	RevisedBy    []string // who has changed the offer since it was recorded, who did so last at the end
	TakenDownBy  string   // empty: nobody has
	TakenDownAt  time.Time
	TakenDownFor string    // the reason; a supervisor gives one
	TouchedAt    time.Time // of its last write, whatever that changed: see followed
	Trail
}

// WorkKind is how somebody is employed.
type WorkKind string

// The kinds.
const (
	PartTime  WorkKind = "part_time" // 非全日制
	Temporary WorkKind = "temporary" // 临时
	Phase     WorkKind = "phase"     // 阶段性
	Fixed     WorkKind = "fixed"     // 固定
)

// Offer is what a posting says, and what can be revised.
type Offer struct {
	Title          string
	Place          string      // of work
	Area           string      // a key of Counties: where Place is
	At             match.Point // where Place is on WeChat's map (GCJ-02); zero: not said
	Headcount      int
	Description    string // work content
	Conditions     string // may be empty
	Pay            Pay
	Kind           WorkKind
	ValidUntil     calendar.Date // the last day
	Occupation     string        // plain words; may be empty
	OccupationCode string        // 职业分类大典, "d-dd-dd-dd"; may be empty
	Skills         []string
	WorkTime       string // may be empty
	ContactName    string // sealed; may be empty
	ContactPhone   string // sealed; may be empty
	SourceName     string // where it was taken from; empty: from the employer
	ExternalID     string // on 泉就业; may be empty
}

// ReviewState is how far a posting's text has come.
type ReviewState string

// The states. Only a passed posting can be public, and only it can count.
const (
	Passed   ReviewState = "passed"
	Held     ReviewState = "held"     // for a supervisor, or until it could be checked
	Blocked  ReviewState = "blocked"  // statutory discrimination; may be reworded
	Rejected ReviewState = "rejected" // by a supervisor; may be reworded
)

// Review is what was found in a posting's text, and what a supervisor decided.
type Review struct {
	State    ReviewState
	Verdict  wording.Verdict // of the words
	Findings []Finding
	// Round names a check that has not ended: the sweeper ends it. Empty: none.
	Round     string
	Unchecked bool // the round waits for WeChat, which was out of reach
	By        string
	At        time.Time // of By's decision
	Reason    string    // of a rejection
}

// Finding is one thing in a text that somebody should look at.
type Finding struct {
	Category   string // a wording.Category, "pay" or "wechat"
	Words      string // as they stand in the text
	Clause     string // of the law
	Suggestion string // a lawful rewording
}

// Counts reports whether the posting counts for item 4.
func (p Posting) Counts() bool { return p.CountsUnlessVoid() && p.Status != Void }

// CountsUnlessVoid reports whether it counts or would if it were not void.
func (p Posting) CountsUnlessVoid() bool {
	return !p.AcceptedAt.IsZero() && p.Review.State == Passed && p.DuplicateOf == ""
}

// Published reports whether nothing but its end keeps the posting from the public.
func (p Posting) Published() bool {
	return p.Review.State == Passed && p.Status != Void && p.TakenDownAt.IsZero()
}

// Open reports whether somebody can still apply on a day.
func (p Posting) Open(today calendar.Date) bool { return p.Published() && !p.ValidUntil.Before(today) }

// PostingFilter narrows a site's list of postings.
type PostingFilter struct {
	RecordFilter
	State ReviewState // empty: any
}

// JobFilter narrows the list of open postings.
type JobFilter struct {
	Today      calendar.Date
	Area       string // empty: any
	SiteID     string // that published it; empty: any
	Occupation string // a code or plain words; the store takes an Offer's OccupationKey; empty: any
	// What follows the store does not look at.
	Pay  Pay         // up to Min at least; zero: any
	At   match.Point // from where distances are told; zero: none are
	Page Page
}

// PostingFact is what a count needs of one posting that counts.
type PostingFact struct {
	EnterpriseID string        // as which the employer counts
	Day          calendar.Date // on which it counts
	At           time.Time     // accepted
	Headcount    int
	Confirmed    bool
}

// PostingStore keeps postings. Which of several alike is the first is a matter of
// keys: see PersonStore.
type PostingStore interface {
	// InsertPosting keeps p, or answers created=false and the one that has the same
	// site and ClientID.
	InsertPosting(ctx context.Context, p Posting) (kept Posting, created bool, err error)
	Posting(ctx context.Context, id string) (Posting, error)
	UpdatePosting(ctx context.Context, id string, change func(*Posting) error) (Posting, error)
	Postings(ctx context.Context, f PostingFilter) ([]Posting, error)
	// SupervisedPostings lists the postings of many sites, newest first.
	SupervisedPostings(ctx context.Context, f SupervisedFilter) ([]Posting, error)
	// WaitingPostings lists those whose round has not ended, oldest first.
	WaitingPostings(ctx context.Context, limit int) ([]Posting, error)
	// OpenPostings lists those that are open, newest first.
	OpenPostings(ctx context.Context, f JobFilter) ([]Posting, error)
	// PostingsByID lists those of the ids that there are, in no promised order.
	PostingsByID(ctx context.Context, ids []string) ([]Posting, error)
	// TouchedPostings lists what was written at or after a time, the longest ago
	// first: at most limit of them.
	TouchedPostings(ctx context.Context, since time.Time, limit int) ([]Touched, error)
	// PostingFacts are the postings of a site that count in a year, the void ones
	// left out, in no promised order.
	PostingFacts(ctx context.Context, siteID string, year int) ([]PostingFact, error)
}

// Touched says that a posting was written.
type Touched struct {
	ID  string
	Rev int64
	At  time.Time
}

// PostingView is a posting as a screen may show it.
type PostingView struct {
	Posting
	Enterprise Enterprise
	Site       Site
	Public     bool // somebody can apply
	Missing    []Note
	NotCounted []Note
	Late       bool // an adjustment of a closed month
	Reports    int  // open reports that it is fake, as far as the actor may know
	May        PostingMay
}

// Note is something to know about a record: a stable code and a Chinese sentence.
type Note struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// PostingMay says which steps a screen may offer.
type PostingMay struct {
	Confirm bool `json:"confirm"`
	Void    bool `json:"void"`
	Restore bool `json:"restore"`
	// Unconfirm: see Service.Unconfirm.
	Unconfirm bool `json:"unconfirm" doc:"Take a confirmation back"`
	Revise    bool `json:"revise"`
	Rename    bool `json:"rename" doc:"Change employer, title or place, too"`
	Repost    bool `json:"repost"`
	TakeDown  bool `json:"take_down"`
	Release   bool `json:"release"`
	Reject    bool `json:"reject"`
	Recheck   bool `json:"recheck" doc:"Have it looked at once more"`
	Reveal    bool `json:"reveal" doc:"The contact's number"`
}
