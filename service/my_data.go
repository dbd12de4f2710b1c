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
	Items []any  // structs with json tags
	More  bool   // there are more than fit
	Note  string // what to know of it, Chinese; empty: nothing
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
	note        string
}

// dataSections is every noun that is copied. A new one is one line.
var dataSections = []dataSection{
	{name: "account", title: "账号", read: (*Service).accountData},
	{name: "roles", title: "角色", read: (*Service).roleData},
	{name: "sessions", title: "登录", read: (*Service).sessionData},
	{name: "people", title: "求职者信息", read: (*Service).personData},
	{name: "registrations", title: "求职登记", read: (*Service).registrationData},
	{name: "placements", title: "推荐就业", read: (*Service).placementData},
	{name: "phone_views", title: "谁查看过我的号码", read: (*Service).phoneViewData},
	{name: "applications", title: "应聘和推荐", read: (*Service).applicationData},
	{name: "contact_views", title: "谁因联系查看过我的信息", read: (*Service).contactViewData},
	{name: "follow_ups", title: "跟踪回访", read: (*Service).followUpData},
	{name: "guidance", title: "职业指导", read: (*Service).guidanceData},
	{name: "help_requests", title: "服务申请", read: (*Service).helpData},
	{name: "rights_reports", title: "维权诉求", read: (*Service).reportData},
	{name: "sign_ups", title: "培训报名", read: (*Service).signUpData},
	{name: "subscriptions", title: "订阅消息", read: (*Service).subscriptionData},
	{name: "deliveries", title: "收到的微信消息（政策推送和办理结果）", read: (*Service).deliveryData},
	{name: "scans", title: "扫码", read: (*Service).scanData, note: "扫码只按站点和日期计数，不保存是谁扫的，因此没有可以列出的内容"},
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
		d.Sections = append(d.Sections, DataSection{section.name, section.title, items[:min(len(items), mostHeld)], more, section.note})
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
