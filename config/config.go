// Package config is every setting of the server: its name, its default, what
// it means and what makes it wrong.
//
// Config's fields and their tags are the one list of settings; Load, String
// and the table in the README are all made from it. Load tells every problem
// at once and never starts half right: in production a missing engine is a
// refusal, never a silent fallback. Nothing here prints a secret.
package config

import (
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"reflect"
	"strings"
	"time"
)

// AppEnv says how strict the server is with its settings.
type AppEnv string

// The two values of APP_ENV.
const (
	Development AppEnv = "development" // whatever is not set is served from inside the process
	Production  AppEnv = "production"  // every engine must be named, nothing for tests is accepted
)

// Config is every setting, checked. Tags: env and envDefault are the name and
// the default, prod is what production asks ("required": must be set, "refused":
// must not be), doc is the README's sentence. Only a Secret can also come from
// a file.
type Config struct {
	AppEnv          AppEnv        `env:"APP_ENV" envDefault:"development" doc:"development or production; production refuses to start on embedded engines"`
	ListenAddr      string        `env:"LISTEN_ADDR" envDefault:"127.0.0.1:8080" prod:"required" doc:"address of the API and of its reference, /docs/"`
	MetricsAddr     string        `env:"METRICS_ADDR" doc:"internal address for /metrics; when empty, only a development server on a loopback address serves it"`
	DataDir         string        `env:"DATA_DIR" envDefault:"./data" doc:"folder for what the embedded engines keep"`
	KeysetFile      string        `env:"KEYSET_FILE" prod:"required" doc:"keys of the personal data, mode 0600; in development DATA_DIR/keyset.json, made for an empty database; a database accepts no other than its own"`
	MongoURI        Secret        `env:"MONGO_URI" prod:"required" doc:"MongoDB for the records; when empty, a SQLite file in DATA_DIR"`
	MongoDatabase   string        `env:"MONGO_DATABASE" envDefault:"quanjiuye" doc:"database within MongoDB"`
	MongoMaxPool    uint16        `env:"MONGO_MAX_POOL" doc:"most connections to one MongoDB server; when empty, what MONGO_URI says, else 100"`
	RedisURL        Secret        `env:"REDIS_URL" prod:"required" doc:"Redis for counters, limits and live messages: redis[s]://user:password@host:port, several hosts with commas are a cluster; redis[s]+sentinel://…?master=name; when empty, a Redis within the process"`
	BlobURL         string        `env:"BLOB_URL" prod:"required" doc:"where photos and files are kept: file:///folder, or s3://bucket/prefix?endpoint=https://…&region=…&path_style=true; when empty, the folder blobs in DATA_DIR"`
	BlobAccessKey   Secret        `env:"BLOB_ACCESS_KEY" doc:"needed with s3://"`
	BlobSecretKey   Secret        `env:"BLOB_SECRET_KEY" doc:"needed with s3://"`
	EvidenceQuota   uint16        `env:"EVIDENCE_QUOTA_MB" envDefault:"2048" doc:"megabytes of photos and files that one site may keep"`
	WeChatAppID     string        `env:"WECHAT_APPID" prod:"required" doc:"the mini-program's AppID; when empty, the WeChat simulator"`
	WeChatSecret    Secret        `env:"WECHAT_SECRET" prod:"required" doc:"the mini-program's AppSecret"`
	WeChatEnv       string        `env:"WECHAT_ENV_VERSION" envDefault:"release" doc:"version of the mini-program that sites' codes open: release, trial or develop"`
	WeChatSitePage  string        `env:"WECHAT_SITE_PAGE" envDefault:"pages/site/index" doc:"its page that they open, without a slash before it or parameters behind it"`
	WeChatLoginPage string        `env:"WECHAT_LOGIN_PAGE" envDefault:"pages/login/index" doc:"its page that the code on a computer's login page opens, in the same form"`
	WeChatBaseURL   string        `env:"WECHAT_BASE_URL" prod:"refused" doc:"a stand-in for WeChat's own address, for tests"`
	WeChatTextCheck string        `env:"WECHAT_TEXT_CHECK" envDefault:"off" doc:"on: what postings, notices and courses say is also shown to WeChat's text check, and not public while that does not answer; off"`
	TemplatePolicy  string        `env:"WECHAT_TEMPLATE_POLICY" doc:"id of the subscription message template for pushes of policies; when empty, nothing is pushed (the simulator has one)"`
	TemplateFields  string        `env:"WECHAT_TEMPLATE_POLICY_FIELDS" envDefault:"thing1=title,thing2=source,time3=date" doc:"what stands in its fields: title, source, area, validity and hint in a thing, date in a thing, time or date"`
	TemplateResult  string        `env:"WECHAT_TEMPLATE_RESULT" doc:"id of the template that tells seekers what became of an application, a rights report or a service request; when empty, they are not told (the simulator has one)"`
	ResultFields    string        `env:"WECHAT_TEMPLATE_RESULT_FIELDS" envDefault:"thing1=title,thing2=state,time3=date" doc:"what stands in its fields: title, state, site and hint in a thing, date in a thing, time or date"`
	NoticePage      string        `env:"WECHAT_NOTICE_PAGE" envDefault:"pages/notice/index" doc:"the mini-program's page of a policy, opened with ?id="`
	ResultPage      string        `env:"WECHAT_RESULT_PAGE" envDefault:"pages/result/index" doc:"its page of what became of something, opened with ?kind= (application, rights or help) and &id="`
	SendsPerMinute  uint16        `env:"WECHAT_SENDS_PER_MINUTE" envDefault:"3000" doc:"most subscription messages, of all instances together"`
	SessionTTL      time.Duration `env:"SESSION_TTL" envDefault:"720h" doc:"how long a login lasts"`
	TrustedProxies  []string      `env:"TRUSTED_PROXIES" doc:"addresses or CIDRs, with commas, whose X-Forwarded-For and X-Request-Id are believed"`
	AllowedOrigins  []string      `env:"ALLOWED_ORIGINS" doc:"other origins, with commas, whose pages may call the API, as in https://example.org"`
	LogLevel        slog.Level    `env:"LOG_LEVEL" envDefault:"info" doc:"debug, info, warn or error"`
	ClockOffset     time.Duration `env:"CLOCK_OFFSET" prod:"refused" doc:"added to the clock, for tests, as in -36h"`
}

// Production reports whether nothing may be embedded or simulated.
func (c Config) Production() bool { return c.AppEnv == Production }

// ChecksText reports whether WeChat is asked about what is to be published.
func (c Config) ChecksText() bool { return c.WeChatTextCheck == on }

// MetricsOnMain reports whether /metrics belongs on the main listener: only
// where no address of its own is set and nobody but this machine, and no proxy
// on it, can reach the main one.
func (c Config) MetricsOnMain() bool {
	return c.MetricsAddr == "" && !c.Production() && loopback(c.ListenAddr)
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// String is one NAME=value line per setting, in order, a secret as "(set)".
func (c Config) String() string {
	var lines strings.Builder
	v := reflect.ValueOf(c)
	for i, s := range settings {
		value := v.Field(i).Interface()
		if list, ok := value.([]string); ok {
			value = strings.Join(list, ",")
		}
		fmt.Fprintf(&lines, "%s=%v\n", s.name, value)
	}
	return lines.String()
}

// complete fills in the defaults that depend on other settings.
func (c *Config) complete() {
	if c.KeysetFile == "" && !c.Production() {
		c.KeysetFile = filepath.Join(c.DataDir, "keyset.json")
	}
}
