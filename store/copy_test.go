package store_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
	"github.com/quanjiuye/backend/store"
)

// furnished is a SQLite database with documents of every kind, more than a page
// of some.
func furnished(t *testing.T, keys store.Sealer) engine {
	t.Helper()
	e := openSQLite(t)
	check(t, migrate(t, e))
	s, ctx, at := store.New(e, keys), t.Context(), time.Date(2026, 11, 23, 1, 2, 3, 0, time.UTC)
	b := batch()
	for i := range 130 {
		id := fmt.Sprintf("泉%03d", i)
		b.People = append(b.People, service.Person{ID: id, Rev: 1, Name: "王" + id})
	}
	check(t, s.Load(ctx, b))
	check(t, errors.Join(
		s.InsertSession(ctx, service.Session{ID: "n1", AccountID: "a1", ExpiresAt: at}),
		second(s.EnsureSiteCode(ctx, service.SiteCode{ID: "ABCDEFGHIJ", Rev: 1, SiteID: "s1", CreatedAt: at})),
		s.InsertScan(ctx, service.Scan{SiteID: "s1", AccountID: "a1", Day: calendar.Date{Year: 2026, Month: 11, Day: 23}, Medium: service.OnPoster, At: at}),
		s.InsertSample(ctx, service.Sample{ID: "l1", Rev: 1, SiteID: "s1", Drawn: []service.DrawnRecord{{RecordID: "r1", Reveals: []service.Reveal{{By: "a1"}}}}}),
		kept(s.InsertGuidance(ctx, service.Guidance{ID: "g1", Rev: 1, Request: "1", SiteID: "s1", PersonID: "p1", Topics: []string{"面试"}, Owed: []service.Owed{{ClientID: "guidance:g1", About: "p1", At: at}}})),
		kept(s.InsertRightsReport(ctx, service.RightsReport{ID: "w1", Rev: 1, Request: "1", SiteID: "s1", Text: "拖欠工资", Steps: []service.CaseStep{{Step: "received", At: at}}})),
		kept(s.InsertTrainingBody(ctx, service.TrainingBody{ID: "b1", Rev: 1, SiteID: "s1", NameKey: "甲", Contact: "王五"})),
		kept(s.InsertCourse(ctx, service.Course{ID: "k1", Rev: 1, Request: "1", Places: []service.CoursePlace{{SignUpID: "u1", At: at}}})),
		kept(s.InsertSignUp(ctx, service.SignUp{ID: "u1", Rev: 1, CourseID: "k1", PersonID: "p1"})),
		kept(s.InsertHelpRequest(ctx, service.HelpRequest{ID: "h1", Rev: 1, Request: "1", Text: "想开小店", Steps: []service.CaseStep{{Step: "received", At: at}}})),
		kept(s.InsertMonthReport(ctx, service.MonthReport{ID: "s1|2026-10", Rev: 1, Figures: []service.Figure{{Key: "seekers"}}})),
		kept(s.InsertNotice(ctx, service.Notice{ID: "t1", Rev: 1, Request: "1", SiteID: "s1", Findings: []service.Finding{{Category: "age"}}, RevisedBy: []string{"a1"}, Owed: []service.Owed{{ClientID: "notice:t1"}}})),
		s.InsertPush(ctx, service.Push{ID: "h1", Rev: 1, Request: "1", NoticeID: "t1", Digest: "d", No: 1, Ends: []service.Ends{{State: service.DeliverySent, Count: 1}}}),
		s.AddDeliveries(ctx, []service.Delivery{{ID: "h1|a1", Rev: 1, PushID: "h1", AccountID: "a1"}}),
		subscribed(ctx, s),
		s.InsertClosing(ctx, service.Closing{ID: "350503|2026-10", Rev: 1, Steps: []service.ClosingStep{{By: "a1"}}}),
		s.InsertAssessment(ctx, service.Assessment{ID: "s1|2026", Rev: 1, Steps: []service.AssessmentStep{{By: "a1"}}}),
		s.InsertLinkCode(ctx, service.LinkCode{ID: "l1", Rev: 1, PersonID: "p1", SiteID: "s1", ExpiresAt: at}),
		s.InsertInvite(ctx, service.Invite{ID: "i1", Rev: 1, SiteID: "s1", ExpiresAt: at}),
		s.InsertScanLogin(ctx, service.ScanLogin{ID: "v1", Rev: 1, Secret: "s", State: service.ScanLoginNew, ExpiresAt: at}),
		s.InsertLoginCode(ctx, service.LoginCode{ID: "c1", Rev: 1, AccountID: "a1", ExpiresAt: at}),
		s.InsertAudit(ctx, service.AuditEntry{ID: "000000000001", By: "a1", Action: "PUT /v1/policies", At: at, Hash: "h"}),
		s.InsertImport(ctx, service.Import{ID: "m1", Rev: 1, SiteID: "s1", Report: service.ImportReport{
			Registrations: service.SheetReport{New: 1, Refused: []service.Refused{{Row: 2, Code: "x", Message: "不对"}}}}}),
		s.InsertPolicy(ctx, service.PolicyVersion{Version: "2027-01-01.1", No: 1, Settings: map[string]string{"item7_below": "prorata"}, At: at}),
		s.InsertRequest(ctx, service.Request{ID: "q1", Rev: 1, Digest: "d", Done: true, Answer: service.Answer{Status: 201, Body: []byte("{}")}}),
		kept(s.InsertApplication(ctx, service.Application{ID: "w1", Rev: 1, PersonID: "p1", PostingID: "o1", State: service.Applied,
			Steps: []service.ApplicationStep{{Kind: service.StepApplied, At: at, Note: "周一可到岗"}}})),
		s.InsertView(ctx, service.View{ID: "w1", Rev: 1, PersonID: "p1", At: at, By: "a1", Shown: []string{service.ShownPhone}, Reason: "联系上岗"}),
		s.InsertFollowUp(ctx, service.FollowUp{ID: service.FollowUpID("l1", 7), Rev: 1, PlacementID: "l1", SiteID: "s1", Day: 7,
			FollowUpEntry: service.FollowUpEntry{Outcome: service.StillWorking, Note: "电话回访", By: "a1", At: at}}),
		s.InsertErasure(ctx, service.Erasure{ID: "a9", Rev: 1, Of: service.OfPerson, Erased: service.Erased{At: at, By: "a1", Reason: "本人申请"}}),
		s.KeepMarks(ctx, at, []service.Mark{{Writer: "w", Unit: service.YearUnit("s1", 2026)}}),
	))
	return e
}

// kept is the error of an insert that answers what it kept.
func kept[N any](_ N, _ bool, err error) error { return err }

func subscribed(ctx context.Context, s *store.Store) error {
	_, err := s.ChangeSubscription(ctx, service.Subscription{ID: "a1|policy", Rev: 1}, func(n *service.Subscription) error { n.Left = 1; return nil })
	return err
}

func second[T any](_ T, err error) error { return err }

func migrate(t *testing.T, e store.Engine) error {
	return store.Migrate(t.Context(), e, slog.New(slog.DiscardHandler))
}

func quietly(string, int) {}

func TestCopyMovesEverything(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		keys := newVault(t)
		source, target, told := furnished(t, keys), open(t), map[string]int{}
		all, err := store.Copy(t.Context(), source, target, func(c string, n int) { told[c] = n })
		check(t, err)
		if len(all) != len(store.Collections)-1 {
			t.Errorf("%d of %d collections were compared", len(all), len(store.Collections)-1)
		}
		for _, c := range all {
			if !c.Equal() || c.Source.Documents == 0 || int64(told[c.Collection]) != c.Source.Documents || len(c.Source.SHA256) != 64 {
				t.Errorf("%+v, told %d", c, told[c.Collection])
			}
		}
		check(t, migrate(t, target))
		p, err := store.New(target, keys).Person(t.Context(), "p1")
		if err != nil || p.Name != name || p.Identity.Number != number {
			t.Errorf("a person in the copy: %+v, %v", p, err)
		}
		again, err := store.Copy(t.Context(), source, target, func(c string, _ int) { t.Errorf("%s was copied again", c) })
		check(t, err)
		for i, c := range again {
			if c.Source != all[i].Source || !c.Equal() {
				t.Errorf("again: %+v", c)
			}
		}
	})
}

func TestCopyThatBrokeOffIsDoneAgain(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		source, target := furnished(t, newVault(t)), open(t)
		// Each step of the first collections, then each seventh: one collection is like another.
		for step := 0; ; step += 1 + min(step/30, 1)*6 {
			f := failing(target, step)
			all, err := store.Copy(t.Context(), source, f, quietly)
			if f.calls <= step {
				check(t, err)
				if len(all) == 0 {
					t.Error("nothing was compared")
				}
				break
			}
			if !errors.Is(err, errDown) {
				t.Fatalf("step %d fails: got %v", step, err)
			}
			if target.Get(t.Context(), "meta", "schema", &struct{}{}) != nil {
				continue // it has not begun to write
			}
			if err := migrate(t, target); !errors.Is(err, store.ErrUnfinishedCopy) {
				t.Fatalf("step %d failed, and a server would start: %v", step, err)
			}
		}
		check(t, migrate(t, target))
	})
}

// spoken asks, when a collection's first documents arrive, and then fails.
type spoken struct {
	store.Engine
	asked func()
}

func (s spoken) InsertAll(context.Context, string, []any) (int, error) {
	s.asked()
	return 0, errDown
}

// A server must not acknowledge what only the source will have; and where there is
// no copy it must be able to go on.
func TestCopyTakesTheSource(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		keys := newVault(t)
		source, target := furnished(t, keys), open(t)
		_, err := store.Copy(t.Context(), source, spoken{target, func() {
			if err := migrate(t, source); !errors.Is(err, store.ErrMovedOn) {
				t.Errorf("a server on the source while it is copied: %v", err)
			}
		}}, quietly)
		if !errors.Is(err, errDown) {
			t.Errorf("got %v", err)
		}
		check(t, migrate(t, source)) // it was given back
		if _, err := store.Copy(t.Context(), source, losing{target}, quietly); !errors.Is(err, store.ErrCopyDiffers) {
			t.Errorf("got %v", err)
		}
		check(t, migrate(t, source))

		for range 2 {
			_, err = store.Copy(t.Context(), source, target, quietly)
			check(t, err)
			if err := migrate(t, source); !errors.Is(err, store.ErrMovedOn) {
				t.Errorf("a server on the source after the copy: %v", err)
			}
		}
		check(t, store.New(target, keys).DeleteSession(t.Context(), "n1")) // as a server would
		_, err = store.Copy(t.Context(), source, target, quietly)
		if !errors.Is(err, store.ErrTargetDiffers) || !strings.Contains(err.Error(), "sessions: 1 missing (n1)") {
			t.Errorf("a copy into a database that is in use: %v", err)
		}
		_, err = store.Copy(t.Context(), source, spoken{open(t), func() {}}, quietly)
		if !errors.Is(err, errDown) || !errors.Is(migrate(t, source), store.ErrMovedOn) {
			t.Errorf("a failing second copy gave back what the first has taken: %v", err)
		}
	})
}

// A source that is a backup again from before the copy is taken again.
func TestCopyThatIsCompleteTakesTheSource(t *testing.T) {
	source, target := furnished(t, newVault(t)), openSQLite(t)
	for range 2 {
		_, err := store.Copy(t.Context(), source, target, quietly)
		check(t, err)
		if err := migrate(t, source); !errors.Is(err, store.ErrMovedOn) {
			t.Errorf("a server on the source: %v", err)
		}
		giveBack(t, source)
	}
}

// giveBack makes the source what its backup is.
func giveBack(t *testing.T, source store.Engine) {
	t.Helper()
	var d struct {
		ID       string `json:"_id"`
		Rev      int64  `json:"rev"`
		Version  int64  `json:"version"`
		Database string `json:"database"`
	}
	check(t, source.Get(t.Context(), "meta", "schema", &d))
	d.Rev++
	check(t, source.Replace(t.Context(), "meta", "schema", d.Rev-1, d))
}

func TestCopyNamesWhatDiffers(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		keys := newVault(t)
		source, target := furnished(t, keys), open(t)
		_, err := store.Copy(t.Context(), source, target, quietly)
		check(t, err)
		s := store.New(target, keys)
		_, err = s.UpdateEnterprise(t.Context(), "e2", func(n *service.Enterprise) error { n.Name = "丁"; return nil })
		check(t, err)
		check(t, s.InsertEnterprise(t.Context(), service.Enterprise{ID: "e9", Rev: 1, Name: "戊"}))
		check(t, s.DeleteSession(t.Context(), "n1"))

		_, err = store.Copy(t.Context(), source, target, quietly)
		if !errors.Is(err, store.ErrTargetDiffers) || !strings.Contains(err.Error(), "1 extra (e9); enterprises: 1 altered (e2)") {
			t.Errorf("got %v", err)
		}
		check(t, migrate(t, target)) // it is not marked: nothing was begun
		all, err := store.Compare(t.Context(), source, target)
		check(t, err)
		for _, c := range all {
			if differs := c.Collection == "enterprises" || c.Collection == "sessions"; c.Equal() == differs {
				t.Errorf("%+v", c)
			}
			if c.Collection == "sessions" && c.Differ[store.Absent].First[0] != "n1" {
				t.Errorf("%+v", c)
			}
		}
	})
}

// losing is a target that acknowledges a document and keeps it not.
type losing struct{ store.Engine }

func (l losing) InsertAll(ctx context.Context, collection string, docs []any) (int, error) {
	if collection == "people" {
		docs = docs[1:]
	}
	return l.Engine.InsertAll(ctx, collection, docs)
}

func TestCopyThatIsNotEqualIsNotBelieved(t *testing.T) {
	source, target := furnished(t, newVault(t)), openSQLite(t)
	all, err := store.Copy(t.Context(), source, losing{target}, quietly)
	if !errors.Is(err, store.ErrCopyDiffers) || !strings.Contains(err.Error(), "people: 2 missing (p1, ") {
		t.Errorf("got %v", err)
	}
	if len(all) == 0 {
		t.Error("nothing to show")
	}
	if err := migrate(t, target); !errors.Is(err, store.ErrUnfinishedCopy) {
		t.Errorf("a server on it: %v", err)
	}
	_, err = store.Copy(t.Context(), source, target, quietly)
	check(t, err)
	check(t, migrate(t, target))
}

func TestCopyRefusesAnotherDatabase(t *testing.T) {
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		keys := newVault(t)
		source := furnished(t, keys)
		for name, target := range map[string]engine{"with a version": open(t), "of before": open(t)} {
			if name == "with a version" {
				check(t, migrate(t, target))
			}
			check(t, store.New(target, keys).InsertEnterprise(t.Context(), service.Enterprise{ID: "e1", Rev: 1}))
			if _, err := store.Copy(t.Context(), source, target, quietly); !errors.Is(err, store.ErrOtherDatabase) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		empty := open(t) // a server has started on it, and nobody has used it
		check(t, migrate(t, empty))
		_, err := store.Copy(t.Context(), source, empty, quietly)
		check(t, err)
	})
}
