package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/identity"
)

// EnterpriseBody describes an employer; the name is enough.
type EnterpriseBody struct {
	Name         string `json:"name" required:"false" doc:"Needed: 1–100 characters"`
	USCC         string `json:"uscc,omitempty" doc:"Unified social credit code (GB 32100-2015)"`
	Kind         string `json:"kind,omitempty" enum:",company,individual_business,unit,person" doc:"企业、个体工商户、机关事业单位或社会组织、个人雇主; a person needs a contact_phone"`
	Address      string `json:"address,omitempty"`
	Industry     string `json:"industry,omitempty"`
	ContactName  string `json:"contact_name,omitempty"`
	ContactPhone string `json:"contact_phone,omitempty"`
	LicenceID    string `json:"licence_evidence_id,omitempty" maxLength:"64" doc:"A photo of the licence: evidence of a site of the caller's"`
}

func (b EnterpriseBody) input() service.EnterpriseInput {
	return service.EnterpriseInput{Kind: service.EnterpriseKind(b.Kind), Name: b.Name, USCC: b.USCC, Address: b.Address,
		Industry: b.Industry, ContactName: b.ContactName, ContactPhone: b.ContactPhone, LicenceID: b.LicenceID}
}

// EnterpriseChange fills fields in; one that is left out stays.
type EnterpriseChange struct {
	USCC         *string `json:"uscc,omitempty"`
	Kind         *string `json:"kind,omitempty" enum:"company,individual_business,unit,person"`
	Address      *string `json:"address,omitempty"`
	Industry     *string `json:"industry,omitempty"`
	ContactName  *string `json:"contact_name,omitempty"`
	ContactPhone *string `json:"contact_phone,omitempty"`
	LicenceID    *string `json:"licence_evidence_id,omitempty" maxLength:"64"`
}

func (b EnterpriseChange) input() service.EnterpriseChange {
	return service.EnterpriseChange{Kind: (*service.EnterpriseKind)(b.Kind), USCC: b.USCC, Address: b.Address, Industry: b.Industry,
		ContactName: b.ContactName, ContactPhone: b.ContactPhone, LicenceID: b.LicenceID}
}

// Enterprise is an employer; personal data is masked.
type Enterprise struct {
	ID           string        `json:"id"`
	Name         string        `json:"name" doc:"A private person's is masked"`
	USCC         string        `json:"uscc"`
	Kind         string        `json:"kind" enum:",company,individual_business,unit,person" doc:"Empty: not said"`
	Address      string        `json:"address"`
	Industry     string        `json:"industry"`
	ContactName  string        `json:"contact_name" doc:"Masked"`
	ContactPhone string        `json:"contact_phone" doc:"Masked"`
	LicenceID    string        `json:"licence_evidence_id"`
	USCCWarning  string        `json:"uscc_warning" doc:"What to do about a code whose check digit does not fit; empty: it fits"`
	Warnings     []Warning     `json:"warnings" doc:"Accepted, but somebody should look"`
	May          EnterpriseMay `json:"may"`
}

// EnterpriseMay says which steps a screen may offer.
type EnterpriseMay struct {
	Fill   bool `json:"fill" doc:"Fields that are empty"`
	Change bool `json:"change" doc:"Fields that are filled in, too"`
	Reveal bool `json:"reveal" doc:"The contact's number"`
}

// Warning is something odd about an accepted input.
type Warning struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

func newEnterprise(v service.EnterpriseView) Enterprise {
	out := Enterprise{ID: v.ID, Name: v.ShownName(), USCC: v.USCC, Kind: string(v.Kind), Address: v.Address, Industry: v.Industry,
		ContactName: identity.MaskName(v.ContactName), ContactPhone: identity.MaskPhone(v.ContactPhone), LicenceID: v.LicenceID,
		Warnings: []Warning{}, May: EnterpriseMay{v.MayFill, v.MayChange, v.MayReveal}}
	if v.USCCOdd {
		out.USCCWarning = "统一社会信用代码校验位不符，请核对营业执照"
		if v.LicenceID == "" {
			out.USCCWarning += "，并上传营业执照照片"
		}
		out.Warnings = append(out.Warnings, Warning{"uscc_check_digit", out.USCCWarning})
	}
	return out
}

// EnterprisesQuery finds employers.
type EnterprisesQuery struct {
	Q string `query:"q" maxLength:"300" doc:"Beginning of the name, with or without the place before it, or of the code; private persons are not found so"`
	PageQuery
}

func (a *API) enterpriseRoutes() {
	tags := []string{"enterprises"}
	route(a, huma.Operation{
		OperationID: "create-enterprise", Method: http.MethodPost, Path: "/v1/enterprises", DefaultStatus: http.StatusCreated,
		Summary: "Make an employer known", Tags: tags, Responses: alsoOK(),
		Description: "Known by its code, or else by its name in any spelling, a private person by phone and name; the same again " +
			"answers 200, and adds what was empty.",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body EnterpriseBody
	}) (*Reply[Enterprise], error) {
		v, created, err := a.svc.CreateEnterprise(ctx, actorOf(ctx), in.Body.input())
		return &Reply[Enterprise]{stored(created), newEnterprise(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-enterprises", Method: http.MethodGet, Path: "/v1/enterprises", Summary: "Find an employer", Tags: tags,
		Description: "Without q the newest first; with q the first of those that fit, in the order of their names, on one page.",
	}, func(ctx context.Context, in *EnterprisesQuery) (*Reply[List[Enterprise]], error) {
		views, err := a.svc.Enterprises(ctx, actorOf(ctx), in.Q, in.page())
		out := list(views, in.Limit, func(v service.EnterpriseView) string { return v.ID }, newEnterprise)
		if in.Q != "" {
			out.NextCursor = ""
		}
		return &Reply[List[Enterprise]]{http.StatusOK, out}, err
	})
	route(a, huma.Operation{
		OperationID: "get-enterprise", Method: http.MethodGet, Path: "/v1/enterprises/{id}", Summary: "One employer", Tags: tags,
	}, func(ctx context.Context, in *RecordID) (*Reply[Enterprise], error) {
		v, err := a.svc.Enterprise(ctx, actorOf(ctx), in.ID)
		return &Reply[Enterprise]{http.StatusOK, newEnterprise(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "change-enterprise", Method: http.MethodPatch, Path: "/v1/enterprises/{id}", Summary: "Fill an employer's fields in", Tags: tags,
		Description: "What is empty anybody may fill in who records; what is there only who made the employer known, or a supervisor " +
			"(403 enterprise_filled). A code once known stays (409 uscc_kept), but for a mistyped one: if its check digit " +
			"does not fit, those may correct it who may change what is there, else supervisors.",
	}, func(ctx context.Context, in *struct {
		RecordID
		Body EnterpriseChange
	}) (*Reply[Enterprise], error) {
		v, err := a.svc.ChangeEnterprise(ctx, actorOf(ctx), in.ID, in.Body.input())
		return &Reply[Enterprise]{http.StatusOK, newEnterprise(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "reveal-enterprise", Method: http.MethodPost, Path: "/v1/enterprises/{id}/reveal",
		Summary: "See an employer's number in full, for a stated reason", Tags: tags, Description: revealed,
	}, reveal(a.svc.RevealEmployer))
}

const revealed = "That it was shown, to whom and why is kept before it is. Limited by the minute and by the day, together with people's numbers. " +
	"The answer is not kept, whatever the Idempotency-Key."

// reveal answers a number that is masked otherwise.
func reveal(show func(ctx context.Context, a service.Actor, id, reason string) (string, error)) func(context.Context, *struct {
	RecordID
	Body Reason
}) (*Reply[Phone], error) {
	return func(ctx context.Context, in *struct {
		RecordID
		Body Reason
	}) (*Reply[Phone], error) {
		phone, err := show(ctx, actorOf(ctx), in.ID, in.Body.Reason)
		forgetAnswer(ctx)
		return &Reply[Phone]{http.StatusOK, Phone{phone}}, err
	}
}
