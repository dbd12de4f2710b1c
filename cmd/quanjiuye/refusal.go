package main

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"unicode"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore"
	"github.com/quanjiuye/backend/store/redisstore"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/vault"
)

// final reports whether opening the store again cannot help before a person has
// done something. A file on this machine never mends itself: whoever started the
// server is told at once.
func final(cfg config.Config, err error) bool {
	var duplicate *mongostore.DuplicateError
	var index *mongostore.IndexError
	return cfg.MongoURI == "" || errors.Is(err, mongostore.ErrRefused) ||
		errors.Is(err, store.ErrNewerSchema) || errors.Is(err, store.ErrUnfinishedCopy) ||
		errors.Is(err, store.ErrOtherKeys) || errors.Is(err, vault.ErrMissing) ||
		errors.Is(err, service.ErrPolicyUnread) ||
		errors.As(err, &duplicate) || errors.As(err, &index)
}

// errNotOpened is in front of why a store could not be opened.
var errNotOpened = errors.New("open store")

// sentences say what an error means and what to do, in the order in which they are
// looked for.
var sentences = []struct {
	is   error
	says string
}{
	{mongostore.ErrRefused, "MongoDB 拒绝了连接设置（MONGO_URI），请检查地址、用户名、密码与权限"},
	{sqlitestore.ErrUnfit, "这份备份已损坏，或不是本系统的备份；没有恢复，原数据库未动。请换更早的一份"},
	{sqlitestore.ErrForeign, "数据文件不是本系统的数据库，或者开头的一页已损坏，未作改动。如果它本来是，请用最近的备份恢复（quanjiuye restore 备份文件）"},
	{sqlitestore.ErrNewer, "数据文件由更新的版本写入，请使用新版本的程序"},
	{sqlitestore.ErrDamaged, "数据文件已损坏，请用最近的备份恢复（quanjiuye restore 备份文件）"},
	{sqlitestore.ErrLogAlone, "数据文件不见了或是空的，而它的日志（-wal）还在，里面有已确认的记录；没有启动，也未作改动。请把数据文件放回原处，找不回来再恢复备份"},
	{sqlitestore.ErrGone, "数据文件在使用中被移走、删除或替换，没有写入；请放回原来的文件，或停止服务后再处理"},
	{sqlitestore.ErrPlainCopy, "这不是备份，而是直接复制的数据文件，可能缺少日志（-wal）里的记录；没有恢复，原数据库未动。请用 quanjiuye backup 生成的文件（见 docs/operations/backup.md）"},
	{sqlitestore.ErrInUse, "数据库正在使用中，请先停止服务和其他命令"},
	{store.ErrNewerSchema, "数据库已由更新的版本写入并升级，请使用新版本的程序，或恢复升级前的备份"},
	{store.ErrUnfinishedCopy, "这个库是一次未完成的迁移的目标，请再次运行 quanjiuye migrate 直到完成"},
	{store.ErrMovedOn, "这个库的记录已经（或正在）迁移到 MongoDB，不能再从这里提供服务；请设置 MONGO_URI，迁移中断的请再次运行 quanjiuye migrate，要退回的请恢复迁移前的备份"},
	{store.ErrOtherDatabase, "目标 MongoDB 库里是另一套数据，没有写入；请换一个空库（MONGO_DATABASE）"},
	{store.ErrTargetDiffers, "目标库已被别人改动过，与源库不同，没有写入（见 docs/operations/migrate.md）"},
	{store.ErrCopyDiffers, "复制完成，但两边不一致，目标库暂不可用；请查明原因后再运行一次 quanjiuye migrate"},
	{store.ErrOtherKeys, "密钥文件（KEYSET_FILE）与数据库不符，未作改动；请放回这个库原来的密钥文件，切勿另造"},
	{service.ErrPolicyUnread, "库里的评分口径由更新的版本写入，或有缺失，本版本读不懂；没有改用内置口径计分。请使用新版本的程序，或恢复完整的备份"},
	{mongostore.ErrNoDatabase, "这里没有数据库，没有新建；请检查 MONGO_URI 与 MONGO_DATABASE"},
	{errNoDatabase, "这里没有数据库，没有新建；请检查 DATA_DIR 或 MONGO_URI、MONGO_DATABASE"},
	{vault.ErrMissing, "找不到密钥文件；库里已有数据时，请放回原来的密钥文件，切勿另造"},
	{vault.ErrUnreadable, "无法读取密钥文件，请检查属主与权限"},
	{vault.ErrShared, "密钥文件的权限太宽，其他用户也能读写；请运行 chmod 600"},
	{vault.ErrMalformed, "密钥文件已损坏，或不是本版本的格式；请放回离线保存的那一份，切勿另造"},
	{vault.ErrUnwritable, "密钥文件写不进去，没有改动；请检查所在目录的属主与权限（容器里见 docs/operations/keys.md）"},
	{vault.ErrNoNewKey, "没有待启用的新密钥，请先运行 quanjiuye keyset add"},
	{vault.ErrNotPromoted, "已添加的新密钥尚未启用，文件未改动；重启所有服务之后，请先运行 quanjiuye keyset promote"},
	{vault.ErrNoOldKey, "没有旧密钥可停用，文件未改动"},
	{syscall.ENOSPC, "磁盘已满，没有完成；请腾出空间再试"},
	{fs.ErrPermission, "没有权限读写文件或所在的目录；请用运行服务的用户执行，并检查属主和权限"},
	{fs.ErrExist, "文件已存在，没有覆盖；请换一个文件名"},
	{fs.ErrNotExist, "找不到文件"},
	{errNotOpened, "打不开数据库，或者它没有应答；请检查它是否在运行，MONGO_URI 或 DATA_DIR 是否正确"},
}

// told is an error for whoever runs a command: what it means and what to do, and
// behind it the detail for whoever mends it, in a library's own words.
type told struct {
	says   string
	detail error
}

func tell(detail error, says string) error { return &told{says, detail} }

// Error is one line.
func (t *told) Error() string {
	return t.says + "（详情：" + strings.Join(strings.Fields(t.detail.Error()), " ") + "）"
}

// Unwrap returns the detail.
func (t *told) Unwrap() error { return t.detail }

// explain puts what to do before what went wrong.
func explain(err error) error {
	var ready *told
	var duplicate *mongostore.DuplicateError
	var index *mongostore.IndexError
	switch {
	case errors.As(err, &ready):
		return err
	case errors.As(err, &duplicate):
		return tell(err, "库中有重复的记录，无法建立唯一索引；请先由人决定保留哪一条")
	case errors.As(err, &index):
		return tell(err, "库中已有字段相同而规则不同的索引；请由数据库管理员删除后重新启动")
	case errors.Is(err, service.ErrCache) && redisstore.RefusesWrites(err):
		return tell(err, "Redis 有应答，但不接受写入（内存或磁盘已满、缺少副本，或者只读），没有完成；记录不受影响，服务直接按记录计分。请先恢复 Redis 的写入，再运行一次")
	case errors.Is(err, service.ErrCache):
		return tell(err, "连不上保存计数的 Redis，没有完成；记录不受影响，服务直接按记录计分。请检查 Redis 是否在运行、REDIS_URL 是否正确，再运行一次")
	}
	for _, s := range sentences {
		if errors.Is(err, s.is) {
			return tell(err, s.says)
		}
	}
	if !strings.ContainsFunc(err.Error(), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return tell(err, "没有完成")
	}
	return err
}
