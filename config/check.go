package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// check tells what is wrong with c and brings its lists into their plain form.
func (c *Config) check(vars map[string]string, p *problems) {
	c.checkEnv(vars, p)
	p.add("LISTEN_ADDR", checkAddr(c.ListenAddr))
	p.add("METRICS_ADDR", c.checkMetrics())
	p.add("MONGO_URI", checkScheme(c.MongoURI.Reveal(), "mongodb", "mongodb+srv"))
	p.add("MONGO_DATABASE", checkDatabase(c.MongoDatabase))
	p.add("REDIS_URL", checkScheme(c.RedisURL.Reveal(), "redis", "rediss", "redis+sentinel", "rediss+sentinel"))
	c.checkBlobs(p)
	p.add("EVIDENCE_QUOTA_MB", checkQuota(c.EvidenceQuota))
	p.add("WECHAT_BASE_URL", checkScheme(c.WeChatBaseURL, "http", "https"))
	p.add("WECHAT_TEXT_CHECK", checkSwitch(c.WeChatTextCheck))
	p.add("WECHAT_TEMPLATE_POLICY", checkTemplate(c.TemplatePolicy))
	p.add("WECHAT_TEMPLATE_RESULT", checkTemplate(c.TemplateResult))
	p.add("WECHAT_NOTICE_PAGE", checkPage(c.NoticePage))
	p.add("WECHAT_RESULT_PAGE", checkPage(c.ResultPage))
	p.add("WECHAT_SENDS_PER_MINUTE", checkQuota(c.SendsPerMinute))
	p.add("WECHAT_ENV_VERSION", checkVersion(c.WeChatEnv))
	p.add("WECHAT_SITE_PAGE", checkPage(c.WeChatSitePage))
	p.add("WECHAT_LOGIN_PAGE", checkPage(c.WeChatLoginPage))
	p.add("SESSION_TTL", checkTTL(c.SessionTTL))
	var wrong []error
	c.TrustedProxies, wrong = each(c.TrustedProxies, proxy)
	p.add("TRUSTED_PROXIES", wrong...)
	c.AllowedOrigins, wrong = each(c.AllowedOrigins, c.origin)
	p.add("ALLOWED_ORIGINS", wrong...)
}

// checkEnv holds the settings against what APP_ENV asks of them.
func (c *Config) checkEnv(vars map[string]string, p *problems) {
	switch c.AppEnv {
	case Production:
		for _, s := range settings {
			given := vars[s.name] != ""
			if s.required && !given {
				p.add(s.name, errors.New("正式环境（APP_ENV=production）必须设置"))
			}
			if s.refused && given {
				p.add(s.name, errors.New("正式环境（APP_ENV=production）不得设置"))
			}
		}
	case Development:
		if (c.WeChatAppID == "") != (c.WeChatSecret == "") && !p.about["WECHAT_SECRET"] {
			p.add("WECHAT_APPID", errors.New("须与 WECHAT_SECRET 同时设置；都不设置则使用模拟器"))
		}
	default:
		p.add("APP_ENV", fmt.Errorf("%q 不是 %s 或 %s", c.AppEnv, Development, Production))
	}
}

const on, off = "on", "off"

func checkSwitch(s string) error {
	if s != on && s != off {
		return errors.New("只能是 on 或 off")
	}
	return nil
}

func (c *Config) checkMetrics() error {
	if c.MetricsAddr == "" {
		return nil
	}
	if c.MetricsAddr == c.ListenAddr {
		return errors.New("与 LISTEN_ADDR 相同；应为单独的内部地址")
	}
	return checkAddr(c.MetricsAddr)
}

func checkAddr(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("%q 不是“主机:端口”", addr)
	}
	return nil
}

// checkScheme looks at the start only, and does not quote the value: it may
// hold a password. Whoever connects reads the rest.
func checkScheme(value string, schemes ...string) error {
	scheme, rest, ok := strings.Cut(value, "://")
	for _, s := range schemes {
		if value == "" || ok && scheme == s && rest != "" {
			return nil
		}
	}
	return fmt.Errorf("须以 %s:// 开头", strings.Join(schemes, "://、"))
}

func checkDatabase(name string) error {
	if len(name) > 63 || strings.ContainsAny(name, "/\\. \"$*<>:|?\x00") {
		return fmt.Errorf("%q 不能作为 MongoDB 的库名", name)
	}
	return nil
}

func checkVersion(v string) error {
	switch v {
	case "release", "trial", "develop":
		return nil
	}
	return fmt.Errorf("%q 不是 release、trial 或 develop", v)
}

var pageForm = regexp.MustCompile(`^[0-9A-Za-z_-]+(/[0-9A-Za-z_-]+)*$`)

func checkPage(page string) error {
	if len(page) > 128 || !pageForm.MatchString(page) {
		return fmt.Errorf("%q 不是小程序页面路径（如 pages/site/index，前面不加 /）", page)
	}
	return nil
}

func checkTTL(d time.Duration) error {
	if d < time.Minute || d > 366*24*time.Hour {
		return fmt.Errorf("%v 不在一分钟到一年之间", d)
	}
	return nil
}

var templateForm = regexp.MustCompile(`^[0-9A-Za-z_-]{0,64}$`)

func checkTemplate(id string) error {
	if !templateForm.MatchString(id) {
		return fmt.Errorf("%q 不是订阅消息的模板编号", id)
	}
	return nil
}

func checkQuota(n uint16) error {
	if n == 0 {
		return errors.New("至少为 1")
	}
	return nil
}

// each trims and converts every entry of a list and drops empty ones.
func each(list []string, convert func(string) (string, error)) (done []string, wrong []error) {
	for _, entry := range list {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		value, err := convert(entry)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%q %w", entry, err))
		}
		done = append(done, value)
	}
	return done, wrong
}

// proxy is an address or CIDR as a CIDR without host bits.
func proxy(entry string) (string, error) {
	prefix, err := netip.ParsePrefix(entry)
	if err != nil {
		var addr netip.Addr
		if addr, err = netip.ParseAddr(entry); err == nil {
			prefix, err = addr.Prefix(addr.BitLen())
		}
	}
	if err != nil {
		return "", errors.New("不是 IP 地址或网段（CIDR）")
	}
	if prefix.Bits() == 0 {
		return "", errors.New("等于信任所有人")
	}
	return prefix.Masked().String(), nil
}

func (c *Config) origin(entry string) (string, error) {
	u, err := url.Parse(entry)
	if err != nil || u.Host == "" || u.Scheme+"://"+u.Host != entry {
		return "", errors.New("不是来源（如 https://example.org）")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || c.Production()) {
		return "", errors.New("须为 https")
	}
	return strings.ToLower(entry), nil
}
