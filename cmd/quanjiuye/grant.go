package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service"
)

// grant gives a role from the console: that is how the first supervisor comes.
func grant(ctx context.Context, e env, args []string) error {
	return changeRole(ctx, e, "grant", args, func(svc *service.Service, r roleChange) error {
		if err := svc.GiveRole(ctx, r.openID, r.name, r.role, r.scope); err != nil {
			return err
		}
		fmt.Fprintf(e.out, "已授予 %s：%s（%s）\n", r.openID, r.role, r.scope)
		return nil
	})
}

// revoke takes a role away; it acts at once, on running servers too.
func revoke(ctx context.Context, e env, args []string) error {
	return changeRole(ctx, e, "revoke", args, func(svc *service.Service, r roleChange) error {
		if err := svc.TakeRole(ctx, r.openID, r.role, r.scope); err != nil {
			return err
		}
		fmt.Fprintf(e.out, "已收回 %s：%s（%s）\n", r.openID, r.role, r.scope)
		return nil
	})
}

type roleChange struct {
	openID, name, scope string
	role                service.Role
}

func changeRole(ctx context.Context, e env, name string, args []string, change func(*service.Service, roleChange) error) error {
	var r roleChange
	operands, err := flags(e, name, args, func(fs *flag.FlagSet) {
		fs.StringVar(&r.openID, "openid", "", "账号的 openid")
		fs.StringVar(&r.name, "name", "", "新账号的姓名")
		fs.StringVar((*string)(&r.role), "role", "", "角色：staff、manager、county、city 或 admin")
		fs.StringVar(&r.scope, "scope", service.All, "范围：站点编号、县区代码，或 all（默认）。县区代码："+counties())
	})
	switch {
	case err != nil:
		return err
	case r.openID == "" || r.role == "" || len(operands) > 0:
		return errUsage
	}
	return withService(ctx, e, func(svc *service.Service) error { return withHint(change(svc, r)) })
}

// withHint adds to a refusal where what it misses is to be found.
func withHint(err error) error {
	var refusal *service.Error
	if !errors.As(err, &refusal) {
		return err
	}
	hinted := *refusal
	switch {
	case refusal.Code == "unknown_site":
		hinted.Message += "（--scope）；站点编号以市级账号从 GET /v1/sites 查到，示例数据的站点编号是 demo-market 等"
	case refusal.Code == "unknown_account":
		hinted.Message += "（--openid）；登录过一次或授予过角色的人才有账号，示例账号的 openid 在服务启动时列出"
	case refusal.Code == "unknown_grant":
		hinted.Message += "；请检查 --role 和 --scope 是否与授予时相同"
	case len(refusal.Fields) == 1 && refusal.Fields[0].Code == "county":
		hinted.Message += "（--scope）；县区代码：" + counties()
	}
	return &hinted
}

// counties lists the codes that a county's scope can be.
func counties() string {
	var list []string
	for _, code := range slices.Sorted(maps.Keys(service.Counties)) {
		list = append(list, code+" "+service.Counties[code])
	}
	return strings.Join(list, "、")
}
