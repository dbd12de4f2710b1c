package service

import (
	"context"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/message"
)

// Messages says what subscription messages look like at WeChat.
type Messages struct {
	Policy     message.Template // its fields from PolicySources; without an ID nothing is pushed
	Result     message.Template // its fields from ResultSources; without an ID nobody is told
	Page       string           // the mini-program's page of a notice, whose id follows as ?id=
	ResultPage string           // its page of what became of something, whose kind and id follow as ?kind=&id=
	PerMinute  int              // most messages, of all instances together; 0: 3,000
}

// PolicySources is what a policy message can say of its notice.
var PolicySources = []message.Source{
	{Name: "title"}, {Name: "source"}, // the issuing office
	{Name: "area"},            // 丰泽区, or 泉州市
	{Name: "validity"},        // 长期有效, or until when
	{Name: "hint"},            // what a tap does
	{Name: "date", Day: true}, // of publication
}

// ResultSources is what a result message can say.
var ResultSources = []message.Source{
	{Name: "title"},           // the posting's, or 维权诉求, 服务申请
	{Name: "state"},           // 已推荐, 已答复
	{Name: "site"},            // that looks after it
	{Name: "hint"},            // what a tap does
	{Name: "date", Day: true}, // on which it happened
}

const (
	defaultPerMinute  = 3000
	defaultPage       = "pages/notice/index"
	defaultResultPage = "pages/result/index"
)

func (m Messages) templateID(k MessageKind) string {
	switch k {
	case PolicyMessage:
		return m.Policy.ID
	case ResultMessage:
		return m.Result.ID
	}
	return ""
}

// policy is a notice as a message to somebody.
func (m Messages) policy(n Notice, openID string) Message {
	page := m.Page
	if page == "" {
		page = defaultPage
	}
	area, validity := "泉州市", "长期有效"
	if name, ok := Counties[n.County]; ok {
		area = name
	}
	if !n.ValidUntil.IsZero() {
		validity = inWords(n.ValidUntil) + "前有效"
	}
	return Message{OpenID: openID, TemplateID: m.Policy.ID, Page: page + "?id=" + n.ID, Data: m.Policy.Fill(map[string]string{
		"title": n.Title, "source": n.Source, "area": area, "validity": validity, "hint": "点击查看政策全文",
		"date": inWords(calendar.DateOf(n.PublishedAt)),
	})}
}

// result is what became of something as a message to somebody.
func (m Messages) result(r Result, title string, site Site, openID string) Message {
	page := m.ResultPage
	if page == "" {
		page = defaultResultPage
	}
	return Message{OpenID: openID, TemplateID: m.Result.ID, Page: page + "?kind=" + string(r.Noun) + "&id=" + r.ID, Data: m.Result.Fill(map[string]string{
		"title": title, "state": r.State, "site": site.Name, "hint": "点击查看详情", "date": inWords(calendar.DateOf(r.At)),
	})}
}

func inWords(d calendar.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// Message is a subscription message to one user.
type Message struct {
	OpenID     string
	TemplateID string
	Page       string
	Data       map[string]string // field: value
}

// Messenger sends subscription messages.
type Messenger interface {
	// SendMessage sends once and answers WeChat's id of the message. Every error is a
	// *SendError, which tells whether the message may have arrived.
	SendMessage(ctx context.Context, m Message) (id string, err error)
}

// SendOutcome is what is known of a message that was not surely accepted.
type SendOutcome string

// The outcomes. After all but SendLost the message has surely not arrived.
const (
	SendUnsubscribed SendOutcome = "unsubscribed" // no consent is left
	SendRefused      SendOutcome = "refused"      // this message can never be sent
	SendPutOff       SendOutcome = "put_off"      // WeChat takes it later, perhaps
	SendUnreached    SendOutcome = "unreached"    // it never left
	SendQuota        SendOutcome = "quota"        // none will be taken today
	SendLost         SendOutcome = "lost"         // it went out, and no answer came
)

// SendError is why a message was not surely accepted.
type SendError struct {
	Outcome    SendOutcome
	WeChatCode int64 // 0: no errcode came
	RetryAfter time.Duration
	Cause      error // for the log; safe there
}

// Error is for the log.
func (e *SendError) Error() string { return fmt.Sprintf("message %s: %v", e.Outcome, e.Cause) }

// Unwrap returns the cause.
func (e *SendError) Unwrap() error { return e.Cause }
