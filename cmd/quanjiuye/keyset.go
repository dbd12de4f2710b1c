package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/vault"
)

// keyset makes the keys of the personal data, and changes the sealing key step
// by step while the servers go on (docs/operations/keys.md).
func keyset(ctx context.Context, e env, args []string) error {
	operands, err := flags(e, "keyset", args, func(*flag.FlagSet) {})
	if err != nil {
		return err
	}
	switch len(operands) {
	case 1:
		switch operands[0] {
		case "add", "promote":
			return errUsage // ./add is a file
		case "reseal":
			return reseal(ctx, e)
		case "retire":
			return retire(ctx, e)
		}
		return makeKeys(e, operands[0])
	case 2:
		switch file := operands[1]; operands[0] {
		case "add":
			return changeKeys(e, vault.AddSealKey(file), "已在 %s 中加入新密钥，尚未启用；请重启所有服务，再运行 quanjiuye keyset promote\n", file)
		case "promote":
			return changeKeys(e, vault.PromoteSealKey(file), "%s 中的新密钥已启用；请重启所有服务，再运行 quanjiuye keyset reseal\n", file)
		}
	}
	return errUsage
}

// makeKeys makes a file of fresh keys and never touches one that is there.
func makeKeys(e env, file string) error {
	if _, err := vault.Open(file, false); err == nil {
		return fmt.Errorf("%s 已存在，未改动", file)
	}
	_, err := vault.Open(file, true)
	return changeKeys(e, err, "已生成 %s；请离线备份，丢失后个人信息无法恢复\n", file)
}

func changeKeys(e env, err error, says, file string) error {
	if err == nil {
		fmt.Fprintf(e.out, says, file)
	}
	return err
}

// reseal brings every row under the key that seals now.
func reseal(ctx context.Context, e env) error {
	_, err := resealed(ctx, e)
	return err
}

// resealed says on what it worked, and works without Redis: it counts nothing.
func resealed(ctx context.Context, e env) (done store.Resealed, err error) {
	if err := dataDirectory(e); err != nil {
		return done, err
	}
	eng := &engines{}
	if err := eng.openStore(ctx, e); err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, eng.close()) }()
	fmt.Fprintf(e.out, "数据库    %s\n密钥文件  %s\n", eng.names[0], e.cfg.KeysetFile)
	done, err = eng.store.Reseal(ctx)
	fmt.Fprintf(e.out, "已查看 %d 条，已改封 %d 条\n", done.Read, done.Rewritten)
	return done, err
}

// retire drops the older sealing keys once no row needs them. A row that does
// was written by a server that has not been restarted since the promotion.
func retire(ctx context.Context, e env) error {
	done, err := resealed(ctx, e)
	switch {
	case err != nil:
		return err
	case done.Rewritten > 0:
		return fmt.Errorf("还有 %d 条用旧密钥封存，现已改封；旧密钥没有停用。请确认所有服务都在启用新密钥之后重启过，再运行一次", done.Rewritten)
	}
	dropped, kept, err := vault.RetireSealKeys(e.cfg.KeysetFile, time.Now())
	if err == nil {
		fmt.Fprintf(e.out, "已停用 %d 个旧密钥。原密钥文件保留为 %s：此前的备份只有用它才能解读，请离线保存后从本机删除\n", dropped, kept)
	}
	return err
}
