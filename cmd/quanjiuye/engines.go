package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/blobstore"
	"github.com/quanjiuye/backend/store/mongostore"
	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// engines is what the service stands on, and how to take it down again.
type engines struct {
	store   *store.Store // nil until it is open
	redis   *redisstore.Store
	wechat  *wechat.Client // nil for commands that log nobody in
	sim     *sim.Server    // nil unless the simulator serves
	program string         // what its codes open
	blobs   service.Blobs

	metrics *metrics // nil for a tool

	names  [4]string // records, counters, WeChat, files: for the banner
	closes []func() error
}

// clock is the system's clock, moved by CLOCK_OFFSET in tests.
func clock(cfg config.Config) func() time.Time {
	return func() time.Time { return time.Now().Add(cfg.ClockOffset) }
}

// openEngines opens what a tool works on, or fails. It joins the embedded Redis of
// a server that runs on the same data directory, so that its counts reach it.
func openEngines(ctx context.Context, with env) (*engines, error) {
	e, err := prepareEngines(ctx, with, nil)
	if err != nil {
		return nil, err
	}
	if err := e.openStore(ctx, with); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// prepareEngines does all that waits for nobody and can fail for good: the data
// directory, the keys, and the way to Redis, whether or not it answers. A server,
// which has metrics, owns the embedded Redis of its data directory.
func prepareEngines(ctx context.Context, with env, m *metrics) (*engines, error) {
	e := &engines{metrics: m}
	if err := dataDirectory(with); err != nil {
		return nil, err
	}
	err := e.openRedis(ctx, with.cfg, with.log) // first: it tells whether another server is here
	if err == nil {
		err = lookAtKeys(with)
	}
	if err == nil {
		err = e.openBlobs(with.cfg)
	}
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// openStore opens the store, brings it to the newest schema, or waits until
// another process has, and holds the keys against it. It may be tried again.
func (e *engines) openStore(ctx context.Context, with env) error {
	engine, err := e.openEngine(ctx, with)
	if err != nil {
		return fmt.Errorf("%w: %w", errNotOpened, err)
	}
	keys, err := unlock(ctx, with, engine)
	if err != nil {
		return errors.Join(fmt.Errorf("%w: %w", errNotOpened, err), closeEngine(engine))
	}
	e.closes = append(e.closes, func() error { return closeEngine(engine) })
	if e.metrics != nil {
		engine = store.Observed(engine, e.metrics.storeCall)
	}
	e.store = store.New(engine, keys)
	return nil
}

func (e *engines) openEngine(ctx context.Context, with env) (store.Engine, error) {
	if with.cfg.MongoURI.Reveal() != "" {
		e.names[0] = "MongoDB（库 " + with.cfg.MongoDatabase + "）"
		return openMongoDB(ctx, with.cfg, !with.begins)
	}
	e.names[0] = "SQLite（内置，" + databaseFile(with.cfg) + "）"
	return sqlitestore.Open(ctx, databaseFile(with.cfg))
}

func openMongoDB(ctx context.Context, cfg config.Config, existing bool) (*mongostore.Engine, error) {
	return mongostore.Open(ctx, mongostore.Options{
		URI: cfg.MongoURI.Reveal(), Database: cfg.MongoDatabase, MaxPoolSize: uint64(cfg.MongoMaxPool), Existing: existing,
	})
}

func closeEngine(engine store.Engine) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return engine.Close(ctx)
}

func (e *engines) openRedis(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	url := cfg.RedisURL.Reveal()
	var err error
	switch e.names[1] = "Redis"; {
	case url == "":
		e.names[1] = "内置 Redis（进程内）"
		url, err = e.embedded(cfg.DataDir)
	case cfg.MongoURI == "":
		err = e.share(cfg)
	}
	if err != nil {
		return err
	}
	o := redisstore.Options{URL: url}
	if e.metrics != nil {
		o.Observer = e.metrics.redisObserver(func() { log.Warn("relay interrupted, live state is read anew") })
	}
	r, err := redisstore.Open(ctx, o)
	if err != nil {
		return tell(err, "连接设置（REDIS_URL）不可用，请检查地址、用户名、密码与权限")
	}
	e.closes = append(e.closes, r.Close)
	e.redis = r
	return nil
}

// openBlobs opens the folder, or makes the client of the bucket, which need not
// answer: everything but evidence goes on without it.
func (e *engines) openBlobs(cfg config.Config) error {
	p := cfg.Blobs()
	if p.Dir != "" && e.metrics == nil { // a tool, and perhaps another user's: it makes nothing here
		e.blobs = blobstore.At(p.Dir)
		return nil
	}
	if p.Dir != "" {
		folder, err := blobstore.OpenFolder(p.Dir)
		if err != nil {
			return cannotOpenFolder(err)
		}
		e.blobs, e.names[3] = folder, "文件夹（"+p.Dir+"）"
		return nil
	}
	bucket, err := blobstore.OpenBucket(blobstore.Place{
		Endpoint: p.Endpoint, Plain: p.Plain, Region: p.Region, PathStyle: p.PathStyle, Bucket: p.Bucket, Prefix: p.Prefix,
		AccessKey: cfg.BlobAccessKey.Reveal(), SecretKey: cfg.BlobSecretKey.Reveal(),
	})
	if err != nil {
		return tell(err, "照片和文件的存储（BLOB_URL）设置有误")
	}
	e.closes = append(e.closes, bucket.Close)
	e.blobs, e.names[3] = bucket, "对象存储（"+p.Endpoint+"，桶 "+p.Bucket+"）"
	return nil
}

// makeFolder makes the folder that a server would, for a tool that puts files there.
func (e *engines) makeFolder(cfg config.Config) error {
	p := cfg.Blobs()
	if p.Dir == "" {
		return nil
	}
	_, err := blobstore.OpenFolder(p.Dir)
	return cannotOpenFolder(err)
}

func cannotOpenFolder(err error) error {
	if err == nil {
		return nil
	}
	return tell(err, "照片和文件的文件夹（BLOB_URL）不可用，请检查它是否存在、能否读写")
}

// openWeChat makes the client, and the simulator when no app is configured.
func (e *engines) openWeChat(cfg config.Config, log *slog.Logger) error {
	c := wechat.Config{
		AppID: cfg.WeChatAppID, Secret: cfg.WeChatSecret.Reveal(), BaseURL: cfg.WeChatBaseURL,
		Cache: e.redis, Logger: log, EnvVersion: cfg.WeChatEnv,
	}
	e.names[2] = "微信接口（api.weixin.qq.com）"
	switch {
	case c.AppID == "":
		s, err := sim.Start(sim.Options{Now: clock(cfg), Templates: simulated(cfg)})
		if err != nil {
			return fmt.Errorf("start simulator: %w", err)
		}
		e.closes = append(e.closes, s.Close)
		e.sim, c.AppID, c.Secret, c.BaseURL = s, sim.ExampleAppID, sim.ExampleSecret, s.URL()
		e.names[2] = "微信模拟器（仅供试用，控制接口在 /sim/）"
	case c.BaseURL != "":
		e.names[2] = "替身（" + c.BaseURL + "）"
	}
	client, err := wechat.New(c)
	if err != nil {
		return fmt.Errorf("make WeChat client: %w", err)
	}
	e.closes = append(e.closes, func() error { client.Close(); return nil })
	e.wechat = client
	e.program = c.AppID + " " + c.EnvVersion + " " + cfg.WeChatBaseURL // not where the simulator happens to listen
	return nil
}

// service puts the system on the engines. It fails when the policies cannot be
// read: nothing is ever scored by the built-in one for want of another.
func (e *engines) service(ctx context.Context, cfg config.Config, log *slog.Logger) (*service.Service, error) {
	m, err := messages(cfg)
	if err != nil {
		return nil, err
	}
	d := service.Deps{
		Store: e.store, Cache: e.redis, Relay: e.redis, Limiter: e.redis, WeChat: wechatPort{e.wechat, e.metrics},
		Blobs: e.blobs, Quota: int64(cfg.EvidenceQuota) << 20, ChecksText: cfg.ChecksText(), Messages: m,
		SitePage: cfg.WeChatSitePage, LoginPage: cfg.WeChatLoginPage, Program: e.program,
		Log: sparing(log), Now: clock(cfg), SessionTTL: cfg.SessionTTL,
	}
	if e.metrics != nil {
		d.Observer = e.metrics
	}
	s := service.New(d)
	if err := s.LoadPolicies(ctx); err != nil {
		return nil, fmt.Errorf("read policies: %w", err)
	}
	return s, nil
}

// starting asks the engines that are there while the store is not.
func (e *engines) starting(ctx context.Context) map[string]error {
	return map[string]error{"store": errNotOpen, "redis": e.redis.Ping(ctx), "relay": errNotOpen, "blobs": e.blobs.Ping(ctx)}
}

// ready asks every engine.
func (e *engines) ready(ctx context.Context) map[string]error {
	var store, redis, relay, blobs error
	if !e.redis.Listening() {
		relay = errors.New("not subscribed")
	}
	var wg sync.WaitGroup
	wg.Go(func() { store = e.store.Ping(ctx) })
	wg.Go(func() { redis = e.redis.Ping(ctx) })
	wg.Go(func() { blobs = e.blobs.Ping(ctx) })
	wg.Wait()
	return map[string]error{"store": store, "redis": redis, "relay": relay, "blobs": blobs}
}

// close takes everything down, last opened first.
func (e *engines) close() error {
	var errs []error
	for i := len(e.closes) - 1; i >= 0; i-- {
		errs = append(errs, e.closes[i]())
	}
	e.closes = nil
	return errors.Join(errs...)
}
