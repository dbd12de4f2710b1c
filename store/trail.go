package store

import "github.com/quanjiuye/backend/service"

// trailDoc is the history that every countable record carries.
type trailDoc struct {
	Source      string   `json:"source"`
	RecordedBy  string   `json:"recorded_by"`
	RecordedAt  int64    `json:"recorded_at"`
	ConfirmedBy string   `json:"confirmed_by"`
	ConfirmedAt int64    `json:"confirmed_at"`
	VoidedBy    string   `json:"voided_by"`
	VoidedAt    int64    `json:"voided_at"`
	VoidReason  string   `json:"void_reason"`
	RestoredBy  string   `json:"restored_by"`
	ChangedAt   int64    `json:"changed_at"`
	EvidenceBy  []string `json:"evidence_by"`
	ReferredBy  string   `json:"referred_by"`
	ImportRef   string   `json:"import_ref"`
	Example     bool     `json:"example"`
}

func newTrailDoc(t service.Trail) trailDoc {
	return trailDoc{
		string(t.Source), t.RecordedBy, millis(t.RecordedAt), t.ConfirmedBy, millis(t.ConfirmedAt),
		t.VoidedBy, millis(t.VoidedAt), t.VoidReason, t.RestoredBy, millis(t.ChangedAt), t.EvidenceBy, t.ReferredBy, t.ImportRef, t.Example,
	}
}

// trail needs the status from the document's top level, where indexes see it.
func (d trailDoc) trail(status string) service.Trail {
	return service.Trail{
		Status: service.Status(status), Source: service.Source(d.Source),
		RecordedBy: d.RecordedBy, RecordedAt: fromMillis(d.RecordedAt),
		ConfirmedBy: d.ConfirmedBy, ConfirmedAt: fromMillis(d.ConfirmedAt),
		VoidedBy: d.VoidedBy, VoidedAt: fromMillis(d.VoidedAt), VoidReason: d.VoidReason, RestoredBy: d.RestoredBy,
		ChangedAt:  fromMillis(d.ChangedAt),
		EvidenceBy: d.EvidenceBy, ReferredBy: d.ReferredBy, ImportRef: d.ImportRef, Example: d.Example,
	}
}

// counting is the condition that leaves voided records out.
func counting() Cond {
	return Cond{"status", In, []string{string(service.Recorded), string(service.Confirmed)}}
}

// records selects a site's records, newest first.
func records(f service.RecordFilter) Query {
	where := []Cond{eq("site_id", f.SiteID)}
	if !f.Month.IsZero() {
		where = append(where, eq("month", f.Month.String()))
	}
	if f.Status != "" {
		where = append(where, eq("status", string(f.Status)))
	}
	return page(f.Page, where...)
}
