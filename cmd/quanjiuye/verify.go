package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"

	"github.com/quanjiuye/backend/service"
)

// errBroken ends a verification that found something amiss.
var errBroken = errors.New("封存的考核表未通过核验")

// errAudit ends a walk along a chain that does not hold.
var errAudit = errors.New("审计日志未通过核验")

// verify checks what was sealed: verify assessment SITE YEAR; or the chain: verify audit.
func verify(ctx context.Context, e env, args []string) error {
	asJSON := false
	operands, err := flags(e, "verify", args, func(fs *flag.FlagSet) { fs.BoolVar(&asJSON, "json", false, "以 JSON 输出") })
	if err != nil {
		return err
	}
	if len(operands) == 1 && operands[0] == "audit" {
		return verifyAudit(ctx, e, asJSON)
	}
	if len(operands) != 3 || operands[0] != "assessment" {
		return errUsage
	}
	year, err := strconv.Atoi(operands[2])
	if err != nil {
		return errUsage
	}
	return withService(ctx, e, func(svc *service.Service) error {
		r, err := svc.VerifyAssessment(ctx, operands[1], year)
		if err != nil {
			return err
		}
		if asJSON {
			err = json.NewEncoder(e.out).Encode(r)
		} else {
			printSeal(e.out, r)
		}
		return errors.Join(err, unless(r.OK(), errBroken))
	})
}

func printSeal(w io.Writer, r service.SealReport) {
	fmt.Fprintf(w, "站点 %s %d 年度考核表，摘要 SHA-256 %s\n", r.SiteID, r.Year, r.SHA256)
	for _, c := range r.Checks {
		mark := "通过"
		if !c.OK {
			mark = "不符"
		}
		fmt.Fprintf(w, "  %s  %-8s  %s\n", mark, c.Name, c.Detail)
	}
}

// verifyAudit walks the audit log and names the first line that is not what it was. The
// last line's number and hash, kept elsewhere, show next time whether the end was cut off.
func verifyAudit(ctx context.Context, e env, asJSON bool) error {
	return withService(ctx, e, func(svc *service.Service) error {
		r, err := svc.VerifyAudit(ctx)
		if err != nil {
			return err
		}
		switch {
		case asJSON:
			err = json.NewEncoder(e.out).Encode(r)
		case r.Broken != "":
			fmt.Fprintf(e.out, "审计日志第 %s 条%s；此前 %d 条完好\n", r.Broken, r.Why, r.Entries)
		default:
			fmt.Fprintf(e.out, "审计日志完好，共 %d 条，末条 %s，摘要 %s\n", r.Entries, r.Last, r.Hash)
		}
		return errors.Join(err, unless(r.Broken == "", errAudit))
	})
}
