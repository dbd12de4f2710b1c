package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
)

var evidenceKind = kind[service.Evidence]{
	bare: func(id string) service.Evidence {
		return service.Evidence{ID: id, Rev: 1, SiteID: "s", SHA256: "sum of " + id}
	},
	insert: func(s service.Store, ctx context.Context, n service.Evidence) error {
		_, _, err := s.InsertEvidence(ctx, n)
		return err
	},
	read:        service.Store.Evidence,
	answersKept: true,
}

func insertEvidence(t *testing.T, s service.Store, site string, ids ...string) {
	t.Helper()
	for _, id := range ids {
		n := evidenceKind.bare(id)
		n.SiteID = site
		check(t, evidenceKind.insert(s, deadline(t), n))
	}
}

var evidence = []storeTest{
	{"of the same site and file is the first", func(t *testing.T, s service.Store) {
		first := filled[service.Evidence]("first", 0)
		_, created, err := s.InsertEvidence(deadline(t), first)
		check(t, err)
		wantSame(t, created, true)
		again := filled[service.Evidence]("again", 1)
		again.SiteID, again.SHA256 = first.SiteID, first.SHA256
		kept, created, err := s.InsertEvidence(deadline(t), again)
		check(t, err)
		wantSame(t, kept, first)
		wantSame(t, created, false)
		again.SiteID = "another"
		kept, created, err = s.InsertEvidence(deadline(t), again)
		check(t, err)
		wantSame(t, kept, again)
		wantSame(t, created, true)
	}},
	{"inserted by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.Evidence, func(i int) (service.Evidence, bool, error) {
			n := evidenceKind.bare("x")
			n.ID, n.UploadedBy = fmt.Sprint(i), fmt.Sprint("account ", i)
			return s.InsertEvidence(deadline(t), n)
		})
	}},
	{"listed by site, file and ids", func(t *testing.T, s service.Store) {
		insertEvidence(t, s, "s", "1", "3", "2")
		insertEvidence(t, s, "other", "4")
		for _, row := range []struct {
			filter service.EvidenceFilter
			want   []string
		}{
			{service.EvidenceFilter{}, nil},
			{service.EvidenceFilter{SiteID: "s"}, []string{"3", "2", "1"}},
			{service.EvidenceFilter{SiteID: "s", SHA256: "sum of 2"}, []string{"2"}},
			{service.EvidenceFilter{SiteID: "s", SHA256: "sum of 4"}, nil},
			{service.EvidenceFilter{SiteID: "s", IDs: []string{"1", "4", "3", "none", ""}}, []string{"3", "1"}},
			{service.EvidenceFilter{SiteID: "s", IDs: []string{}}, nil},
			{service.EvidenceFilter{SiteID: "s", Page: service.Page{Limit: 2}}, []string{"3", "2"}},
			{service.EvidenceFilter{SiteID: "s", Page: service.Page{Limit: 2, Before: "2"}}, []string{"1"}},
		} {
			if got := idsOf(must(s.EvidenceOf(deadline(t), row.filter))(t)); !slices.Equal(got, row.want) {
				t.Errorf("%+v: got %q, want %q", row.filter, got, row.want)
			}
		}
	}},
	{"listed comes whole, in pages", func(t *testing.T, s service.Store) {
		n := filled[service.Evidence]("x", 2)
		check(t, evidenceKind.insert(s, deadline(t), n))
		wantSame(t, must(s.EvidenceOf(deadline(t), service.EvidenceFilter{SiteID: n.SiteID}))(t), []service.Evidence{n})
		add := func(i int) {
			insertEvidence(t, s, "s", fmt.Sprintf("%03d", i))
			insertEvidence(t, s, "other", fmt.Sprintf("%03d elsewhere", i))
		}
		wantPages(t, add, func(p service.Page) []string {
			return idsOf(must(s.EvidenceOf(deadline(t), service.EvidenceFilter{SiteID: "s", Page: p}))(t))
		})
	}},
	{"takes so many bytes at a site", func(t *testing.T, s service.Store) {
		wantSame(t, must(s.EvidenceBytes(deadline(t), "s"))(t), int64(0))
		for i, site := range []string{"s", "s", "other"} {
			n := evidenceKind.bare(fmt.Sprint(i))
			n.SiteID, n.Kept.Bytes, n.Thumb.Bytes = site, 1<<33, int64(i)
			check(t, evidenceKind.insert(s, deadline(t), n))
		}
		wantSame(t, must(s.EvidenceBytes(deadline(t), "s"))(t), int64(1<<34+1))
		wantSame(t, must(s.EvidenceBytes(deadline(t), "other"))(t), int64(1<<33+2))
	}},
}
