package redisstore_test

import (
	"strings"
	"testing"

	"github.com/quanjiuye/backend/store/redisstore"
)

func TestURLForms(t *testing.T) {
	for _, c := range []struct {
		url, addrs, user, password string
		db                         int
		master                     string
		cluster, tls               bool
	}{
		{url: "redis://h", addrs: "h:6379"},
		{url: "redis://h:1/", addrs: "h:1"},
		{url: "redis://:pw@h:1/3", addrs: "h:1", password: "pw", db: 3},
		{url: "redis://u:p%40%2Fw@h", addrs: "h:6379", user: "u", password: "p@/w"},
		{url: "redis://u@h", addrs: "h:6379", user: "u"},
		{url: "redis://:a,b@h:1", addrs: "h:1", password: "a,b"},
		{url: "redis://:a@b@h:1", addrs: "h:1", password: "a@b"},
		{url: "redis://[::1]:7/0", addrs: "[::1]:7"},
		{url: "redis://[::1]", addrs: "[::1]:6379"},
		{url: "rediss://h", addrs: "h:6379", tls: true},
		{url: "redis://:pw@a:1,b,c:3", addrs: "a:1 b:6379 c:3", password: "pw", cluster: true},
		{url: "rediss://a:1,b:2/0", addrs: "a:1 b:2", cluster: true, tls: true},
		{url: "redis://h:1?cluster=true", addrs: "h:1", cluster: true},
		{url: "redis://h:1?cluster=false", addrs: "h:1"},
		{url: "redis+sentinel://:pw@a,b:2/4?master=m", addrs: "a:26379 b:2", password: "pw", db: 4, master: "m"},
		{url: "rediss+sentinel://a?master=m&sentinel_password=x", addrs: "a:26379", master: "m", tls: true},
	} {
		o, err := redisstore.ParseURL(c.url)
		if err != nil {
			t.Errorf("%s: %v", c.url, err)
			continue
		}
		if got := strings.Join(o.Addrs, " "); got != c.addrs || o.Username != c.user || o.Password != c.password ||
			o.DB != c.db || o.MasterName != c.master || o.IsClusterMode != c.cluster || (o.TLSConfig != nil) != c.tls {
			t.Errorf("%s: %+v", c.url, o)
		}
	}
}

func TestURLsThatAreRefused(t *testing.T) {
	for _, url := range []string{
		"", "h:6379", "http://secret@h", "unix:///secret", "redis://", "redis://:secret@", "redis://:secret@:6379",
		"redis://:secret@h:0", "redis://:secret@h:65536", "redis://:secret@h:port", "redis://:secret@h/x",
		"redis://:secret@h/-1", "redis://:secret@h/1/2", "redis://:secret@h?timeout=5", "redis://:secret/@h",
		"redis://:secret%zz@h", "redis://:secret@a,,b", "redis://:secret@a,b/1", "redis://:secret@a b",
		"redis://:secret@h?master=m", "redis://:secret@h?sentinel_password=secret", "redis://:secret@h#f",
		"redis+sentinel://:secret@h", "redis+sentinel://:secret@h?master=m&cluster=true",
		"redis://:secret@h?cluster=%zz", "redis://:secret@::1", "redis://:secret@h?cluster=yes",
		"redis://h?secret", "redis://:pw?secret@h", "redis://:pw?secret=secret@h", "redis://:pw/secret@h", "redis://:pw#secret@h",
		"redis+sentinel://h?master=m&sentinel_password=x;secret", "redis://:pw?x&secret@h/0", "secret@h",
	} {
		switch o, err := redisstore.ParseURL(url); {
		case err == nil:
			t.Errorf("%s: accepted as %v", url, o.Addrs)
		case strings.Contains(err.Error(), "secret"):
			t.Errorf("%s: the error shows the password: %v", url, err)
		}
	}
}

func FuzzParseURL(f *testing.F) {
	for _, url := range []string{
		"redis://:pw@h:1/3", "rediss://a:1,b:2", "redis+sentinel://u:p@a,b:2/4?master=m&sentinel_user=x",
		"redis://[::1]:7", "redis://h?cluster=true", "://@,", "redis://a@b@c,/?#",
	} {
		f.Add(url)
	}
	f.Fuzz(func(t *testing.T, url string) {
		o, err := redisstore.ParseURL(url)
		if err != nil {
			return
		}
		if len(o.Addrs) == 0 {
			t.Errorf("%q: no address", url)
		}
		for _, a := range o.Addrs {
			if i := strings.LastIndex(a, ":"); i < 1 || i == len(a)-1 {
				t.Errorf("%q: address %q", url, a)
			}
		}
		if o.DB != 0 && o.IsClusterMode {
			t.Errorf("%q: database %d of a cluster", url, o.DB)
		}
	})
}

func TestOpenRefusesAPrefixWithBraces(t *testing.T) {
	if _, err := redisstore.Open(t.Context(), redisstore.Options{URL: "redis://127.0.0.1:1", Prefix: "{x}"}); err == nil {
		t.Error("accepted")
	}
}

// A wrong password is told at once; a server that is away is not an error.
func TestOpenTellsARefusalFromAnOutage(t *testing.T) {
	t.Parallel()
	url := embedded(t, t.TempDir()).URL()
	for _, wrong := range []string{
		strings.Replace(url, "redis://:", "redis://:x", 1),
		"redis://" + url[strings.Index(url, "@")+1:],
		startServer(t).url + "/99999",
	} {
		s, err := redisstore.Open(t.Context(), redisstore.Options{URL: wrong})
		if err == nil {
			t.Errorf("%s was accepted, %v", wrong, s.Close())
		}
	}
	s := openURL(t, "redis://127.0.0.1:1")
	if s.Ping(t.Context()) == nil {
		t.Error("nobody answered a ping")
	}
}
