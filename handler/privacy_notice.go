package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// PrivacyNotice is what is shown before anybody gives personal data.
type PrivacyNotice struct {
	Version  string          `json:"version" doc:"What consent_version names" example:"2026-11"`
	From     string          `json:"from" format:"date"`
	Title    string          `json:"title"`
	Sections []NoticeSection `json:"sections"`
}

// NoticeSection is one part of a notice.
type NoticeSection struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

func (a *API) privacyNoticeRoutes() {
	route(a, huma.Operation{
		OperationID: "get-privacy-notice", Method: http.MethodGet, Path: "/v1/privacy-notice",
		Summary: "The privacy notice in force", Tags: []string{"account"},
		Description: "What is collected, why, who sees it, for how long, and how to copy, correct, withdraw and delete. " +
			"Registrations and POST /v1/me/consent name its version.",
	}, func(context.Context, *struct{}) (*Reply[PrivacyNotice], error) {
		n := service.NoticeInForce
		out := PrivacyNotice{Version: n.Version, From: n.From.String(), Title: n.Title}
		for _, s := range n.Sections {
			out.Sections = append(out.Sections, NoticeSection(s))
		}
		return &Reply[PrivacyNotice]{http.StatusOK, out}, nil
	})
}
