package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/demo"
	"github.com/quanjiuye/backend/store"
)

// seed writes the demonstration into an empty database.
func seed(ctx context.Context, e env, args []string) (err error) {
	operands, err := flags(e, "seed", args, func(*flag.FlagSet) {})
	if err != nil || len(operands) > 0 {
		return errors.Join(err, unless(err != nil, errUsage))
	}
	if e.cfg.Production() {
		return errors.New("示例数据不能写入生产环境")
	}
	eng, err := openEngines(ctx, e)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, eng.close()) }()
	if err := eng.makeFolder(e.cfg); err != nil {
		return err
	}
	said, err := seedEmpty(ctx, eng, clock(e.cfg)())
	if err != nil {
		return err
	}
	if said == "" {
		return errors.New("库里已有站点，未写入示例数据")
	}
	fmt.Fprintln(e.out, said)
	svc, err := eng.service(ctx, e.cfg, e.log)
	if err != nil {
		return err
	}
	_, err = svc.Rebuild(ctx, clock(e.cfg)().Year())
	if errors.Is(err, service.ErrCache) { // every start of a server counts
		fmt.Fprintln(e.out, "计数没有写入，因为连不上保存计数的 Redis；服务启动时会重算")
		return nil
	}
	return err
}

// seedEmpty loads the demonstration unless there are sites already, and says
// what it loaded.
func seedEmpty(ctx context.Context, eng *engines, now time.Time) (string, error) {
	sites, err := eng.store.Sites(ctx, service.SiteFilter{Scope: service.Scope{Everything: true}, Page: service.Page{Limit: 1}})
	if err != nil || len(sites) > 0 {
		return "", err
	}
	supervisors, err := eng.store.GrantsOver(ctx, service.All)
	if err != nil || len(supervisors) > 0 { // somebody has begun to work in earnest
		return "", err
	}
	d := keepFiles(ctx, eng.blobs, demo.Make(now))
	if err := eng.store.Load(ctx, store.Batch(d)); err != nil {
		return "", fmt.Errorf("seed: %w", err)
	}
	return fmt.Sprintf("%d 个站点、%d 条求职登记、%d 条推荐就业、%d 条岗位信息、%d 条服务台账、%d 张照片，均为虚构",
		len(d.Sites), len(d.Registrations), len(d.Placements), len(d.Postings), len(d.Activities), len(d.Evidence)), nil
}

// filesTimeout bounds how long a first start waits for the place of the files.
const filesTimeout = 30 * time.Second

// keepFiles puts the files of the demonstration where uploads go, some at a time,
// since each waits for the disk. A place that is away keeps nobody from a tour:
// then it is one without files.
func keepFiles(ctx context.Context, blobs service.Blobs, d demo.Data) demo.Data {
	ctx, cancel := context.WithTimeout(ctx, filesTimeout)
	defer cancel()
	if blobs.Ping(ctx) != nil {
		return d.WithoutFiles()
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, e := range d.Evidence {
		g.Go(func() error { return service.KeepFile(ctx, blobs, e, demo.File(e)) })
	}
	if g.Wait() != nil {
		return d.WithoutFiles()
	}
	return d
}
