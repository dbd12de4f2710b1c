package sim

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// maxDelivered bounds the log of accepted messages.
const maxDelivered = 20_000

// Delivered is one accepted subscription message, as the user's phone shows it.
type Delivered struct {
	At       string            `json:"at"` // RFC 3339, by the simulator's clock
	OpenID   string            `json:"openid"`
	Template string            `json:"template_id"`
	Page     string            `json:"page"`
	MsgID    string            `json:"msgid"`
	Data     map[string]string `json:"data"`
}

// delivered are the last maxDelivered accepted messages.
type delivered struct {
	mu    sync.Mutex
	list  []Delivered // oldest first
	total int
}

func (d *delivered) add(at time.Time, m message, msgID int64) {
	one := Delivered{
		At: at.In(calendar.Shanghai).Format(time.RFC3339), OpenID: m.ToUser, Template: m.TemplateID, Page: shorten(m.Page),
		MsgID: strconv.FormatInt(msgID, 10), Data: map[string]string{},
	}
	for name, field := range m.Data {
		if text, ok := field.Value.(string); ok && len(one.Data) < maxParams {
			one.Data[shorten(name)] = shorten(text)
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.total++
	if len(d.list) >= 2*maxDelivered { // seldom, as it moves them all
		d.list = append([]Delivered{}, d.list[maxDelivered+1:]...)
	}
	d.list = append(d.list, one)
}

// of is what was delivered to a user, or to all ("").
func (d *delivered) of(openID string) ([]Delivered, int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	items := []Delivered{}
	for _, one := range d.list[max(0, len(d.list)-maxDelivered):] {
		if openID == "" || one.OpenID == openID {
			items = append(items, one)
		}
	}
	return items, d.total
}

// listDelivered shows the accepted messages, oldest first, of one user if asked.
func listDelivered(s *Simulator, _ http.ResponseWriter, r *http.Request) (any, *problem) {
	items, total := s.delivered.of(r.URL.Query().Get("openid"))
	return map[string]any{"items": items, "total": total}, nil
}
