package gate

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// Control arms faults over HTTP and tells how often each struck:
//
//	POST /lose-reply   the command is carried out, then the connection drops in
//	                   place of the reply
//	POST /refuse       the connection drops and the command is not carried out
//	POST /delay?ms=…   the command waits before it goes to the server; should its
//	                   client leave meanwhile, it is carried out all the same
//	POST /reset        disarms everything and forgets the counts
//	GET  /counts       [{"fault":"lose-reply","command":"insert",…,"struck":1}]
//
// A fault takes ?command=insert&collection=registrations&database=quanjiuye,
// each of them optional, and ?times=1: it strikes so often, or without times
// until the reset. Several may be armed; all that match a message act on it. An
// address that is not understood is answered 400 and arms nothing.
func (g *Gate) Control() http.Handler {
	mux := http.NewServeMux()
	for _, kind := range []string{loseReply, refuse, delay} {
		mux.HandleFunc("POST /"+kind, func(w http.ResponseWriter, r *http.Request) {
			f, err := parse(kind, r.URL.Query())
			if err != nil {
				http.Error(w, err.Error(), http.StatusBadRequest)
				return
			}
			g.faults.arm(f)
			w.WriteHeader(http.StatusNoContent)
		})
	}
	mux.HandleFunc("POST /reset", func(w http.ResponseWriter, _ *http.Request) {
		g.faults.reset()
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /counts", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(g.faults.counts()) // whoever has gone needs no counts
	})
	return mux
}

// parse refuses what it does not know: a fault that never strikes because of a
// misspelt word would let a test pass for nothing.
func parse(kind string, q url.Values) (fault, error) {
	for name := range q {
		if !slices.Contains([]string{"command", "collection", "database", "times", "ms"}, name) {
			return fault{}, fmt.Errorf("no parameter %q", name)
		}
	}
	f := fault{Kind: kind, Command: q.Get("command"), Collection: q.Get("collection"), Database: q.Get("database")}
	if q.Has("times") {
		n, err := strconv.Atoi(q.Get("times"))
		if err != nil || n < 1 {
			return fault{}, fmt.Errorf("times=%q", q.Get("times"))
		}
		f.Times = n
	}
	if q.Has("ms") != (kind == delay) {
		return fault{}, fmt.Errorf("ms belongs to a delay, and a delay needs it")
	}
	if kind == delay {
		ms, err := strconv.ParseUint(q.Get("ms"), 10, 31)
		if err != nil {
			return fault{}, fmt.Errorf("ms=%q", q.Get("ms"))
		}
		f.MS = int64(ms)
	}
	return f, nil
}
