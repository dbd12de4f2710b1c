package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// migrate moves the records of the data directory's SQLite database to MongoDB
// and proves that all of them have arrived.
func migrate(ctx context.Context, e env, args []string) (err error) {
	operands, err := flags(e, "migrate", args, func(*flag.FlagSet) {})
	switch {
	case err != nil:
		return err
	case len(operands) > 0:
		return errUsage
	case e.cfg.MongoURI.Reveal() == "":
		return errors.New("请用 MONGO_URI（和 MONGO_DATABASE）指定目标 MongoDB")
	}
	if _, err := os.Stat(databaseFile(e.cfg)); err != nil { // opening would make it
		return err
	}
	release, err := alone(e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	source, err := openSource(ctx, e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeEngine(source)) }()
	target, err := openMongoDB(ctx, e.cfg, false)
	if err != nil {
		return fmt.Errorf("%w, the target: %w", errNotOpened, err)
	}
	defer func() { err = errors.Join(err, closeEngine(target)) }()
	fmt.Fprintf(e.out, "从 %s 迁移到 MongoDB 库 %s\n", databaseFile(e.cfg), e.cfg.MongoDatabase)
	all, err := store.Copy(ctx, source, target, everyTenThousand(e.errOut))
	printComparison(e.out, all)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "两边一致。源库已停用，服务不会再用它启动；密钥文件 %s 继续使用，请随服务一起带走\n", e.cfg.KeysetFile)
	return nil
}

// openSource opens the SQLite database, which nobody may be using, at the newest
// schema, or as an earlier attempt has left it.
func openSource(ctx context.Context, e env) (store.Engine, error) {
	path := databaseFile(e.cfg)
	if err := sqlitestore.Idle(ctx, path); err != nil {
		return nil, err
	}
	source, err := sqlitestore.Open(ctx, path, sqlitestore.Strict())
	if err != nil {
		return nil, err
	}
	if err := store.Migrate(ctx, source, e.log); err != nil && !errors.Is(err, store.ErrMovedOn) {
		return nil, errors.Join(fmt.Errorf("migrate the source: %w", err), closeEngine(source))
	}
	return source, nil
}

// everyTenThousand tells of large collections every ten thousand documents.
func everyTenThousand(w io.Writer) func(string, int) {
	return func(collection string, n int) {
		if n > 0 && n%10_000 == 0 {
			fmt.Fprintf(w, "%s 已复制 %d 条\n", collection, n)
		}
	}
}

func printComparison(w io.Writer, all []store.Comparison) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(w, "%-14s %9s %9s  %-64s  %s\n", "collection", "source", "target", "SHA-256 (source)", "SHA-256 (target)")
	for _, c := range all {
		verdict := "相同"
		if !c.Equal() {
			verdict = c.Target.SHA256
		}
		fmt.Fprintf(w, "%-14s %9d %9d  %s  %s\n", c.Collection, c.Source.Documents, c.Target.Documents, c.Source.SHA256, verdict)
	}
}
