package main

import (
	"errors"
	"io/fs"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
	"github.com/quanjiuye/backend/store/vault"
)

// advice says in Chinese what an engine's error means and what to do; "" where
// the error must speak for itself.
func advice(err error) string {
	for _, a := range []struct {
		is   error
		says string
	}{
		{sqlitestore.ErrDamaged, "数据库文件已损坏，没有改动它。请用最近的备份恢复：quanjiuye restore 备份文件（见 docs/operations/backup.md）"},
		{sqlitestore.ErrForeign, "这个文件不是本系统的数据库，没有改动它"},
		{sqlitestore.ErrNewer, "这个数据库由更新版本的程序写成，请换用新版程序，或恢复升级前的备份"},
		{store.ErrNewerSchema, "这个数据库已升级到更新的版本，请换用新版程序，或恢复升级前的备份（见 docs/operations/upgrades.md）"},
		{store.ErrUnfinishedCopy, "这个库是一次未完成的迁移的目标，请再次运行 quanjiuye migrate 直到完成（见 docs/operations/migrate.md）"},
		{store.ErrOtherDatabase, "目标 MongoDB 库里是另一套数据，没有写入。请换一个空库（MONGO_DATABASE）"},
		{store.ErrTargetDiffers, "目标库里有源库没有的文档，没有写入。若是上次迁移后源库又有改动，请删除目标库后重来（见 docs/operations/migrate.md）"},
		{store.ErrCopyDiffers, "复制完成，但两边不一致，目标库暂不可用。请先查明原因，再运行一次 quanjiuye migrate"},
		{vault.ErrNoNewKey, "没有待启用的新密钥，请先运行 quanjiuye keyset add"},
		{sqlitestore.ErrInUse, "数据库正在使用中，请先停止服务和其他命令"},
		{fs.ErrExist, "文件已存在，没有覆盖，请换一个文件名"},
		{fs.ErrNotExist, "找不到文件"},
	} {
		if errors.Is(err, a.is) {
			return a.says + "\n"
		}
	}
	return ""
}
