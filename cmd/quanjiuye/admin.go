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
		fs.StringVar(&r.openID, "openid", "", "the account's openid")
		fs.StringVar(&r.name, "name", "", "name of a new account")
		fs.StringVar((*string)(&r.role), "role", "", "staff, manager, county, city or admin")
		fs.StringVar(&r.scope, "scope", service.All, "a site's id, a county's code, or all")
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
	operands, err := flags(e, "rebuild", args, func(fs *flag.FlagSet) { fs.IntVar(&year, "year", year, "assessment year") })
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

// check compares a year's counters with its records and changes nothing.
func check(ctx context.Context, e env, args []string) error {
	year, asJSON := calendar.DateOf(clock(e.cfg)()).Year, false
	operands, err := flags(e, "check", args, func(fs *flag.FlagSet) {
		fs.IntVar(&year, "year", year, "assessment year")
		fs.BoolVar(&asJSON, "json", false, "print the report as JSON")
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
		return errors.Join(err, unless(len(r.Differences) == 0, errDiffers))
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
		return err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, 4096))
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", res.Status, body)
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
	return work(eng.service(e.cfg, e.log))
}
