package storetest

import "github.com/quanjiuye/backend/service"

var loginCodeKind = kind[service.LoginCode]{
	bare:   func(id string) service.LoginCode { return service.LoginCode{ID: id, Rev: 1} },
	insert: service.Store.InsertLoginCode,
	read:   service.Store.LoginCode,
	update: service.Store.UpdateLoginCode,
	note:   func(n *service.LoginCode) *string { return &n.CreatedBy },
}
