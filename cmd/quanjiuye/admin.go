package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
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
		fs.StringVar(&r.scope, "scope", service.All, "范围：站点编号、县区代码，或 all（默认）")
	})
	switch {
	case err != nil:
		return err
	case r.openID == "" || r.role == "" || len(operands) > 0:
		return errUsage
	}
	return withService(ctx, e, func(svc *service.Service) error { return change(svc, r) })
}

// rebuild counts a year anew from its records.
func rebuild(ctx context.Context, e env, args []string) error {
	year := calendar.DateOf(clock(e.cfg)()).Year
	operands, err := flags(e, "rebuild", args, func(fs *flag.FlagSet) { fs.IntVar(&year, "year", year, "考核年度（默认今年）") })
	if err != nil || len(operands) > 0 {
		return errors.Join(err, unless(err != nil, errUsage))
	}
	return withService(ctx, e, func(svc *service.Service) error {
		start := time.Now()
		n, err := svc.Rebuild(ctx, year)
		if err == nil {
			fmt.Fprintf(e.out, "已重算 %d 年的 %d 个计数单元，用时 %s\n", year, n, time.Since(start).Round(time.Millisecond))
		}
		return err
	})
}

// errDiffers ends a check that found differences.
var errDiffers = errors.New("计数与记录不一致，可用 rebuild 重算")

// errUncompared ends a check that had nothing to hold the records against.
var errUncompared = errors.New("没有可核对的计数：缓存里一个也没有。服务没有运行，或 REDIS_URL、DATA_DIR 不是服务所用的，或年度不对")

// check compares a year's counters with its records and changes nothing. A
// database without sites has nothing to compare, and nothing amiss.
func check(ctx context.Context, e env, args []string) error {
	year, asJSON := calendar.DateOf(clock(e.cfg)()).Year, false
	operands, err := flags(e, "check", args, func(fs *flag.FlagSet) {
		fs.IntVar(&year, "year", year, "考核年度（默认今年）")
		fs.BoolVar(&asJSON, "json", false, "以 JSON 输出")
	})
	if err != nil || len(operands) > 0 {
		return errors.Join(err, unless(err != nil, errUsage))
	}
	return withService(ctx, e, func(svc *service.Service) error {
		r, err := svc.Check(ctx, year)
		if err != nil {
			return err
		}
		if asJSON {
			err = json.NewEncoder(e.out).Encode(r)
		} else {
			_, err = fmt.Fprintln(e.out, r)
		}
		return errors.Join(err, unless(len(r.Differences) == 0, errDiffers), unless(r.Unknown < r.Units || r.Units == 0, errUncompared))
	})
}

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
		return fmt.Errorf("服务没有应答，请检查它是否在运行、LISTEN_ADDR 是否与它相同：%w", err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, 4096))
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("服务没有就绪：%s %s", res.Status, body)
	}
	return err
}

// withService runs a tool on the engines that the server uses.
func withService(ctx context.Context, e env, work func(*service.Service) error) (err error) {
	eng, err := openEngines(ctx, e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, eng.close()) }()
	svc, err := eng.service(ctx, e.cfg, e.log)
	if err != nil {
		return err
	}
	return work(svc)
}
