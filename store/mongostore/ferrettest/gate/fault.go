package gate

import (
	"sync"
	"time"
)

// fault is what is to happen to some messages.
type fault struct {
	Kind       string `json:"fault"`                // of the three below
	Command    string `json:"command,omitempty"`    // empty: any
	Collection string `json:"collection,omitempty"` // empty: any
	Database   string `json:"database,omitempty"`   // empty: any
	MS         int64  `json:"ms,omitempty"`         // of a delay
	Times      int    `json:"times,omitempty"`      // strike so often and no more; 0: until the reset
	Struck     int    `json:"struck"`
}

const (
	loseReply = "lose-reply"
	refuse    = "refuse"
	delay     = "delay"
)

func (f *fault) matches(a about) bool {
	return (f.Times == 0 || f.Struck < f.Times) &&
		(f.Command == "" || f.Command == a.command) &&
		(f.Collection == "" || f.Collection == a.collection) &&
		(f.Database == "" || f.Database == a.database)
}

// outcome is what all faults together do to one message.
type outcome struct {
	refuse, loseReply bool
	delay             time.Duration
}

// faults are those that are armed, oldest first.
type faults struct {
	mu   sync.Mutex
	list []*fault
}

func (fs *faults) arm(f fault) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.list = append(fs.list, &f)
}

func (fs *faults) reset() {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.list = nil
}

func (fs *faults) counts() []fault {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	counts := make([]fault, len(fs.list))
	for i, f := range fs.list {
		counts[i] = *f
	}
	return counts
}

// strike lets every fault act that matches, and counts it.
func (fs *faults) strike(a about) outcome {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var o outcome
	for _, f := range fs.list {
		if !f.matches(a) {
			continue
		}
		f.Struck++
		switch f.Kind {
		case refuse:
			o.refuse = true
		case loseReply:
			o.loseReply = true
		case delay:
			o.delay += time.Duration(f.MS) * time.Millisecond
		}
	}
	return o
}
