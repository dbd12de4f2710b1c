package sqlitestore_test

import (
	"errors"
	"os"
	"runtime"
	"testing"

	"github.com/quanjiuye/backend/store"
	"github.com/quanjiuye/backend/store/sqlitestore"
)

// What is done to the files of an engine that runs must not go unnoticed: it
// acknowledges nothing that the next start would not find, and goes on once they
// are back.
func TestNothingIsAcknowledgedIntoAFileThatIsGone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("nobody can move a file in use")
	}
	for _, suffix := range []string{"", "-wal"} {
		for name, instead := range map[string]func(t *testing.T, path string){
			"moved":    func(*testing.T, string) {},
			"replaced": writes("another file"),
		} {
			t.Run(name+suffix, func(t *testing.T) {
				path := newPath(t)
				e := open(t, path)
				insert(t, e, registration("before"))
				must(t, e.Ping(t.Context()))
				lost := path + suffix
				must(t, os.Rename(lost, lost+".aside"))
				instead(t, lost)

				_, deleteErr := e.Delete(t.Context(), "registrations", store.Query{})
				for doing, err := range map[string]error{
					"ping":   e.Ping(t.Context()),
					"insert": e.Insert(t.Context(), "registrations", registration("after")),
					"delete": deleteErr,
				} {
					if !errors.Is(err, sqlitestore.ErrGone) {
						t.Errorf("%s: got %v, want ErrGone", doing, err)
					}
				}
				for _, err := range insertMany(t.Context(), e, people("p", 20)...)() {
					if !errors.Is(err, sqlitestore.ErrGone) {
						t.Errorf("one of many: got %v, want ErrGone", err)
					}
				}

				must(t, os.Rename(lost+".aside", lost))
				must(t, e.Ping(t.Context()))
				insert(t, e, registration("again"))
				if n := count(t, e); n != 2 {
					t.Errorf("%d documents, want 2", n)
				}
			})
		}
	}
}
