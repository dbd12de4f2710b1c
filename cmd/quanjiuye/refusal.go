package main

import (
	"errors"
	"fmt"

	"github.com/quanjiuye/backend/config"
	"github.com/quanjiuye/backend/store/mongostore"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// final reports whether opening the store again cannot help before a person has
// done something. A file on this machine never mends itself: whoever started the
// server is told at once.
func final(cfg config.Config, err error) bool {
	var duplicate *mongostore.DuplicateError
	var index *mongostore.IndexError
	return cfg.MongoURI == "" || errors.Is(err, mongostore.ErrRefused) ||
		errors.As(err, &duplicate) || errors.As(err, &index)
}

// explain puts what to do before why the store was not opened.
func explain(err error) error {
	var duplicate *mongostore.DuplicateError
	var index *mongostore.IndexError
	sentence := ""
	switch {
	case errors.Is(err, mongostore.ErrRefused):
		sentence = "MongoDB 拒绝了连接设置（MONGO_URI），请检查地址、用户名、密码与权限"
	case errors.As(err, &duplicate):
		sentence = "库中有重复的记录，无法建立唯一索引；请先由人决定保留哪一条"
	case errors.As(err, &index):
		sentence = "库中已有字段相同而规则不同的索引；请由数据库管理员删除后重新启动"
	case errors.Is(err, sqlitestore.ErrForeign):
		sentence = "数据文件不是本系统的数据库，未作改动"
	case errors.Is(err, sqlitestore.ErrNewer):
		sentence = "数据文件由更新的版本写入，请使用新版本的程序"
	case errors.Is(err, sqlitestore.ErrDamaged):
		sentence = "数据文件已损坏，请用备份恢复"
	default:
		return err
	}
	return fmt.Errorf("%s：%w", sentence, err)
}
