package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/quanjiuye/backend/service/calendar"
)

// Exhibit is a record of a year that is shown as evidence for an item of the form.
type Exhibit struct {
	Item   int           `json:"item"`
	Noun   string        `json:"noun"`
	ID     string        `json:"id"`
	What   string        `json:"what"`
	Day    calendar.Date `json:"day"`
	Where  string        `json:"where"`
	Note   string        `json:"note"`
	Status Status        `json:"status"`
	// FileIDs name Files. A seal keeps each file once, beside the exhibits.
	FileIDs []string      `json:"file_ids,omitempty"`
	Files   []ExhibitFile `json:"files,omitempty"`
}

// ExhibitFile is a piece of evidence as it was when somebody looked.
type ExhibitFile struct {
	ID     string `json:"id"`
	Media  string `json:"media"`
	Bytes  int64  `json:"bytes"`
	Upload string `json:"upload"` // SHA-256 of what was sent
	SHA256 string `json:"sha256"` // of what is kept and shown
}

// exhibits are all records of a site's year that are evidence: activities for the
// judged items, placements with papers for item 8, honours for item 15. Voided
// ones are none.
func (s *Service) exhibits(ctx context.Context, site Site, asOf calendar.Date) (list []Exhibit, err error) {
	months := (yearState{year: YearCount{Site: site}}).counted(asOf)
	add := func(e Exhibit, t Trail, evidence []string) {
		if t.Status != Void && !e.Day.After(asOf) {
			e.Status, e.FileIDs = t.Status, evidence
			list = append(list, e)
		}
	}
	for _, m := range months {
		f := RecordFilter{SiteID: site.ID, Month: m}
		err := every(ctx, f, s.store.Activities, func(n Activity) string {
			kind, _ := n.Type.Kind()
			add(Exhibit{Item: kind.Item, Noun: "activity", ID: n.ID, What: kind.Name, Day: n.HeldOn, Where: n.Place, Note: n.Note}, n.Trail, n.EvidenceIDs)
			return n.ID
		})
		if err != nil {
			return nil, err
		}
		err = every(ctx, f, s.store.Placements, func(p Placement) string {
			if len(p.EvidenceIDs) > 0 {
				add(Exhibit{Item: 8, Noun: "placement", ID: p.ID, What: p.Kind.name(), Day: p.StartedOn, Note: p.Title}, p.Trail, p.EvidenceIDs)
			}
			return p.ID
		})
		if err != nil {
			return nil, err
		}
	}
	policy := s.policy(asOf.Year)
	err = every(ctx, RecordFilter{SiteID: site.ID}, s.store.Honours, func(h Honour) string {
		if h.Awarded.Year+honourYears >= asOf.Year {
			e := Exhibit{Item: 15, Noun: "honour", ID: h.ID, What: h.Title, Day: h.Awarded, Where: h.Issuer}
			if !policy.HonourCounts(h.Awarded, asOf) {
				e.Note = "已超过计分期限"
			}
			add(e, h.Trail, h.EvidenceIDs)
		}
		return h.ID
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(x, y Exhibit) int {
		return cmp.Or(cmp.Compare(x.Item, y.Item), x.Day.Compare(y.Day), cmp.Compare(x.ID, y.ID))
	})
	return list, s.attachFiles(ctx, site, list)
}

// Shown is what supports one item of a form: how much there is, and as much of it as
// was asked for, records with files first, the newest first.
type Shown struct {
	Records  int
	Files    int // different ones
	Exhibits []Exhibit
}

// ShownByItem sorts exhibits by the items of the form, with most of each at most.
func ShownByItem(list []Exhibit, most int) [formItems]Shown {
	var items [formItems]Shown
	files := map[string]bool{}
	for _, e := range list {
		it := &items[e.Item-1]
		it.Records++
		it.Exhibits = append(it.Exhibits, e)
		for _, f := range e.Files {
			if key := fmt.Sprint(e.Item, f.ID); !files[key] {
				files[key] = true
				it.Files++
			}
		}
	}
	for i := range items {
		slices.SortStableFunc(items[i].Exhibits, func(x, y Exhibit) int {
			return cmp.Or(cmp.Compare(min(1, len(y.Files)), min(1, len(x.Files))), y.Day.Compare(x.Day), cmp.Compare(y.ID, x.ID))
		})
		items[i].Exhibits = items[i].Exhibits[:min(most, len(items[i].Exhibits))]
	}
	return items
}

// Exhibits answers the records that are evidence through a day (zero: today) of its
// year, as they are now.
func (s *Service) Exhibits(ctx context.Context, a Actor, siteID string, asOf calendar.Date) (calendar.Date, []Exhibit, error) {
	site, err := s.siteFor(ctx, a, readRecords, siteID)
	if err != nil {
		return asOf, nil, err
	}
	if asOf, err = s.asOf(asOf); err != nil {
		return asOf, nil, err
	}
	list, err := s.exhibits(ctx, site, asOf)
	return asOf, list, err
}

func (k PlacementKind) name() string {
	if k == Stable {
		return "稳定就业"
	}
	return "零工推荐成功"
}

// Exhibited answers a site's form of a year with the records that are its evidence:
// as they were sealed, or as they are.
func (s *Service) Exhibited(ctx context.Context, a Actor, siteID string, year int) (AssessmentView, []Exhibit, error) {
	v, err := s.Assessment(ctx, a, siteID, year)
	if err != nil {
		return AssessmentView{}, nil, err
	}
	list, err := s.exhibitsOf(ctx, v)
	return v, list, err
}

func (s *Service) exhibitsOf(ctx context.Context, v AssessmentView) ([]Exhibit, error) {
	if v.Seal != nil {
		sheet, readable := v.Seal.read()
		if !readable {
			return nil, errors.New("service: a seal cannot be read")
		}
		return sheet.Evidence, nil
	}
	return s.exhibits(ctx, v.Site, v.Facts.AsOf)
}

// filesAtOnce is how many files are asked for in one query.
const filesAtOnce = 200

// attachFiles looks the files of exhibits up.
func (s *Service) attachFiles(ctx context.Context, site Site, list []Exhibit) error {
	known := map[string]ExhibitFile{}
	var ids []string
	for _, e := range list {
		for _, id := range e.FileIDs {
			if _, ok := known[id]; !ok {
				known[id] = ExhibitFile{}
				ids = append(ids, id)
			}
		}
	}
	for part := range slices.Chunk(ids, filesAtOnce) {
		found, err := s.store.EvidenceOf(ctx, EvidenceFilter{SiteID: site.ID, IDs: part, Page: Page{Limit: filesAtOnce}})
		if err != nil {
			return err
		}
		for _, f := range found {
			known[f.ID] = ExhibitFile{ID: f.ID, Media: f.Media, Bytes: f.Kept.Bytes, Upload: f.SHA256, SHA256: f.Kept.SHA256}
		}
	}
	resolve(list, known)
	return nil
}

// resolve gives exhibits the files that they name.
func resolve(list []Exhibit, known map[string]ExhibitFile) {
	for i := range list {
		for _, id := range list[i].FileIDs {
			list[i].Files = append(list[i].Files, known[id])
		}
	}
}
