package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// firstYear is before any record.
const firstYear = 2000

// yearFlags parses the flags of a command on the counters of one year: this one
// unless they say another.
func yearFlags(e env, name string, args []string, more func(*flag.FlagSet)) (year int, err error) {
	this := calendar.DateOf(clock(e.cfg)()).Year
	operands, err := flags(e, name, args, func(fs *flag.FlagSet) {
		fs.IntVar(&year, "year", this, "考核年度（默认今年）")
		more(fs)
	})
	switch {
	case err != nil:
		return 0, err
	case len(operands) > 0:
		return 0, errUsage
	case year < firstYear || year > this:
		fmt.Fprintf(e.errOut, "参数有误：--year 须在 %d 到 %d（今年）之间\n", firstYear, this)
		return 0, errUsage
	}
	return year, nil
}

// rebuild counts a year anew from its records.
func rebuild(ctx context.Context, e env, args []string) error {
	year, err := yearFlags(e, "rebuild", args, func(*flag.FlagSet) {})
	if err != nil {
		return err
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

// errWaiting ends a check that found counters behind which are known to be.
var errWaiting = errors.New("有计数落后于记录，正等待重算，这期间服务直接按记录计分；请过两三分钟再核对，一直不减少时请检查服务是否在运行、Redis 能否写入")

// errUncompared ends a check that had nothing to hold the records against.
var errUncompared = errors.New("没有可核对的计数：缓存里一个也没有。服务没有运行，或 REDIS_URL、DATA_DIR 不是服务所用的，或年度不对")

// check compares a year's counters with its records and changes nothing. A
// database without sites has nothing to compare, and nothing amiss.
func check(ctx context.Context, e env, args []string) error {
	asJSON := false
	year, err := yearFlags(e, "check", args, func(fs *flag.FlagSet) { fs.BoolVar(&asJSON, "json", false, "以 JSON 输出") })
	if err != nil {
		return err
	}
	r := service.CheckReport{Waiting: []string{}, Differences: []string{}}
	compared := false
	err = withService(ctx, e, func(svc *service.Service) (err error) {
		r, err = svc.Check(ctx, year)
		compared = err == nil
		return err
	})
	if err == nil {
		err = verdict(r)
	}
	if asJSON {
		err = errors.Join(err, printCheck(e, r, compared, err))
	} else if compared {
		fmt.Fprintln(e.out, r)
	}
	return err
}

// verdict is what is amiss, the worst of it.
func verdict(r service.CheckReport) error {
	switch {
	case len(r.Differences) > 0:
		return errDiffers
	case len(r.Waiting) > 0:
		return errWaiting
	case r.Units > 0 && r.Unknown == r.Units:
		return errUncompared
	}
	return nil
}

// printCheck writes the report of a check as JSON, however it ended: a script reads
// one document, and in it the sentence that a person reads.
func printCheck(e env, r service.CheckReport, compared bool, why error) error {
	out := struct {
		service.CheckReport
		Compared bool   `json:"compared"` // false: it could not be told whether anything differs
		Reason   string `json:"reason,omitempty"`
	}{r, compared, ""}
	var refusal *service.Error
	switch {
	case errors.As(why, &refusal):
		out.Reason = refusal.Message
	case why != nil:
		out.Reason = explain(why).Error()
	}
	return json.NewEncoder(e.out).Encode(out)
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
