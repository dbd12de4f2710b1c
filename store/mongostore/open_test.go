package mongostore_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/storetest"
)

func TestOpenRefusesWhatIsNoURI(t *testing.T) {
	for _, uri := range []string{
		"", "mongodb://", "http://127.0.0.1", "127.0.0.1:27017", "user:SECRET@127.0.0.1", "mongodb://user:SECRET@/",
		"mongodb://user:SECRET:@h/", "mongodb://user:SECRET/@h/", "mongodb://user:SECRET%zz@h/", "mongodb://user:SECRET@@h/",
		"mongodb://user:SECRET@h:port/", "mongodb://user:SECRET@h/?tls=maybe", "mongodb://user:SECRET@h/?authMechanism=none",
	} {
		_, err := mongostore.Open(t.Context(), mongostore.Options{URI: uri, Timeout: time.Millisecond})
		switch {
		case err == nil || errors.Is(err, context.DeadlineExceeded):
			t.Errorf("%q: %v, want a refusal before anything is tried", uri, err)
		case strings.Contains(err.Error(), "SECRET"):
			t.Errorf("%q: the error tells the password: %v", uri, err)
		}
	}
}

func TestOpenGivesUpInTime(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // connections are made and nobody answers
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = gone.Close()
	for name, addr := range map[string]string{"silent": silent.Addr().String(), "gone": gone.Addr().String()} {
		for _, bounded := range []string{"by the options", "by the context"} {
			t.Run(name+" "+bounded, func(t *testing.T) {
				ctx, opts := t.Context(), mongostore.Options{URI: "mongodb://" + addr}
				if bounded == "by the options" {
					opts.Timeout = 200 * time.Millisecond
				} else {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, 200*time.Millisecond)
					defer cancel()
				}
				start := time.Now()
				_, err := mongostore.Open(ctx, opts)
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v, want a deadline exceeded", err)
				}
				if took := time.Since(start); took > 3*time.Second {
					t.Errorf("took %v", took)
				}
			})
		}
	}
}

func TestDatabaseName(t *testing.T) {
	base := mongotest.Options(t)
	name := base.Database
	if strings.Contains(strings.TrimSuffix(strings.TrimPrefix(base.URI, "mongodb://"), "/"), "/") {
		t.Skip("needs a MONGO_TEST_URI without a path")
	}
	fromURI := base
	fromURI.Database, fromURI.URI = "", strings.TrimSuffix(base.URI, "/")+"/"+name+"?appName=x"
	e := mongotest.OpenWith(t, fromURI)
	if err := e.Insert(t.Context(), "people", storetest.Shapes{ID: "x", Rev: 1}); err != nil {
		t.Fatal(err)
	}
	if err := mongotest.OpenWith(t, base).Get(t.Context(), "people", "x", new(storetest.Shapes)); err != nil {
		t.Fatalf("not in the database that the URI names: %v", err)
	}
}

func TestSilentServerIsNotWaitedFor(t *testing.T) {
	opts, proxy := through(t, mongotest.Options(t))
	opts.Timeout = 300 * time.Millisecond
	e := openEngine(t, opts)
	defer func() { _ = e.Close(t.Context()) }()
	proxy.silence()
	start := time.Now()
	err := e.Insert(context.Background(), "people", storetest.Shapes{ID: "x", Rev: 1})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want a deadline exceeded", err)
	}
	if took := time.Since(start); took > 3*time.Second {
		t.Errorf("took %v", took)
	}
}

// A write whose answer is lost has happened here. The engine may find that out
// by itself (a replica set), or not; it must not call it a duplicate, or a
// document that is not there.
func TestLostAnswer(t *testing.T) {
	opts, proxy := through(t, mongotest.Options(t))
	opts.URI += "&retryReads=false&retryWrites=false" // no URI can turn them off
	e := openEngine(t, opts)
	defer func() { _ = e.Close(context.WithoutCancel(t.Context())) }()
	doc := storetest.Shapes{ID: "x", Rev: 1}

	insert := func() error { return e.Insert(t.Context(), "people", doc) }
	if err := proxy.losing(t, "insert", insert); errors.Is(err, store.ErrDuplicate) {
		t.Error("our own insert counts as a duplicate")
	}
	if err := insert(); !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("insert again: %v, want a duplicate", err)
	}

	doc.Rev = 2
	replace := func() error { return e.Replace(t.Context(), "people", "x", 1, doc) }
	if err := proxy.losing(t, "update", replace); errors.Is(err, store.ErrNoDocument) {
		t.Error("our own replace counts as somebody else's")
	}
	if err := replace(); !errors.Is(err, store.ErrNoDocument) {
		t.Errorf("replace again: %v, want no document", err)
	}

	var got storetest.Shapes // reads are simply read again
	get := func() error { return e.Get(t.Context(), "people", "x", &got) }
	if err := proxy.losing(t, "find", get); err != nil || got.Rev != 2 {
		t.Errorf("get after all that: rev %d, %v", got.Rev, err)
	}
}

// The counters' read must not touch documents. Needs MongoDB's profiler, which
// FerretDB does not have.
func TestRecountReadsOnlyTheIndexOnMongoDB(t *testing.T) {
	opts := mongotest.Options(t)
	e, db := mongotest.OpenWith(t, opts), mongotest.Database(t, opts)
	for _, person := range []string{"a", "b", "c"} {
		if err := e.Insert(t.Context(), "registrations", storetest.NewRegistration(person)); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.RunCommand(t.Context(), bson.D{{Key: "profile", Value: 2}}).Err(); err != nil {
		t.Skipf("no profiler here: %v", err)
	}
	var found []storetest.Registration
	err := e.Find(t.Context(), "registrations", store.Query{
		Where: []store.Cond{
			{Field: "site_id", Op: store.Eq, Value: "s1"},
			{Field: "month", Op: store.Eq, Value: "2026-11"},
		},
		Fields: []string{"status", "complete", "registered_on", "person_id"},
	}, &found)
	if err != nil || len(found) != 3 {
		t.Fatalf("found %d: %v", len(found), err)
	}
	var profile struct {
		Keys int64  `bson:"keysExamined"`
		Docs int64  `bson:"docsExamined"`
		Plan string `bson:"planSummary"`
	}
	filter := bson.D{{Key: "command.find", Value: "registrations"}}
	if err := db.Collection("system.profile").FindOne(t.Context(), filter).Decode(&profile); err != nil {
		t.Fatalf("read the profile: %v", err)
	}
	if profile.Docs != 0 || profile.Keys == 0 {
		t.Errorf("the recount examined %d documents and %d keys (%s), want no documents", profile.Docs, profile.Keys, profile.Plan)
	}
}
