package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/quanjiuye/backend/store/sqlitestore"
)

// backup copies the SQLite database while the server goes on.
func backup(ctx context.Context, e env, args []string) error {
	file, err := sqliteOperand(e, "backup", args, "请用 mongodump 备份，并用 mongorestore 恢复")
	if err != nil {
		return err
	}
	s, err := sqlitestore.Backup(ctx, databaseFile(e.cfg), file)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "已备份并核对：%s\n", s.Path)
	printSummary(e.out, s)
	fmt.Fprintf(e.out, "密钥文件 %s 不在备份里，请另行离线保存；没有它，备份里的个人信息无法解读\n", e.cfg.KeysetFile)
	return nil
}

// restore puts a backup in the place of the database. Counters are not its
// business: every start of the server counts anew from the records.
func restore(ctx context.Context, e env, args []string) (err error) {
	file, err := sqliteOperand(e, "restore", args, "请用 mongorestore 恢复")
	if err != nil {
		return err
	}
	release, err := alone(e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	kept, s, err := sqlitestore.Restore(ctx, file, databaseFile(e.cfg), time.Now())
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "已恢复：%s\n", databaseFile(e.cfg))
	printSummary(e.out, s)
	if kept != "" {
		fmt.Fprintf(e.out, "原数据库保留在 %s，确认无误后可自行删除\n", kept)
	}
	fmt.Fprintln(e.out, "现在可以启动服务，启动时会按记录重算计数")
	return nil
}

// sqliteOperand is the one file that a command of SQLite's takes.
func sqliteOperand(e env, name string, args []string, instead string) (string, error) {
	operands, err := flags(e, name, args, func(*flag.FlagSet) {})
	switch {
	case err != nil:
		return "", err
	case len(operands) != 1:
		return "", errUsage
	case e.cfg.MongoURI.Reveal() != "":
		return "", fmt.Errorf("记录保存在 MongoDB 中，%s 只适用于内置 SQLite；%s（见 docs/operations/backup.md）", name, instead)
	}
	return operands[0], nil
}

func printSummary(w io.Writer, s sqlitestore.Summary) {
	fmt.Fprintf(w, "  大小     %d 字节（%.1f MB）\n  SHA-256  %s\n", s.Size, float64(s.Size)/1e6, s.SHA256)
	for _, c := range s.Collections {
		fmt.Fprintf(w, "  %-14s %8d 条\n", c.Collection, c.Documents)
	}
}
