package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/wechat"
	"github.com/quanjiuye/backend/service/wechat/sim"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore"
	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/vault"
)

// engines is what the service stands on, and how to take it down again.
type engines struct {
	vault  *vault.Vault
	store  *store.Store // nil until it is open
	redis  *redisstore.Store
	wechat *wechat.Client // nil for commands that log nobody in
	sim    *sim.Server    // nil unless the simulator serves

	metrics *metrics // nil for a tool

	names  [3]string // records, counters, WeChat: for the banner
	closes []func() error
}

// clock is the system's clock, moved by CLOCK_OFFSET in tests.
func clock(cfg config.Config) func() time.Time {
	return func() time.Time { return time.Now().Add(cfg.ClockOffset) }
}

// openEngines opens what a tool works on, or fails. It joins the embedded Redis of
// a server that runs on the same data directory, so that its counts reach it.
func openEngines(ctx context.Context, cfg config.Config, log *slog.Logger) (*engines, error) {
	e, err := prepareEngines(ctx, cfg, nil, log)
	if err != nil {
		return nil, err
	}
	if err := e.openStore(ctx, cfg, log); err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// prepareEngines does all that waits for nobody and can fail for good: the data
// directory, the keys, and the way to Redis, whether or not it answers. A server,
// which has metrics, owns the embedded Redis of its data directory.
func prepareEngines(ctx context.Context, cfg config.Config, m *metrics, log *slog.Logger) (*engines, error) {
	e := &engines{metrics: m}
	if err := os.MkdirAll(cfg.DataDir, 0o700); err != nil {
		return nil, fmt.Errorf("data directory: %w", err)
	}
	err := e.openRedis(ctx, cfg, log) // first: it tells whether another server is here
	if err == nil {
		e.vault, err = openVault(cfg)
	}
	if err != nil {
		return nil, errors.Join(err, e.close())
	}
	return e, nil
}

// openStore opens the store and brings it to the newest schema, or waits until
// another process has. It may be tried again.
func (e *engines) openStore(ctx context.Context, cfg config.Config, log *slog.Logger) error {
	engine, err := e.openEngine(ctx, cfg)
	if err != nil {
		return fmt.Errorf("open store: %w", err)
	}
	if err := store.Migrate(ctx, engine, log); err != nil {
		return errors.Join(fmt.Errorf("open store: %w", err), closeEngine(engine))
	}
	e.closes = append(e.closes, func() error { return closeEngine(engine) })
	if e.metrics != nil {
		engine = store.Observed(engine, e.metrics.storeCall)
	}
	e.store = store.New(engine, e.vault)
	return nil
}

func (e *engines) openEngine(ctx context.Context, cfg config.Config) (store.Engine, error) {
	if cfg.MongoURI.Reveal() != "" {
		e.names[0] = "MongoDB（库 " + cfg.MongoDatabase + "）"
		return openMongoDB(ctx, cfg)
	}
	e.names[0] = "SQLite（内置，" + databaseFile(cfg) + "）"
	return sqlitestore.Open(ctx, databaseFile(cfg))
}

func openMongoDB(ctx context.Context, cfg config.Config) (*mongostore.Engine, error) {
	return mongostore.Open(ctx, mongostore.Options{
		URI: cfg.MongoURI.Reveal(), Database: cfg.MongoDatabase, MaxPoolSize: uint64(cfg.MongoMaxPool),
	})
}

func closeEngine(engine store.Engine) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return engine.Close(ctx)
}

// databaseFile is the SQLite database of a data directory.
func databaseFile(cfg config.Config) string { return filepath.Join(cfg.DataDir, "quanjiuye.db") }

func openVault(cfg config.Config) (*vault.Vault, error) {
	if cfg.Production() {
		return vault.Open(cfg.KeysetFile, false, vault.OwnerOnly())
	}
	return vault.Open(cfg.KeysetFile, true)
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
		return fmt.Errorf("连接设置（REDIS_URL）不可用，请检查地址、用户名、密码与权限：%w", err)
	}
	e.closes = append(e.closes, r.Close)
	e.redis = r
	return nil
}

// openWeChat makes the client, and the simulator when no app is configured.
func (e *engines) openWeChat(cfg config.Config, log *slog.Logger) error {
	c := wechat.Config{
		AppID: cfg.WeChatAppID, Secret: cfg.WeChatSecret.Reveal(), BaseURL: cfg.WeChatBaseURL,
		Cache: e.redis, Logger: log,
	}
	e.names[2] = "微信接口（api.weixin.qq.com）"
	switch {
	case c.AppID == "":
		s, err := sim.Start(sim.Options{Now: clock(cfg)})
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
	return nil
}

// service puts the system on the engines.
func (e *engines) service(cfg config.Config, log *slog.Logger) *service.Service {
	d := service.Deps{
		Store: e.store, Cache: e.redis, Relay: e.redis, Limiter: e.redis, WeChat: wechatPort{e.wechat, e.metrics},
		Log: log, Now: clock(cfg), SessionTTL: cfg.SessionTTL,
	}
	if e.metrics != nil {
		d.Observer = e.metrics
	}
	return service.New(d)
}

// starting asks the engines that are there while the store is not.
func (e *engines) starting(ctx context.Context) map[string]error {
	return map[string]error{"store": errNotOpen, "redis": e.redis.Ping(ctx), "relay": errNotOpen}
}

// ready asks every engine.
func (e *engines) ready(ctx context.Context) map[string]error {
	var store, redis, relay error
	if !e.redis.Listening() {
		relay = errors.New("not subscribed")
	}
	var wg sync.WaitGroup
	wg.Go(func() { store = e.store.Ping(ctx) })
	wg.Go(func() { redis = e.redis.Ping(ctx) })
	wg.Wait()
	return map[string]error{"store": store, "redis": redis, "relay": relay}
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
