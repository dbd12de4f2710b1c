package main

import (
	"context"
	"fmt"
	"net"
	"strings"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/demo"
)

// banner says in one block where the service is, on what it stands, who can log
// in and what to try next.
func (s *server) banner(ctx context.Context, addr, seeded string) {
	base := "http://" + reachable(addr)
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	_, err := s.eng.store.Site(ctx, demo.Market)
	example := err == nil
	supervisors, err := s.eng.store.GrantsOver(ctx, service.All)
	nobody := err == nil && len(supervisors) == 0
	line("")
	line("  泉就业 零工市场（驿站）后台")
	line("")
	line("  接口      %s/v1", base)
	line("  接口文档  %s/docs/", base)
	line("  健康检查  %s/readyz", base)
	line("")
	line("  记录      %s", s.eng.names[0])
	line("  计数      %s", s.eng.names[1])
	line("  微信      %s", s.eng.names[2])
	line("  照片文件  %s", s.eng.names[3])
	if seeded != "" {
		line("  示例数据  %s", seeded)
	}
	if nobody {
		line("")
		line("  还没有主管账号，请先指定一位：quanjiuye grant --openid OPENID --role city")
	}
	if example && s.eng.sim != nil {
		line("")
		line("  示例账号（openid，经模拟器登录）")
		for _, l := range demo.Logins() {
			line("    %-13s %s %s", l.OpenID, l.Role, l.Place)
		}
		line("")
		line("  试一试")
		line("    CODE=$(curl -s --json '{\"openid\":\"demo-staff\"}' %s/sim/codes | cut -d'\"' -f4)", base)
		line("    curl -s --json \"{\\\"code\\\":\\\"$CODE\\\"}\" %s/v1/auth/wechat", base)
	}
	line("")
	fmt.Fprint(s.out, b.String())
}

// reachable is an address that a person on this machine can open.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if ip := net.ParseIP(host); err == nil && ip != nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}
