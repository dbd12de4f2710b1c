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
	store  *store.Store
	redis  *redisstore.Store
	wechat *wechat.Client // nil for commands that log nobody in
	sim    *sim.Server    // nil unless the simulator serves

	names  [3]string // records, counters, WeChat: for the banner
	closes []func() error
}

// clock is the system's clock, moved by CLOCK_OFFSET in tests.
func clock(cfg config.Config) func() time.Time {
	return func() time.Time { return time.Now().Add(cfg.ClockOffset) }
}

// openEngines opens the store and Redis. A server owns the embedded Redis of its
// data directory; a tool joins that of the running server, so that its counts
// reach it.
func openEngines(ctx context.Context, cfg config.Config, server bool) (e *engines, err error) {
	e = &engines{}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.close())
		}
	}()
	if err := os.MkdirAll(cfg.DataDir, 0o700); err != nil {
		return e, fmt.Errorf("data directory: %w", err)
	}
	if err := e.openRedis(ctx, cfg, server); err != nil { // first: it tells whether another server is here
		return e, err
	}
	return e, e.openStore(ctx, cfg)
}

func (e *engines) openStore(ctx context.Context, cfg config.Config) error {
	keys, err := openVault(cfg)
	if err != nil {
		return err
	}
	var engine store.Engine
	if uri := cfg.MongoURI.Reveal(); uri != "" {
		e.names[0] = "MongoDB（库 " + cfg.MongoDatabase + "）"
		engine, err = mongostore.Open(ctx, mongostore.Options{
			URI: uri, Database: cfg.MongoDatabase, MaxPoolSize: uint64(cfg.MongoMaxPool),
		})
	} else {
		path := filepath.Join(cfg.DataDir, "quanjiuye.db")
		e.names[0] = "SQLite（内置，" + path + "）"
		engine, err = sqlitestore.Open(ctx, path)
	}
	if err != nil {
		return fmt.Errorf("open store: %w", err)
	}
	e.closes = append(e.closes, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		return engine.Close(ctx)
	})
	e.store = store.New(engine, keys)
	return nil
}

func openVault(cfg config.Config) (*vault.Vault, error) {
	if cfg.Production() {
		return vault.Open(cfg.KeysetFile, false, vault.OwnerOnly())
	}
	return vault.Open(cfg.KeysetFile, true)
}

func (e *engines) openRedis(ctx context.Context, cfg config.Config, server bool) error {
	url := cfg.RedisURL.Reveal()
	e.names[1] = "Redis"
	if url == "" {
		e.names[1] = "内置 Redis（进程内）"
		var err error
		if url, err = e.embedded(cfg.DataDir, server); err != nil {
			return err
		}
	}
	r, err := redisstore.Open(ctx, redisstore.Options{URL: url})
	if err != nil {
		return fmt.Errorf("open Redis: %w", err)
	}
	e.closes = append(e.closes, r.Close)
	e.redis = r
	return nil
}

func (e *engines) embedded(dir string, server bool) (url string, err error) {
	if !server {
		if url, ok := redisstore.Running(dir); ok {
			return url, nil
		}
	}
	r, err := redisstore.StartEmbedded(dir)
	if errors.Is(err, redisstore.ErrRunning) {
		return "", fmt.Errorf("另一个服务正在使用数据目录 %s", dir)
	}
	if err != nil {
		return "", fmt.Errorf("start embedded Redis: %w", err)
	}
	e.closes = append(e.closes, r.Close)
	return r.URL(), nil
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
	return service.New(service.Deps{
		Store: e.store, Cache: e.redis, Relay: e.redis, Limiter: e.redis, WeChat: wechatPort{e.wechat},
		Log: log, Now: clock(cfg), SessionTTL: cfg.SessionTTL,
	})
}

// ready asks every engine.
func (e *engines) ready(ctx context.Context) map[string]error {
	var store, redis error
	var wg sync.WaitGroup
	wg.Go(func() { store = e.store.Ping(ctx) })
	wg.Go(func() { redis = e.redis.Ping(ctx) })
	wg.Wait()
	return map[string]error{"store": store, "redis": redis}
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
