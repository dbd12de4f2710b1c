package service

import (
	"context"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// MyData is a copy of what is held about an account and whom it registered as itself
// (PIPL art. 45).
type MyData struct {
	Watermark string // says whose copy it is, and of when
	MadeAt    time.Time
	AccountID string
	Full      bool // what the account told itself is not masked
	Sections  []DataSection
}

// DataSection is what is held under one heading.
type DataSection struct {
	Name  string // stable
	Title string
	Items []any // structs with json tags
	More  bool  // there are more than fit
}

// holder is whose data is copied.
type holder struct {
	actor   Actor
	account Account
	people  []Person
	full    bool
}

// dataSection reads one heading: at most mostHeld+1 items, newest first.
type dataSection struct {
	name, title string
	read        func(s *Service, ctx context.Context, h holder) ([]any, error)
}

// dataSections is every noun that is copied. A new one is one line.
var dataSections = []dataSection{
	{"account", "账号", (*Service).accountData},
	{"roles", "角色", (*Service).roleData},
	{"sessions", "登录", (*Service).sessionData},
	{"people", "求职者信息", (*Service).personData},
	{"registrations", "求职登记", (*Service).registrationData},
	{"placements", "推荐就业", (*Service).placementData},
	{"phone_views", "谁查看过我的号码", (*Service).phoneViewData},
	{"applications", "应聘和推荐", (*Service).applicationData},
	{"contact_views", "谁因联系查看过我的信息", (*Service).contactViewData},
}

const (
	// mostHeld bounds one heading, far above what one person's years make.
	mostHeld = 1000
	// copiesPerMinute is per account: a copy reads everything.
	copiesPerMinute = 10
)

// CopyMyData answers everything that is held about the caller's account and its
// people. Names, phones and document numbers are masked; full shows them, since this
// account told them itself. Of what staff recorded of a person it says only that it
// is there: whoever typed somebody's name first must not learn the rest. The person
// gets it at the counter, with a document.
func (s *Service) CopyMyData(ctx context.Context, a Actor, full bool) (MyData, error) {
	if ok, wait := s.limits.Allow(ctx, "my-data:"+a.Account.ID, copiesPerMinute); !ok {
		e := *ErrLimited
		e.RetryAfter = wait
		return MyData{}, &e
	}
	h := holder{actor: a, full: full}
	var err error
	if h.account, err = s.store.Account(ctx, a.Account.ID); err != nil {
		return MyData{}, missing(err)
	}
	if h.people, err = s.store.PeopleOfAccount(ctx, a.Account.ID); err != nil {
		return MyData{}, err
	}
	d := MyData{MadeAt: s.now(), AccountID: a.Account.ID, Full: full}
	d.Watermark = fmt.Sprintf("泉就业个人信息副本　账号 %s　生成于 %s　仅供本人使用", d.AccountID, d.MadeAt.In(calendar.Shanghai).Format("2006-01-02 15:04:05"))
	for _, section := range dataSections {
		items, err := section.read(s, ctx, h)
		if err != nil {
			return MyData{}, fmt.Errorf("copy %s: %w", section.name, err)
		}
		more := len(items) > mostHeld
		d.Sections = append(d.Sections, DataSection{section.name, section.title, items[:min(len(items), mostHeld)], more})
	}
	return d, nil
}

// stampOf writes a time as RFC 3339 in Shanghai, "" for the zero time.
func stampOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Shanghai).Format("2006-01-02T15:04:05.000-07:00")
}
