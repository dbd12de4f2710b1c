package faults_test

import (
	"encoding/json"
	"fmt"
)

// screen is what one screen last showed of a site: a progress document.
type screen struct {
	version int64
	months  months
	persons int     // form item 7, all months together
	score   float64 // live, recorded
	text    string  // the whole document but its version, in one order
}

// readScreen reads a progress document.
func readScreen(data []byte) (screen, error) {
	var doc struct {
		Version int64
		Months  []struct {
			Month string
			columns
		}
		Live  struct{ Recorded float64 }
		Items []struct{ Facts map[string]any }
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return screen{}, err
	}
	if len(doc.Items) != 15 {
		return screen{}, fmt.Errorf("%d items on the form", len(doc.Items))
	}
	s := screen{version: doc.Version, months: months{}, score: doc.Live.Recorded}
	for _, m := range doc.Months {
		s.months[m.Month] = m.columns
	}
	persons, _ := doc.Items[6].Facts["persons"].(float64)
	s.persons = int(persons)
	var all map[string]any
	if err := json.Unmarshal(data, &all); err != nil {
		return screen{}, err
	}
	delete(all, "version")
	text, err := json.Marshal(all)
	s.text = string(text)
	return s, err
}
