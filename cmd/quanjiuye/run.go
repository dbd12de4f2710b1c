package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/handler"
	"github.com/quanjiuye/backend/internal/failpoint"
	"github.com/quanjiuye/backend/service"
)

// env is what a command works with.
type env struct {
	cfg    config.Config
	log    *slog.Logger
	out    io.Writer
	errOut io.Writer
	begins bool // the command may make a database and its keys where there are none
}

// command is one thing the binary can do.
type command struct {
	name, args, does string
	run              func(context.Context, env, []string) error
}

// commands is the binary's table of contents.
func commands() []command {
	return []command{
		{"serve", "[--empty]", "提供服务（默认）；首次启动写入示例数据，--empty 则不写", serve},
		{"import", "FILE --site ID [--json] | --template FILE", "导入台账；或生成空白台账", importLedger},
		{"grant", "--openid ID --role ROLE [--scope S] [--name N]", "授予角色（首位市级主管与管理员由此产生）", grant},
		{"revoke", "--openid ID --role ROLE [--scope S]", "收回角色，立即生效", revoke},
		{"rebuild", "[--year Y]", "按记录重算全部计数", rebuild},
		{"check", "[--year Y] [--json]", "核对计数与记录是否一致，不作改动", check},
		{"verify", "assessment [--json] 站点编号 年度 | audit", "核验封存的考核表（摘要、得分、记录和佐证），或审计日志的链条", verify},
		{"wording", "FILE [--recall R] [--false R] [--misses]", "用标注过的句子（每行一个 JSON）测量招聘用语审核的查全率与误拦率", measureWording},
		{"seed", "", "写入示例数据（仅限空库）", seed},
		{"keyset", "FILE | add FILE | promote FILE | reseal | retire", "生成个人信息密钥文件；加入、启用新密钥，改封旧数据，停用旧密钥", keyset},
		{"backup", "FILE", "在线备份 SQLite 数据库，服务不必停", backup},
		{"restore", "FILE", "用备份替换 SQLite 数据库（先停服务）", restore},
		{"migrate", "", "把 SQLite 数据库迁移到 MONGO_URI 指定的 MongoDB，并核对两边一致（先停服务）", migrate},
		{"health", "", "检查本机服务是否就绪", health},
	}
}

// errUsage ends a command whose words are off.
var errUsage = errors.New("usage")

// errInterrupted is in front of whatever a command that was told to stop ends with.
var errInterrupted = errors.New("已中断，可以再次运行")

// run does what args say and returns the exit code: 0 done, 1 failed, 2 the
// words or settings are off.
func run(ctx context.Context, args, environ []string, out, errOut io.Writer) int {
	name, rest := "serve", args
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		name, rest = args[0], args[1:]
	}
	if name == "help" || len(args) > 0 && (args[0] == "-h" || args[0] == "--help") {
		usage(out)
		return 0
	}
	cfg, err := config.Load(environ)
	if err != nil {
		fmt.Fprintf(errOut, "配置有误：\n%v\n", err)
		return 2
	}
	if failpoint.Compiled && cfg.Production() {
		fmt.Fprintln(errOut, "这是故障测试用的构建（failpoints），不能用于正式环境")
		return 2
	}
	lines := slog.NewJSONHandler(errOut, &slog.HandlerOptions{Level: cfg.LogLevel})
	e := env{cfg: cfg, log: slog.New(handler.LogRequests(lines)), out: out, errOut: errOut}
	for _, c := range commands() {
		if c.name == name {
			e.begins = slices.Contains([]string{"serve", "import", "grant", "seed"}, name)
			err := c.run(ctx, e, rest)
			if err != nil && ctx.Err() != nil {
				err = fmt.Errorf("%w（详情：%w）", errInterrupted, err)
			}
			return e.exitCode(c, err)
		}
	}
	fmt.Fprintf(errOut, "没有 %q 这个命令\n", name)
	usage(errOut)
	return 2
}

func (e env) exitCode(c command, err error) int {
	var refusal *service.Error
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		fmt.Fprintf(e.errOut, "用法：quanjiuye %s %s\n", c.name, c.args)
		return 2
	case errors.Is(err, errInterrupted):
		fmt.Fprintf(e.errOut, "%s: %v\n", c.name, err)
	case errors.As(err, &refusal):
		fmt.Fprintf(e.errOut, "%s（%s）\n", refusal.Message, refusal.Code)
	default:
		fmt.Fprintf(e.errOut, "%s: %v\n", c.name, explain(err))
	}
	return 1
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "泉就业 零工市场（驿站）后台\n\n用法：quanjiuye [命令] [参数]")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-8s %-48s %s\n", c.name, c.args, c.does)
	}
	fmt.Fprintln(w, "\n设置都在环境变量里，见 README。")
}
