package mongostore_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/mongostore"
	"github.com/quanjiuye/backend/store/mongostore/mongotest"
	"github.com/quanjiuye/backend/store/storetest"
)

// indexes lists a collection's indexes as "name" or "name unique".
func indexes(t *testing.T, c *mongo.Collection) []string {
	t.Helper()
	specs, err := c.Indexes().ListSpecifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list := []string{}
	for _, s := range specs {
		if s.Unique != nil && *s.Unique {
			s.Name += " unique"
		}
		list = append(list, s.Name)
	}
	slices.Sort(list)
	return list
}

func allIndexes(t *testing.T, db *mongo.Database) map[string][]string {
	all := map[string][]string{}
	for _, c := range store.Collections {
		all[c.Name] = indexes(t, db.Collection(c.Name))
	}
	return all
}

func TestIndexesExist(t *testing.T) {
	opts := mongotest.Options(t)
	mongotest.OpenWith(t, opts)
	all := allIndexes(t, mongotest.Database(t, opts))
	for name, want := range map[string][]string{
		"accounts": {"_id_", "openid_1 unique"},
		"sessions": {"_id_", "account_id_1__id_1", "expires_at_1__id_1"},
		"placements": {
			"_id_", "link.code_1__id_1", "person_id_1__id_1", "person_id_1_enterprise_id_1_started_on_1 unique", "site_id_1__id_1",
			"site_id_1_month_1_status_1_kind_1_proven_1_disputed_1_started_on_1_person_id_1_trail.recorded_at_1__id_1",
		},
	} {
		if !reflect.DeepEqual(all[name], want) {
			t.Errorf("%s has the indexes %q, want %q", name, all[name], want)
		}
	}
	for _, c := range store.Collections {
		if want := len(c.Unique) + len(c.Indexes); max(len(all[c.Name])-1, 0) != want {
			t.Errorf("%s has the indexes %q, want _id and %d more", c.Name, all[c.Name], want)
		}
	}
}

func TestSecondOpenChangesNothing(t *testing.T) {
	opts, proxy := through(t, mongotest.Options(t))
	db := mongotest.Database(t, opts)
	first := mongotest.OpenWith(t, opts)
	if err := first.Insert(t.Context(), "registrations", storetest.NewRegistration("p1")); err != nil {
		t.Fatal(err)
	}
	before, mark := allIndexes(t, db), len(proxy.sentSince(0))
	second := mongotest.OpenWith(t, opts)
	for _, c := range proxy.sentSince(mark) {
		if c.name == "createIndexes" {
			t.Errorf("the second open creates indexes again: %v", c.body)
		}
	}
	if after := allIndexes(t, db); !reflect.DeepEqual(after, before) {
		t.Errorf("the indexes became %q, were %q", after, before)
	}
	err := second.Insert(t.Context(), "registrations", storetest.NewRegistration("p1").As("other"))
	if !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("insert of a duplicate: %v", err)
	}
}

// Several servers start at once on a new database.
func TestManyOpenAtOnce(t *testing.T) {
	opts := mongotest.Options(t)
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			var e *mongostore.Engine
			if e, errs[i] = mongostore.Open(t.Context(), opts); errs[i] == nil {
				errs[i] = e.Close(t.Context())
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if got, want := indexes(t, mongotest.Database(t, opts).Collection("accounts")), []string{"_id_", "openid_1 unique"}; !slices.Equal(got, want) {
		t.Errorf("accounts has the indexes %q, want %q", got, want)
	}
}

// Somebody has dropped an index, or a new release wants one more: what is there
// already comes under it.
func TestMissingUniqueIndexIsBuilt(t *testing.T) {
	opts := mongotest.Options(t)
	e := mongotest.OpenWith(t, opts)
	for _, person := range []string{"p1", "p2"} {
		if err := e.Insert(t.Context(), "registrations", storetest.NewRegistration(person)); err != nil {
			t.Fatal(err)
		}
	}
	c := mongotest.Database(t, opts).Collection("registrations")
	before := indexes(t, c)
	if err := c.Indexes().DropOne(t.Context(), "site_id_1_month_1_person_id_1"); err != nil {
		t.Fatal(err)
	}
	e = mongotest.OpenWith(t, opts)
	if after := indexes(t, c); !reflect.DeepEqual(after, before) {
		t.Errorf("the indexes became %q, were %q", after, before)
	}
	err := e.Insert(t.Context(), "registrations", storetest.NewRegistration("p2").As("other"))
	if !errors.Is(err, store.ErrDuplicate) {
		t.Errorf("insert of a duplicate: %v", err)
	}
}

func TestDuplicatesRefuseTheStart(t *testing.T) {
	opts := mongotest.Options(t)
	c := mongotest.Database(t, opts).Collection("registrations")
	for i := range 7 {
		for copies := range i%2 + 2 {
			r := storetest.NewRegistration(fmt.Sprintf("p%d", i)).As(fmt.Sprint(i, copies))
			doc := bson.D{
				{Key: "_id", Value: r.ID}, {Key: "site_id", Value: r.SiteID},
				{Key: "month", Value: r.Month}, {Key: "person_id", Value: r.PersonID},
			}
			if _, err := c.InsertOne(t.Context(), doc); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, err := mongostore.Open(t.Context(), opts)
	var duplicate *mongostore.DuplicateError
	if !errors.As(err, &duplicate) {
		t.Fatalf("open: %v, want a DuplicateError", err)
	}
	if len(duplicate.Keys) != 5 {
		t.Errorf("%d keys are listed, want 5: %q", len(duplicate.Keys), duplicate.Keys)
	}
	for _, key := range duplicate.Keys {
		if !strings.HasPrefix(key, `site_id="s1" month="2026-11" person_id="p`) || !strings.HasSuffix(key, " documents)") {
			t.Errorf("a key reads %q", key)
		}
	}
	for _, part := range []string{"registrations", "site_id, month, person_id", duplicate.Keys[4]} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not mention %q", err, part)
		}
	}
}

func TestOtherRulesRefuseTheStart(t *testing.T) {
	for _, row := range []struct {
		name, collection string
		keys             bson.D
		unique           bool
	}{
		{"unique is not", "accounts", bson.D{{Key: "openid", Value: 1}}, false},
		{"not unique is", "sites", bson.D{{Key: "county", Value: 1}, {Key: "_id", Value: 1}}, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			opts := mongotest.Options(t)
			c := mongotest.Database(t, opts).Collection(row.collection)
			model := mongo.IndexModel{Keys: row.keys, Options: options.Index().SetName("by_hand").SetUnique(row.unique)}
			if _, err := c.Indexes().CreateOne(t.Context(), model); err != nil {
				t.Fatal(err)
			}
			_, err := mongostore.Open(t.Context(), opts)
			var other *mongostore.IndexError
			if !errors.As(err, &other) {
				t.Fatalf("open: %v, want an IndexError", err)
			}
			if other.Collection != row.collection || other.Index != "by_hand" {
				t.Errorf("the error is about %+v", other)
			}
		})
	}
}

func TestIndexUnderAnotherNameIsTaken(t *testing.T) {
	opts := mongotest.Options(t)
	c := mongotest.Database(t, opts).Collection("accounts")
	model := mongo.IndexModel{Keys: bson.D{{Key: "openid", Value: 1}}, Options: options.Index().SetName("by_hand").SetUnique(true)}
	if _, err := c.Indexes().CreateOne(t.Context(), model); err != nil {
		t.Fatal(err)
	}
	mongotest.OpenWith(t, opts)
	if got := indexes(t, c); !reflect.DeepEqual(got, []string{"_id_", "by_hand unique"}) {
		t.Errorf("accounts has the indexes %q", got)
	}
}
