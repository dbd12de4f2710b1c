package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/vault"
)

// errNoDatabase refuses a tool that would begin a database where none is, such as
// under a mistyped DATA_DIR.
var errNoDatabase = errors.New("no server has begun a database here")

// databaseFile is the SQLite database of a data directory.
func databaseFile(cfg config.Config) string { return filepath.Join(cfg.DataDir, "quanjiuye.db") }

// dataDirectory makes the data directory for a command that begins a database.
// For any other the database, or what the embedded Redis needs, must be there:
// opening would make it.
func dataDirectory(with env) error {
	var err error
	switch {
	case with.begins:
		if err := os.MkdirAll(with.cfg.DataDir, 0o700); err != nil {
			return fmt.Errorf("data directory: %w", err)
		}
	case with.cfg.MongoURI.Reveal() == "":
		_, err = os.Stat(databaseFile(with.cfg))
	case with.cfg.RedisURL.Reveal() == "":
		_, err = os.Stat(with.cfg.DataDir)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", errNoDatabase, err)
	}
	return err
}

// unlock brings a database to the newest schema and opens the keys that it is
// bound to. A missing keyset is made for a database that holds nothing, and for
// no other.
func unlock(ctx context.Context, with env, engine store.Engine) (*vault.Vault, error) {
	if err := store.Migrate(ctx, engine, with.log); err != nil {
		return nil, err
	}
	fresh, err := store.Fresh(ctx, engine)
	switch {
	case err != nil:
		return nil, err
	case fresh && !with.begins:
		return nil, errNoDatabase
	}
	keys, err := openVault(with.cfg, false)
	if fresh && !with.cfg.Production() && errors.Is(err, vault.ErrMissing) {
		with.log.InfoContext(ctx, "making a keyset for an empty database", "keyset", with.cfg.KeysetFile)
		keys, err = openVault(with.cfg, true)
	}
	if err != nil {
		return nil, err
	}
	return keys, store.New(engine, keys).Bind(ctx)
}

// lookAtKeys tells early of a keyset file that cannot be used. Whether a missing
// one may be made is known only once the store is open.
//
// One that others may read is a refusal in production and a warning elsewhere.
func lookAtKeys(with env) error {
	cfg := with.cfg
	_, err := openVault(cfg, false)
	if err == nil && !cfg.Production() && runtime.GOOS != "windows" { // which knows no such modes
		if _, err := vault.Open(cfg.KeysetFile, false, vault.OwnerOnly()); errors.Is(err, vault.ErrShared) {
			with.log.Warn("密钥文件的权限太宽，其他用户也能读写；请运行 chmod 600。正式环境会因此拒绝启动", "keyset", cfg.KeysetFile)
		}
	}
	if errors.Is(err, vault.ErrMissing) && !cfg.Production() {
		return nil
	}
	return err
}

func openVault(cfg config.Config, create bool) (*vault.Vault, error) {
	if cfg.Production() {
		return vault.Open(cfg.KeysetFile, false, vault.OwnerOnly())
	}
	return vault.Open(cfg.KeysetFile, create)
}
