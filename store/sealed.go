package store

import (
	"context"
	"iter"
)

// sealedTable is a collection whose documents hold sealed fields.
type sealedTable struct {
	name string
	// rows reads them in the order of _id, a page at a time.
	rows func(context.Context) iter.Seq2[sealedRow, error]
	// rewrite writes one anew as it is, and so seals it under the key of now.
	rewrite func(ctx context.Context, id string) error
}

// sealedRow is the sealed fields of a document; those that hold nothing are nil.
type sealedRow struct {
	id     string
	fields map[string][]byte
}

// sealedTables is every collection with personal data in it.
func (s *Store) sealedTables() []sealedTable {
	return []sealedTable{
		sealedIn(s.people(), func(d personDoc) sealedRow {
			return sealedRow{d.ID, map[string][]byte{"name": d.Name, "phone": d.Phone, "id_number": d.IDNumber, "erased.reason": d.Erased.Reason}}
		}),
		sealedIn(s.accounts(), func(d accountDoc) sealedRow { return sealedRow{d.ID, map[string][]byte{"phone": d.Phone}} }),
		sealedIn(s.guidance(), func(d guidanceDoc) sealedRow {
			return sealedRow{d.ID, map[string][]byte{"topics": d.Topics, "advice": d.Advice, "next_step": d.NextStep}}
		}),
		sealedIn(s.rightsReports(), sealedRightsReport),
		sealedIn(s.trainingBodies(), func(d trainingBodyDoc) sealedRow {
			return sealedRow{d.ID, map[string][]byte{"contact": d.Contact, "phone": d.Phone}}
		}),
		sealedIn(s.registrations(), func(d registrationDoc) sealedRow {
			return sealedRow{d.ID, map[string][]byte{"intent": d.Intent, "profile": d.Profile}}
		}),
		sealedIn(s.enterprises(), func(d enterpriseDoc) sealedRow {
			return sealedRow{d.ID, map[string][]byte{"person_name": d.PersonName, "contact_name": d.ContactName, "contact_phone": d.ContactPhone}}
		}),
		sealedIn(s.postings(), func(d postingDoc) sealedRow {
			return sealedRow{d.ID, map[string][]byte{"contact_name": d.ContactName, "contact_phone": d.ContactPhone}}
		}),
		sealedIn(s.applications(), func(d applicationDoc) sealedRow { return sealedRow{d.ID, map[string][]byte{"notes": d.Notes}} }),
		sealedIn(s.views(), func(d viewDoc) sealedRow { return sealedRow{d.ID, map[string][]byte{"reason": d.Reason}} }),
		sealedIn(s.followUps(), func(d followUpDoc) sealedRow { return sealedRow{d.ID, map[string][]byte{"notes": d.Notes}} }),
		sealedIn(s.erasures(), func(d erasureDoc) sealedRow {
			return sealedRow{d.ID, map[string][]byte{"erased.reason": d.Erased.Reason}}
		}),
		sealedIn(s.helpRequests(), func(d helpRequestDoc) sealedRow {
			return sealedRow{d.ID, withSteps(map[string][]byte{"text": d.Text}, d.Steps)}
		}),
		sealedIn(s.requests(), func(d requestDoc) sealedRow {
			return sealedRow{d.ID, map[string][]byte{"digest": d.Digest, "body": d.Body}}
		}),
	}
}

func sealedIn[D, N any](t table[D, N], row func(D) sealedRow) sealedTable {
	return sealedTable{
		name: t.name,
		rows: func(ctx context.Context) iter.Seq2[sealedRow, error] {
			return func(yield func(sealedRow, error) bool) { t.eachRow(ctx, row, yield) }
		},
		rewrite: func(ctx context.Context, id string) error {
			_, err := t.update(ctx, id, func(*N) error { return nil })
			return err
		},
	}
}

func (t table[D, N]) eachRow(ctx context.Context, row func(D) sealedRow, yield func(sealedRow, error) bool) {
	for last := ""; ; {
		q := Query{Sort: []string{"_id"}, Limit: rowsPerPage}
		if last != "" {
			q.Where = []Cond{{"_id", Gt, last}}
		}
		var page []D
		if err := t.store.engine.Find(ctx, t.name, q, &page); err != nil {
			yield(sealedRow{}, fault("read what is sealed in "+t.name, err))
			return
		}
		for _, d := range page {
			r := row(d)
			if last = r.id; !yield(r, nil) {
				return
			}
		}
		if len(page) < rowsPerPage {
			return
		}
	}
}
