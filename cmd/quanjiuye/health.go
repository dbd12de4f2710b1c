package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/quanjiuye/backend/handler"
)

// health asks the server on this machine whether it is ready; a container's
// health check needs no other program.
func health(ctx context.Context, e env, args []string) error {
	operands, err := flags(e, "health", args, func(*flag.FlagSet) {})
	if err != nil || len(operands) > 0 {
		return errors.Join(err, unless(err != nil, errUsage))
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+reachable(e.cfg.ListenAddr)+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return tell(err, "服务没有应答，请检查它是否在运行、LISTEN_ADDR 是否与它相同")
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, 4096))
	if err != nil {
		return tell(err, "服务的应答中断了，请再试一次")
	}
	if res.StatusCode != http.StatusOK {
		return tell(fmt.Errorf("%s %s", res.Status, body), "服务没有就绪")
	}
	fmt.Fprintln(e.out, readiness(body))
	return nil
}

// readiness is one line about a server that serves.
func readiness(body []byte) string {
	var r handler.Readiness
	if json.Unmarshal(body, &r) != nil || r.Status != "degraded" {
		return "服务已就绪"
	}
	var away []string
	for _, engine := range []struct{ name, state string }{{"Redis", r.Redis}, {"实时消息", r.Relay}, {"照片文件", r.Blobs}} {
		if engine.state != "ok" {
			away = append(away, engine.name)
		}
	}
	return "服务可用，但暂时缺少：" + strings.Join(away, "、")
}
