package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

// Two clients with five connections each, as two processes would: no increment
// is lost.
func TestUpdatesAreAtomic(t *testing.T) {
	p := launch(t)
	clients := []*mongo.Collection{p.collection(5), p.collection(5)}
	if _, err := clients[0].InsertOne(t.Context(), bson.D{{Key: "_id", Value: "x"}, {Key: "n", Value: 0}}); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range 50 {
		wg.Go(func() {
			<-start
			update := bson.D{{Key: "$inc", Value: bson.D{{Key: "n", Value: 1}}}}
			if _, err := clients[i%2].UpdateByID(t.Context(), "x", update); err != nil {
				t.Error(err)
			}
		})
	}
	close(start)
	wg.Wait()
	if n := number(t, clients[0]); n != 50 {
		t.Errorf("50 increments made %d", n)
	}
}

// FerretDB answers also whom MongoDB would not; the next command must not take
// that answer for its own.
func TestWriteThatWantsNoReply(t *testing.T) {
	c := launch(t).collection(1)
	silent := c.Database().Collection(c.Name(), options.Collection().SetWriteConcern(writeconcern.Unacknowledged()))
	if _, err := silent.InsertOne(t.Context(), bson.D{{Key: "_id", Value: "x"}, {Key: "n", Value: 7}}); err != nil {
		t.Fatal(err)
	}
	if n := number(t, c); n != 7 {
		t.Errorf("read %d, want 7", n)
	}
}

func TestFaults(t *testing.T) {
	p := launch(t)
	c := p.collection(10)
	insert := func(id string) error {
		_, err := c.InsertOne(t.Context(), bson.D{{Key: "_id", Value: id}})
		return err
	}
	stored := func(id string, want bool) {
		t.Helper()
		err := c.FindOne(t.Context(), bson.D{{Key: "_id", Value: id}}).Err()
		if got := err == nil; got != want || err != nil && !errors.Is(err, mongo.ErrNoDocuments) {
			t.Errorf("%s is stored: %v (%v), want %v", id, got, err, want)
		}
	}
	for _, path := range []string{
		"/lose-reply?command=insert&collection=things&database=test&times=1",
		"/lose-reply?command=insert&collection=others", "/lose-reply?command=insert&database=others",
	} {
		if got := p.post(path); got != http.StatusNoContent {
			t.Fatalf("%s: %d", path, got)
		}
	}
	if err := insert("lost"); !mongo.IsNetworkError(err) {
		t.Errorf("insert whose reply is lost: %v", err)
	}
	stored("lost", true)
	if err := insert("next"); err != nil {
		t.Errorf("the fault struck twice: %v", err)
	}

	p.post("/refuse?command=insert&times=2")
	for range 2 {
		if err := insert("refused"); !mongo.IsNetworkError(err) {
			t.Errorf("insert that is refused: %v", err)
		}
		stored("refused", false)
	}

	p.post("/delay?command=insert&ms=300")
	began := time.Now()
	if err := insert("late"); err != nil || time.Since(began) < 300*time.Millisecond {
		t.Errorf("insert after %v: %v", time.Since(began), err)
	}
	p.struck("lose-reply 1, lose-reply 0, lose-reply 0, refuse 2, delay 1")
	p.post("/reset")
	if err := insert("after all"); err != nil {
		t.Error(err)
	}
	p.struck("")
}

// A delayed command is carried out although its client has left: it lands when
// nobody expects it any more.
func TestDelayedCommandOutlivesItsClient(t *testing.T) {
	p := launch(t)
	c := p.collection(10)
	p.post("/delay?command=insert&ms=400")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := c.InsertOne(ctx, bson.D{{Key: "_id", Value: "x"}, {Key: "n", Value: 1}}); !mongo.IsTimeout(err) {
		t.Fatalf("insert: %v, want a timeout", err)
	}
	for deadline := time.Now().Add(20 * time.Second); number(t, c) != 1; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the insert was never carried out")
		}
	}
}

func TestFaultsThatAreNotUnderstood(t *testing.T) {
	p := launch(t)
	for path, want := range map[string]int{
		"/lose-reply?comand=insert": 400, "/lose-reply?times=0": 400, "/lose-reply?times=x": 400, "/lose-reply?ms=1": 400,
		"/delay": 400, "/delay?ms=-1": 400, "/delay?ms=x": 400, "/explode": 404,
	} {
		if got := p.post(path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	p.struck("")
}

// Killed under load and started again with the same folder and address, the
// program has what it acknowledged.
func TestKilledServerKeepsWhatItAcknowledged(t *testing.T) {
	dir := t.TempDir()
	p := launch(t, "-dir", dir)
	addr := strings.Trim(strings.TrimPrefix(p.uri, "mongodb://"), "/")
	acknowledged := map[int64]bool{}
	next := atomic.Int64{}
	for range 3 {
		c, before := p.collection(8), len(acknowledged)
		var wg sync.WaitGroup
		var mu sync.Mutex
		enough := make(chan struct{})
		for range 8 {
			wg.Go(func() {
				for {
					id := next.Add(1)
					if _, err := c.InsertOne(t.Context(), bson.D{{Key: "_id", Value: id}}); err != nil {
						return // killed
					}
					mu.Lock()
					acknowledged[id] = true
					if len(acknowledged) == before+50 {
						close(enough)
					}
					mu.Unlock()
				}
			})
		}
		select {
		case <-enough:
		case <-time.After(time.Minute):
			t.Error("not fifty inserts in a minute")
		}
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
		wg.Wait()
		p = launch(t, "-dir", dir, "-listen", addr)
	}
	var docs []struct {
		ID int64 `bson:"_id"`
	}
	cursor, err := p.collection(1).Find(t.Context(), bson.D{})
	if err == nil {
		err = cursor.All(t.Context(), &docs)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		delete(acknowledged, doc.ID)
	}
	if len(acknowledged) != 0 || len(docs) < 150 {
		t.Errorf("%d of %d acknowledged inserts are lost", len(acknowledged), len(acknowledged)+len(docs))
	}
}

// number is n of the document "x", 0 where there is none.
func number(t *testing.T, c *mongo.Collection) int {
	t.Helper()
	var doc struct{ N int }
	err := c.FindOne(t.Context(), bson.D{{Key: "_id", Value: "x"}}).Decode(&doc)
	if err != nil && !errors.Is(err, mongo.ErrNoDocuments) {
		t.Fatal(err)
	}
	return doc.N
}

// struck holds the counts against "fault n, fault n".
func (p *program) struck(want string) {
	p.t.Helper()
	r, err := http.Get(p.control + "/counts")
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = r.Body.Close() }()
	var list []struct {
		Fault  string
		Struck json.Number
	}
	if err := json.NewDecoder(r.Body).Decode(&list); err != nil {
		p.t.Fatal(err)
	}
	counts := []string{}
	for _, f := range list {
		counts = append(counts, f.Fault+" "+f.Struck.String())
	}
	if got := strings.Join(counts, ", "); got != want {
		p.t.Errorf("struck %q, want %q", got, want)
	}
}
