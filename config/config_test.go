package config_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/config"
)

// production is an environment that production accepts; vars replace or add to
// it, and one without a value ("NAME=") takes the setting away.
func production(vars ...string) []string {
	return append([]string{
		"APP_ENV=production", "LISTEN_ADDR=0.0.0.0:8080", "KEYSET_FILE=/run/keyset.json",
		"MONGO_URI=mongodb://u:hunter2@mongo/", "REDIS_URL=rediss://:hunter2@redis:6379/0",
		"WECHAT_APPID=wx1", "WECHAT_SECRET=hunter2", "BLOB_URL=file:///srv/blobs",
	}, vars...)
}

func load(t testing.TB, environ []string) config.Config {
	t.Helper()
	c, err := config.Load(environ)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func file(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDefaults(t *testing.T) {
	want := config.Config{
		AppEnv: config.Development, ListenAddr: "127.0.0.1:8080", DataDir: "./data",
		KeysetFile: "data/keyset.json", MongoDatabase: "quanjiuye", EvidenceQuota: 2048,
		SessionTTL: 30 * 24 * time.Hour, LogLevel: slog.LevelInfo, WeChatTextCheck: "off", WeChatEnv: "release", WeChatSitePage: "pages/site/index", WeChatLoginPage: "pages/login/index",
		TemplateFields: "thing1=title,thing2=source,time3=date", ResultFields: "thing1=title,thing2=state,time3=date",
		NoticePage: "pages/notice/index", ResultPage: "pages/result/index", SendsPerMinute: 3000,
	}
	for name, environ := range map[string][]string{
		"nothing set":  nil,
		"empty values": {"LISTEN_ADDR=", "MONGO_URI=", "MONGO_URI_FILE=", "TRUSTED_PROXIES=", "SESSION_TTL="},
		"others' own":  {"HOME=/root", "PATH=/bin", "=C:=odd", "noequals"},
	} {
		if got := load(t, environ); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}

func TestEnvironmentOnTop(t *testing.T) {
	got := load(t, production(
		"METRICS_ADDR=10.0.0.1:9090", "DATA_DIR=/srv", "MONGO_DATABASE=qz", "MONGO_MAX_POOL=20", "SESSION_TTL=12h",
		"BLOB_URL=s3://b/p?endpoint=http://minio:9000", "BLOB_ACCESS_KEY=hunter2", "BLOB_SECRET_KEY=hunter2", "EVIDENCE_QUOTA_MB=100", "WECHAT_TEXT_CHECK=on",
		"WECHAT_TEMPLATE_POLICY=p_-1", "WECHAT_TEMPLATE_POLICY_FIELDS=thing4=title", "WECHAT_TEMPLATE_RESULT=r", "WECHAT_TEMPLATE_RESULT_FIELDS=thing5=state",
		"WECHAT_RESULT_PAGE=result",
		"WECHAT_NOTICE_PAGE=index", "WECHAT_SENDS_PER_MINUTE=60000",
		"WECHAT_ENV_VERSION=trial", "WECHAT_SITE_PAGE=pages/home/index", "WECHAT_LOGIN_PAGE=pages/desk/index",
		"TRUSTED_PROXIES= 10.1.2.3/8,192.0.2.1, ,2001:db8::1", "ALLOWED_ORIGINS=https://Example.org", "LOG_LEVEL=warn",
	))
	want := config.Config{
		AppEnv: config.Production, ListenAddr: "0.0.0.0:8080", MetricsAddr: "10.0.0.1:9090", DataDir: "/srv",
		KeysetFile: "/run/keyset.json", MongoURI: "mongodb://u:hunter2@mongo/", MongoDatabase: "qz", MongoMaxPool: 20,
		RedisURL: "rediss://:hunter2@redis:6379/0", WeChatAppID: "wx1", WeChatSecret: "hunter2", WeChatEnv: "trial", WeChatSitePage: "pages/home/index", WeChatLoginPage: "pages/desk/index", BlobURL: "s3://b/p?endpoint=http://minio:9000",
		BlobAccessKey: "hunter2", BlobSecretKey: "hunter2", EvidenceQuota: 100,
		SessionTTL: 12 * time.Hour, WeChatTextCheck: "on",
		TemplatePolicy: "p_-1", TemplateFields: "thing4=title", TemplateResult: "r", ResultFields: "thing5=state",
		NoticePage: "index", ResultPage: "result", SendsPerMinute: 60000,
		TrustedProxies: []string{"10.0.0.0/8", "192.0.2.1/32", "2001:db8::1/128"},
		AllowedOrigins: []string{"https://example.org"}, LogLevel: slog.LevelWarn,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %#v\nwant %#v", got, want)
	}
}

func TestEveryFormOfRedis(t *testing.T) {
	for _, url := range []string{
		"redis://r:6379", "rediss://u:p@r:6379/0", "redis://a:1,b:2", "redis+sentinel://a,b?master=m", "rediss+sentinel://a?master=m",
	} {
		if got := load(t, []string{"REDIS_URL=" + url}).RedisURL.Reveal(); got != url {
			t.Errorf("%s read as %s", url, got)
		}
	}
}

func TestBlobPlaces(t *testing.T) {
	keys := []string{"BLOB_ACCESS_KEY=a", "BLOB_SECRET_KEY=s"}
	for _, c := range []struct {
		environ []string
		want    config.BlobPlace
	}{
		{[]string{"DATA_DIR=/d"}, config.BlobPlace{Dir: "/d/blobs"}},
		{[]string{"BLOB_URL=file:///srv/%E7%85%A7%E7%89%87/"}, config.BlobPlace{Dir: "/srv/照片/"}},
		{append(keys, "BLOB_URL=s3://b?endpoint=https://s3.example.org"),
			config.BlobPlace{Endpoint: "s3.example.org", Region: "us-east-1", Bucket: "b"}},
		{append(keys, "BLOB_URL=s3://b-1/a/c/?endpoint=http://10.0.0.1:9000/&region=ap-x&path_style=true"),
			config.BlobPlace{Endpoint: "10.0.0.1:9000", Plain: true, Region: "ap-x", PathStyle: true, Bucket: "b-1", Prefix: "a/c"}},
	} {
		if got := load(t, c.environ).Blobs(); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.environ, got, c.want)
		}
	}
}

func TestSecretsFromFiles(t *testing.T) {
	for text, want := range map[string]string{
		"s": "s", "s\n": "s", "s\r\n": "s", "s\n\n": "s\n", " s ": " s ",
	} {
		c := load(t, []string{"WECHAT_APPID=wx1", "WECHAT_SECRET_FILE=" + file(t, text)})
		if got := c.WeChatSecret.Reveal(); got != want {
			t.Errorf("%q read as %q, want %q", text, got, want)
		}
	}
	uri := file(t, "mongodb://m/\n")
	c := load(t, production("MONGO_URI=", "MONGO_URI_FILE="+uri))
	if c.MongoURI.Reveal() != "mongodb://m/" {
		t.Errorf("MONGO_URI from a file in production: %q", c.MongoURI.Reveal())
	}
}

// TestWrong has one row per refusal; want is the start of the one problem told.
func TestWrong(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none")
	dev := func(vars ...string) []string { return vars }
	for _, c := range []struct {
		want    string
		environ []string
	}{
		{"APP_ENV：", dev("APP_ENV=prod")},
		{"LISTEN_ADDR：", dev("LISTEN_ADDR=8080")},
		{"LISTEN_ADDR：", dev("LISTEN_ADDR=:65536")},
		{"METRICS_ADDR：", dev("METRICS_ADDR=x")},
		{"METRICS_ADDR：", dev("METRICS_ADDR=127.0.0.1:8080")},
		{"MONGO_URI：", dev("MONGO_URI=mongo:27017")},
		{"WECHAT_ENV_VERSION：", dev("WECHAT_ENV_VERSION=beta")},
		{"WECHAT_SITE_PAGE：", dev("WECHAT_SITE_PAGE=/pages/site/index")},
		{"WECHAT_LOGIN_PAGE：", dev("WECHAT_LOGIN_PAGE=/pages/login/index")},
		{"WECHAT_SITE_PAGE：", dev("WECHAT_SITE_PAGE=pages/site?id=1")},
		{"WECHAT_SITE_PAGE：", dev("WECHAT_SITE_PAGE=" + strings.Repeat("x", 129))},
		{"MONGO_URI：与 MONGO_URI_FILE 只能设置其一", dev("MONGO_URI=mongodb://m/", "MONGO_URI_FILE="+missing)},
		{"MONGO_DATABASE：", dev("MONGO_DATABASE=a.b")},
		{"MONGO_DATABASE：", dev("MONGO_DATABASE=" + strings.Repeat("x", 64))},
		{`MONGO_MAX_POOL："-1" 不是零到 65535 之间的整数`, dev("MONGO_MAX_POOL=-1")},
		{"MONGO_MAX_POOL：", dev("MONGO_MAX_POOL=many")},
		{"REDIS_URL：", dev("REDIS_URL=redis:6379")},
		{"REDIS_URL：", dev("REDIS_URL=redis://")},
		{"REDIS_URL：读取 REDIS_URL_FILE 所指文件失败（详情：", dev("REDIS_URL_FILE=" + missing)},
		{"REDIS_URL：读取 REDIS_URL_FILE 所指文件失败（详情：", dev("REDIS_URL_FILE=" + t.TempDir())},
		{"REDIS_URL：读取 REDIS_URL_FILE 所指文件失败（详情：", dev("REDIS_URL_FILE=" + file(t, "\n"))},
		{"REDIS_URL：读取 REDIS_URL_FILE 所指文件失败（详情：", dev("REDIS_URL_FILE=" + file(t, strings.Repeat("x", 1<<17)))},
		{"WECHAT_APPID：", dev("WECHAT_APPID=wx1")},
		{"WECHAT_APPID：", dev("WECHAT_SECRET=s")},
		{"WECHAT_SECRET：读取 WECHAT_SECRET_FILE 所指文件失败（详情：", dev("WECHAT_APPID=wx1", "WECHAT_SECRET_FILE="+missing)},
		{"WECHAT_BASE_URL：", dev("WECHAT_BASE_URL=ftp://x")},
		{"WECHAT_TEMPLATE_POLICY：", dev("WECHAT_TEMPLATE_POLICY=a&b")},
		{"WECHAT_RESULT_PAGE：", dev("WECHAT_RESULT_PAGE=/result")},
		{"WECHAT_TEMPLATE_RESULT：", dev("WECHAT_TEMPLATE_RESULT=" + strings.Repeat("x", 65))},
		{"WECHAT_NOTICE_PAGE：", dev("WECHAT_NOTICE_PAGE=/pages/index")},
		{"WECHAT_NOTICE_PAGE：", dev("WECHAT_NOTICE_PAGE=pages/index?a=b")},
		{"WECHAT_SENDS_PER_MINUTE：至少", dev("WECHAT_SENDS_PER_MINUTE=0")},
		{"WECHAT_SENDS_PER_MINUTE：", dev("WECHAT_SENDS_PER_MINUTE=70000")},
		{"SESSION_TTL：", dev("SESSION_TTL=1 day")},
		{"SESSION_TTL：", dev("SESSION_TTL=-1h")},
		{"SESSION_TTL：", dev("SESSION_TTL=59s")},
		{"SESSION_TTL：", dev("SESSION_TTL=8785h")},
		{"TRUSTED_PROXIES：", dev("TRUSTED_PROXIES=proxy.local")},
		{"TRUSTED_PROXIES：", dev("TRUSTED_PROXIES=10.0.0.0/33")},
		{"TRUSTED_PROXIES：", dev("TRUSTED_PROXIES=0.0.0.0/0")},
		{"TRUSTED_PROXIES：", dev("TRUSTED_PROXIES=::/0")},
		{"ALLOWED_ORIGINS：", dev("ALLOWED_ORIGINS=*")},
		{"ALLOWED_ORIGINS：", dev("ALLOWED_ORIGINS=https://example.org/")},
		{"ALLOWED_ORIGINS：", dev("ALLOWED_ORIGINS=ftp://example.org")},
		{"ALLOWED_ORIGINS：", production("ALLOWED_ORIGINS=http://example.org")},
		{"LOG_LEVEL：", dev("LOG_LEVEL=loud")},
		{"CLOCK_OFFSET：", dev("CLOCK_OFFSET=1")},
		{"CLOCK_OFFSET：正式环境（APP_ENV=production）不得设置", production("CLOCK_OFFSET=1h")},
		{"CLOCK_OFFSET：正式环境（APP_ENV=production）不得设置", production("CLOCK_OFFSET=0s")},
		{"WECHAT_BASE_URL：正式环境（APP_ENV=production）不得设置", production("WECHAT_BASE_URL=http://127.0.0.1:1")},
		{"LISTEN_ADDR：正式环境（APP_ENV=production）必须设置", production("LISTEN_ADDR=")},
		{"KEYSET_FILE：正式环境（APP_ENV=production）必须设置", production("KEYSET_FILE=")},
		{"MONGO_URI：正式环境（APP_ENV=production）必须设置", production("MONGO_URI=")},
		{"REDIS_URL：正式环境（APP_ENV=production）必须设置", production("REDIS_URL=")},
		{"REDIS_URL：读取 REDIS_URL_FILE 所指文件失败（详情：", production("REDIS_URL=", "REDIS_URL_FILE="+missing)},
		{"BLOB_URL：正式环境（APP_ENV=production）必须设置", production("BLOB_URL=")},
		{"BLOB_URL：须以", dev("BLOB_URL=/srv/blobs")},
		{"BLOB_URL：须为 file://", dev("BLOB_URL=file://srv/blobs")},
		{"BLOB_URL：须为 file://", dev("BLOB_URL=file:///")},
		{"BLOB_URL：须为 file://", dev("BLOB_URL=file:///srv?x=y")},
		{"BLOB_URL：不得含有", dev("BLOB_URL=s3://key:hunter2@b?endpoint=https://s3")},
		{"BLOB_URL：不是", dev("BLOB_URL=s3://b\x7f")},
		{"BLOB_URL：须写明桶名", dev("BLOB_URL=s3:///p?endpoint=https://s3")},
		{"BLOB_URL：endpoint", dev("BLOB_URL=s3://b")},
		{"BLOB_URL：endpoint", dev("BLOB_URL=s3://b?endpoint=s3")},
		{"BLOB_URL：endpoint", dev("BLOB_URL=s3://b?endpoint=https://s3/path")},
		{"BLOB_URL：path_style", dev("BLOB_URL=s3://b?endpoint=https://s3&path_style=maybe")},
		{"BLOB_URL：?", dev("BLOB_URL=s3://b?endpoint=https://s3&secret=hunter2")},
		{"BLOB_ACCESS_KEY：", dev("BLOB_URL=s3://b?endpoint=https://s3", "BLOB_SECRET_KEY=s")},
		{"BLOB_SECRET_KEY：", dev("BLOB_URL=s3://b?endpoint=https://s3", "BLOB_ACCESS_KEY=s")},
		{"BLOB_SECRET_KEY：", dev("BLOB_SECRET_KEY=s")},
		{"BLOB_SECRET_KEY：读取", dev("BLOB_SECRET_KEY_FILE=" + missing)},
		{"EVIDENCE_QUOTA_MB：至少", dev("EVIDENCE_QUOTA_MB=0")},
		{"EVIDENCE_QUOTA_MB：", dev("EVIDENCE_QUOTA_MB=1G")},
		{"WECHAT_TEXT_CHECK：", dev("WECHAT_TEXT_CHECK=yes")},
		{"WECHAT_APPID：正式环境（APP_ENV=production）必须设置", production("WECHAT_APPID=")},
		{"WECHAT_SECRET：正式环境（APP_ENV=production）必须设置", production("WECHAT_SECRET=")},
	} {
		_, err := config.Load(c.environ)
		if lines := problems(err); len(lines) != 1 || !strings.HasPrefix(lines[0], c.want) {
			t.Errorf("%v\n got %q\nwant one problem, %q…", c.environ, lines, c.want)
		}
	}
}

func TestTextCheckIsOffUntilAsked(t *testing.T) {
	if load(t, nil).ChecksText() || load(t, []string{"WECHAT_TEXT_CHECK=off"}).ChecksText() {
		t.Error("on, and nobody asked")
	}
	if !load(t, []string{"WECHAT_TEXT_CHECK=on"}).ChecksText() {
		t.Error("off, and it was asked for")
	}
}

func problems(err error) []string {
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

func TestAllProblemsAtOnce(t *testing.T) {
	_, err := config.Load([]string{
		"APP_ENV=production", "SESSION_TTL=x", "LOG_LEVEL=y", "CLOCK_OFFSET=1h", "REDIS_URL=hunter2",
		"TRUSTED_PROXIES=a,b",
	})
	var names []string
	for _, line := range problems(err) {
		name, _, _ := strings.Cut(line, "：")
		names = append(names, name)
	}
	slices.Sort(names)
	want := []string{
		"BLOB_URL", "CLOCK_OFFSET", "KEYSET_FILE", "LISTEN_ADDR", "LOG_LEVEL", "MONGO_URI", "REDIS_URL",
		"SESSION_TTL", "TRUSTED_PROXIES", "TRUSTED_PROXIES", "WECHAT_APPID", "WECHAT_SECRET",
	}
	if !slices.Equal(names, want) {
		t.Errorf("told %v\nwant %v", names, want)
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a secret is quoted: %v", err)
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	c := load(t, production())
	asJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "config", c, "secret", c.MongoURI)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "config", c, "secret", c.MongoURI)
	prints := []string{c.String(), string(asJSON), log.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		prints = append(prints, fmt.Sprintf(verb, c), fmt.Sprintf(verb, &c), fmt.Sprintf(verb, c.WeChatSecret))
	}
	for _, text := range prints {
		if strings.Contains(text, "hunter2") || strings.Contains(text, "68756e74657232") {
			t.Errorf("a secret in %s", text)
		}
	}
	for _, line := range []string{"MONGO_URI=(set)\n", "WECHAT_APPID=wx1\n", "CLOCK_OFFSET=0s\n"} {
		if !strings.Contains(c.String(), line) {
			t.Errorf("String lacks %q:\n%s", line, c)
		}
	}
}

func TestMetricsOnMain(t *testing.T) {
	for _, c := range []struct {
		want    bool
		environ []string
	}{
		{true, nil},
		{true, []string{"LISTEN_ADDR=localhost:1"}},
		{true, []string{"LISTEN_ADDR=[::1]:1"}},
		{false, []string{"LISTEN_ADDR=:8080"}},
		{false, []string{"LISTEN_ADDR=10.0.0.1:8080"}},
		{false, []string{"METRICS_ADDR=127.0.0.1:9090"}},
		{false, production("LISTEN_ADDR=127.0.0.1:8080")},
	} {
		if got := load(t, c.environ).MetricsOnMain(); got != c.want {
			t.Errorf("%v: %v, want %v", c.environ, got, c.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("SESSION_TTL=1h\nTRUSTED_PROXIES=::1\nALLOWED_ORIGINS=https://a")
	f.Add("APP_ENV=production\nMONGO_URI=mongodb://x")
	f.Fuzz(func(t *testing.T, text string) {
		environ := slices.DeleteFunc(strings.Split(text, "\n"), func(line string) bool {
			return strings.Contains(line, "_FILE=") // no reading of whatever file
		})
		c, err := config.Load(environ)
		if err == nil && (c.SessionTTL <= 0 || c.KeysetFile == "" || c.Production() && (c.MongoURI == "" || c.ClockOffset != 0)) {
			t.Errorf("accepted %q as %s", environ, c)
		}
	})
}
