package redisstore_test

import (
	"encoding/json"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store/redisstore"
)

// garbage is what may lie on the channel that is no event.
var garbage = []string{
	"", "x", "null", "[]", "7", `"s1"`, "{}", "{", `{"site":""}`, `{"year":2026,"version":1}`,
	`{"site":7}`, `{"site":"s1","version":"7"}`, `{"site":"s1","version":1.5}`, `{"site":"s1"} {"site":"s2"}`,
	`{"resync":true}`, "\xff\x00", `{"site":"s1","year":99999999999999999999}`,
	`{"policies":false}`, `{"policies":1}`, `{"policies":"true"}`,
}

func TestDecodeEvent(t *testing.T) {
	for _, g := range garbage {
		if e, ok := redisstore.DecodeEvent(g); ok {
			t.Errorf("%q was read as %v", g, e)
		}
	}
	for payload, want := range map[string]service.Event{
		`{"site":"s1","year":2026,"version":7}`: {Site: "s1", Year: 2026, Version: 7},
		`{"account":"a1"}`:                      {Account: "a1"},
		`{"policies":true}`:                     {Policies: true},
		// A newer version may say more; it never says Resync.
		`{"account":"a1","resync":true,"Resync":true,"more":[1]}`: {Account: "a1"},
	} {
		if e, ok := redisstore.DecodeEvent(payload); !ok || e != want {
			t.Errorf("%s was read as %v, %t, want %v", payload, e, ok, want)
		}
	}
}

func FuzzDecodeEvent(f *testing.F) {
	for _, g := range garbage {
		f.Add(g)
	}
	f.Add(`{"site":"s1","year":2026,"version":7}`)
	f.Add(`{"policies":true}`)
	f.Fuzz(func(t *testing.T, payload string) {
		e, ok := redisstore.DecodeEvent(payload)
		switch {
		case !ok && e != service.Event{}:
			t.Fatalf("refused, yet %v", e)
		case ok && (e.Resync || e.Site+e.Account == "" && !e.Policies || !json.Valid([]byte(payload))):
			t.Fatalf("%q was read as %v", payload, e)
		}
	})
}
