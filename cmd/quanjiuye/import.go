package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/quanjiuye/backend/handler"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/service/ledger"
)

// importLedger brings a workbook in, or writes an empty one.
func importLedger(ctx context.Context, e env, args []string) error {
	var site, template string
	var asJSON bool
	operands, err := flags(e, "import", args, func(fs *flag.FlagSet) {
		fs.StringVar(&site, "site", "", "站点编号")
		fs.BoolVar(&asJSON, "json", false, "以 JSON 输出")
		fs.StringVar(&template, "template", "", "生成空白台账到这个文件")
	})
	switch {
	case err != nil:
		return err
	case template != "" && len(operands) == 0:
		return writeTemplate(e, template)
	case site == "" || len(operands) != 1:
		return errUsage
	}
	file, err := os.ReadFile(operands[0])
	if err != nil {
		return err
	}
	rows, err := handler.ReadLedger(file, calendar.DateOf(clock(e.cfg)()))
	if err != nil {
		return err
	}
	return withService(ctx, e, func(svc *service.Service) error {
		done, err := runImport(ctx, e, svc, site, handler.LedgerDigest(file), rows)
		if err != nil {
			return err
		}
		return printReport(e.out, done.Report, asJSON)
	})
}

// runImport waits its turn when a broken-off attempt still holds the import.
func runImport(ctx context.Context, e env, svc *service.Service, site, digest string, rows []service.LedgerRow) (service.Import, error) {
	last := -1
	progress := func(done, total int) {
		if percent := done * 100 / max(total, 1); percent/10 != last/10 || last < 0 {
			last = percent
			fmt.Fprintf(e.errOut, "导入 %d/%d 行（%d%%）\n", done, total, percent)
		}
	}
	for {
		i, err := svc.ImportLedgerAtConsole(ctx, site, digest, rows, progress)
		var refusal *service.Error
		if !errors.As(err, &refusal) || refusal.Code != "import_in_progress" {
			return i, err
		}
		fmt.Fprintln(e.errOut, "同一份台账的上一次导入尚未结束，稍候继续……")
		select {
		case <-ctx.Done():
			return i, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

func printReport(w io.Writer, r service.ImportReport, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(r)
	}
	printSheet(w, "求职登记", r.Registrations)
	printSheet(w, "推荐就业", r.Placements)
	if r.Postings != nil {
		printSheet(w, "岗位信息登记", *r.Postings)
	}
	return nil
}

func printSheet(w io.Writer, name string, r service.SheetReport) {
	fmt.Fprintf(w, "%s：新增 %d，重复 %d，未导入 %d\n", name, r.New, r.Duplicate, len(r.Refused))
	for _, x := range r.Refused {
		fmt.Fprintf(w, "  第 %d 行未导入：%s（%s）\n", x.Row, x.Message, x.Code)
	}
	for _, x := range r.Notes {
		fmt.Fprintf(w, "  第 %d 行已导入：%s（%s）\n", x.Row, x.Message, x.Code)
	}
}

func writeTemplate(e env, path string) (err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := ledger.Template(f); err != nil {
		return err
	}
	fmt.Fprintf(e.out, "已生成空白台账 %s\n", path)
	return nil
}
