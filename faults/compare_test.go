package faults_test

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// compareSite asks for everything that is said of one site.
func (w *world) compareSite(name, siteID string, want months, row boardRow) (wrong []string) {
	differ := func(who string, got, want any) {
		if !reflect.DeepEqual(got, want) {
			wrong = append(wrong, fmt.Sprintf("%s, %s: %+v, records have %+v", name, who, got, want))
		}
	}
	held, err := w.cached(siteID)
	if err != nil {
		wrong = append(wrong, fmt.Sprintf("%s, Redis: %v", name, err))
	}
	differ("Redis", held, want)
	now, err := w.progress(siteID)
	if err != nil {
		return append(wrong, fmt.Sprintf("%s, progress: %v", name, err))
	}
	differ("progress", now.months, want)
	differ("progress, item 7", now.persons, want.personMonths().Registered)
	differ("board", row.month, want[thisMonth])
	differ("board, score", row.recorded, now.score)
	for _, v := range w.watchers {
		last, ok := v.shown(siteID)
		if !ok && v.follows(siteID) {
			wrong = append(wrong, fmt.Sprintf("%s, %s: no event", name, v.name))
		} else if ok && last.text != now.text {
			differ(v.name, last.months, want)
			if reflect.DeepEqual(last.months, want) {
				wrong = append(wrong, fmt.Sprintf("%s, %s: not the document that progress answers", name, v.name))
			}
		}
	}
	return wrong
}

// progress asks an instance that is there, and every other one must agree.
func (w *world) progress(siteID string) (now screen, err error) {
	for _, s := range w.instances {
		if !s.proc.alive() {
			continue
		}
		next, err := w.screenOf(s, siteID)
		if err != nil {
			return screen{}, err
		}
		if now.text != "" && next.text != now.text {
			return screen{}, fmt.Errorf("instance %s says another thing: %+v, not %+v", s.name, next.months, now.months)
		}
		now = next
	}
	return now, nil
}

// screenOf asks one instance.
func (w *world) screenOf(s *service, siteID string) (screen, error) {
	var raw json.RawMessage
	if err := w.try(s, "GET", "/v1/sites/"+siteID+"/progress", w.city, nil, &raw); err != nil {
		return screen{}, err
	}
	return readScreen(raw)
}

type boardRow struct {
	month    columns
	recorded float64
	persons  int // registered, over all months, by way of the site's progress
}

// board reads the row of every site.
func (w *world) board() (map[string]boardRow, error) {
	rows, err := w.boardOf(w.reader())
	for id, row := range rows {
		now, err := w.progress(id)
		if err != nil {
			return rows, err
		}
		row.persons = now.persons
		rows[id] = row
	}
	return rows, err
}

func (w *world) boardOf(s *service) (map[string]boardRow, error) {
	rows := map[string]boardRow{}
	var board struct {
		Items []struct {
			Site     struct{ ID string }
			Recorded float64
			Month    struct {
				Month string
				columns
			}
		}
	}
	if err := w.try(s, "GET", "/v1/board", w.city, nil, &board); err != nil {
		return rows, err
	}
	for _, item := range board.Items {
		rows[item.Site.ID] = boardRow{month: item.Month.columns, recorded: item.Recorded}
	}
	return rows, nil
}
