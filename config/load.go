package config

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// maxSecret bounds what is read from a NAME_FILE.
const maxSecret = 64 << 10

// Load makes a Config of environ (as os.Environ gives it): defaults first, the
// environment on top, a secret from the file that NAME_FILE names. An empty
// variable counts as not set. The error joins every problem there is, one line
// each, starting with the setting's name; Config is then of no use.
//
// Beside those files Load reads nothing.
func Load(environ []string) (Config, error) {
	var c Config
	p := &problems{about: map[string]bool{}}
	vars := split(environ)
	readFiles(vars, p)
	parse(&c, vars, p)
	c.check(vars, p)
	if err := p.err(); err != nil {
		return Config{}, err
	}
	c.complete()
	return c, nil
}

// split keeps the variables that are set; the last of several wins.
func split(environ []string) map[string]string {
	vars := make(map[string]string, len(environ))
	for _, line := range environ {
		name, value, _ := strings.Cut(line, "=")
		vars[name] = value
		if value == "" {
			delete(vars, name)
		}
	}
	return vars
}

// readFiles puts what stands in each NAME_FILE under NAME.
func readFiles(vars map[string]string, p *problems) {
	for _, s := range settings {
		path := vars[s.fileName()]
		if !s.secret || path == "" {
			continue
		}
		if vars[s.name] != "" {
			p.add(s.name, fmt.Errorf("与 %s 只能设置其一", s.fileName()))
			continue
		}
		text, err := readSecret(path)
		if err != nil {
			p.add(s.name, fmt.Errorf("读取 %s 所指文件失败（详情：%w）", s.fileName(), err))
		}
		vars[s.name] = text
	}
}

// readSecret is the file's text without the one newline that editors add.
func readSecret(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxSecret+1))
	if err != nil {
		return "", err
	}
	if len(text) > maxSecret {
		return "", fmt.Errorf("%s 太大，不像密钥或口令", path)
	}
	secret := strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r")
	if secret == "" {
		return "", fmt.Errorf("%s 是空文件", path)
	}
	return secret, nil
}

// parse fills c, as far as it can.
func parse(c *Config, vars map[string]string, p *problems) {
	err := env.ParseWithOptions(c, env.Options{Environment: vars})
	var all env.AggregateError
	if !errors.As(err, &all) {
		return
	}
	for _, err := range all.Errors {
		var wrong env.ParseError
		if !errors.As(err, &wrong) {
			p.add("environment", err)
			continue
		}
		name := nameOf(wrong.Name)
		p.add(name, fmt.Errorf("%q 不是%s", vars[name], kinds[wrong.Type]))
	}
}

// kinds says what a setting of each type should have been. A Secret or a text
// cannot be wrong in form, so no secret is ever quoted.
var kinds = map[reflect.Type]string{
	reflect.TypeFor[time.Duration](): "时长（如 720h、90s、-36h）",
	reflect.TypeFor[uint16]():        "零到 65535 之间的整数",
	reflect.TypeFor[slog.Level]():    "日志级别（debug、info、warn、error）",
}

// nameOf is the setting that a field of Config holds.
func nameOf(field string) string {
	for _, s := range settings {
		if s.field == field {
			return s.name
		}
	}
	return field
}
