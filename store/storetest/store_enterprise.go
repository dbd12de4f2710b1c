package storetest

import "github.com/quanjiuye/backend/service"

var enterpriseKind = kind[service.Enterprise]{
	bare:   func(id string) service.Enterprise { return service.Enterprise{ID: id, Rev: 1} },
	insert: service.Store.InsertEnterprise,
	read:   service.Store.Enterprise,
	update: service.Store.UpdateEnterprise,
	note:   func(n *service.Enterprise) *string { return &n.USCC },
}
