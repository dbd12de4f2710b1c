package wechat_test

import (
	"testing"

	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
)

func TestPhoneNumber(t *testing.T) {
	w := newWorld(t, sim.Options{})
	code := w.phoneCode("demo-seeker", "13800138000")
	number, err := w.PhoneNumber(t.Context(), code)
	if err != nil || number != "13800138000" {
		t.Fatalf("got %q, %v", number, err)
	}
	_, err = w.PhoneNumber(t.Context(), code)
	wantKind(t, err, wechat.BadCode)

	_, err = w.PhoneNumber(t.Context(), w.loginCode("demo-seeker"))
	wantKind(t, err, wechat.BadCode)
}

func TestPhoneNumberFromAbroad(t *testing.T) {
	w := newWorld(t, sim.Options{})
	code := w.control("POST", "/sim/codes",
		`{"openid":"demo-seeker","kind":"phone","phone":"61234567","country_code":"852"}`)["code"].(string)
	number, err := w.PhoneNumber(t.Context(), code)
	wantKind(t, err, wechat.ForeignPhone)
	if number != "" {
		t.Errorf("the number %q came with the error", number)
	}
}

func TestPhoneNumberThatIsNone(t *testing.T) {
	w := newWorld(t, sim.Options{})
	for _, number := range []string{"12345", "02288888888", "123456789012"} {
		_, err := w.PhoneNumber(t.Context(), w.phoneCode("demo-seeker", number))
		wantKind(t, err, wechat.Unavailable)
	}
}
