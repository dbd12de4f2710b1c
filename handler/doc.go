// Package handler speaks HTTP for package service: one file per noun.
//
// A handler decodes, calls one service method and maps the answer; it holds no
// rule and no query. JSON routes are typed through huma, so that the OpenAPI
// document is made from this code and every input is checked against it before
// a handler runs; streams, uploads and pages are native Gin routes that
// openapi_extra.go describes. problem.go holds the only table from a refusal to
// a status code.
package handler
