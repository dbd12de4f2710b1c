package sqlitestore

import (
	"fmt"
	"os"
)

// place is the database and its log under the names by which the next start will
// look for them. A system lets go on writing whoever has a file open that was
// moved, replaced or deleted; what he acknowledges then, nobody finds again.
type place struct{ db, log file }

// placeOf is where the files are that were opened as f.
func placeOf(f file) (place, error) {
	log := f.path + "-wal"
	info, err := os.Stat(log)
	return place{f, file{log, info}}, err
}

// check answers nil while both files are there, and ErrGone otherwise. It takes
// some microseconds, and mends itself when the files are put back.
func (p place) check() error {
	for _, n := range []file{p.db, p.log} {
		if now, err := os.Stat(n.path); err != nil || !os.SameFile(n.info, now) {
			return fmt.Errorf("%w: %s", ErrGone, n.path)
		}
	}
	return nil
}
