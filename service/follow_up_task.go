package service

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/quanjiuye/backend/service/calendar"
)

// FollowUpTask is a mark of a placement: one that is to be asked about, or one that was.
// Until it was, nothing of it is kept: tasks follow from placements and the day.
type FollowUpTask struct {
	Placement  Placement
	Person     Person
	Enterprise Enterprise
	Day        int
	DueOn      calendar.Date
	Done       FollowUp // zero: it is still to be asked about
	LeftEarly  bool
}

// Due says which tasks are asked for.
type Due string

// The answers.
const (
	Overdue Due = "overdue"
	DueSoon Due = "soon" // today or within dueSoon days
	DueDone Due = "done"
)

const (
	dueSoon = 7
	// overdueMost is for how long an overdue mark stays a task: what was so long ago
	// nobody remembers rightly.
	overdueMost = 60
)

func newTask(p Placement, person Person, e Enterprise, day int, done FollowUp) FollowUpTask {
	return FollowUpTask{p, person, e, day, p.dueOn(day), done, done.leftEarly()}
}

// Key orders tasks by the day on which they are due.
func (t FollowUpTask) Key() string { return t.DueOn.String() + "|" + FollowUpID(t.Placement.ID, t.Day) }

// FollowUpTasks lists a site's tasks, the most urgent first, or what was done, that of
// the newest placements first. Void placements have none, nor have those whose person
// is erased, nor marks after one at which the person had left. Page.Before is the key
// of the last task that was seen, or of a follow-up its id.
func (s *Service) FollowUpTasks(ctx context.Context, a Actor, siteID string, due Due, p Page) ([]FollowUpTask, error) {
	if _, err := s.siteFor(ctx, a, readRecords, siteID); err != nil {
		return nil, err
	}
	if due == DueDone {
		return s.doneFollowUps(ctx, siteID, p)
	}
	today := s.today()
	from, to := today.AddDays(-overdueMost), today.AddDays(-1)
	if due == DueSoon {
		from, to = today, today.AddDays(dueSoon)
	}
	placements, err := s.startedBetween(ctx, siteID, from.AddDays(-FollowUpDays[len(FollowUpDays)-1]), to.AddDays(-FollowUpDays[0]))
	if err != nil {
		return nil, err
	}
	done, err := s.followUpsOf(ctx, placements)
	if err != nil {
		return nil, err
	}
	tasks := openTasks(placements, done, from, to)
	tasks = slices.DeleteFunc(tasks, func(t FollowUpTask) bool { return p.Before != "" && t.Key() <= p.Before })
	if p.Limit > 0 && len(tasks) > p.Limit {
		tasks = tasks[:p.Limit]
	}
	return tasks, s.nameTasks(ctx, tasks)
}

// openTasks are the marks between two days that nobody has asked about.
func openTasks(placements []Placement, done []FollowUp, from, to calendar.Date) (tasks []FollowUpTask) {
	asked, left := map[string]bool{}, map[string]int{}
	for _, f := range done {
		asked[f.ID] = true
		if f.Outcome == HasLeft && left[f.PlacementID] == 0 {
			left[f.PlacementID] = f.Day
		}
	}
	for _, p := range placements {
		for _, day := range FollowUpDays {
			over := left[p.ID] != 0 && day > left[p.ID]
			if on := p.dueOn(day); !over && !asked[FollowUpID(p.ID, day)] && !on.Before(from) && !on.After(to) {
				tasks = append(tasks, newTask(p, Person{}, Enterprise{}, day, FollowUp{}))
			}
		}
	}
	slices.SortFunc(tasks, func(x, y FollowUpTask) int { return cmp.Compare(x.Key(), y.Key()) })
	return tasks
}

// startedBetween lists the site's placements that began on one of these days.
func (s *Service) startedBetween(ctx context.Context, siteID string, from, to calendar.Date) (list []Placement, err error) {
	for m := from.In(); !m.After(to.In()); m = m.Add(1) {
		err := every(ctx, RecordFilter{SiteID: siteID, Month: m}, s.store.Placements, func(p Placement) string {
			if p.Status != Void && !p.Erased && !p.StartedOn.Before(from) && !p.StartedOn.After(to) {
				list = append(list, p)
			}
			return p.ID
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Service) doneFollowUps(ctx context.Context, siteID string, p Page) ([]FollowUpTask, error) {
	list, err := s.store.FollowUps(ctx, siteID, p)
	if err != nil {
		return nil, err
	}
	tasks := make([]FollowUpTask, len(list))
	for i, f := range list {
		placement, err := s.store.Placement(ctx, f.PlacementID)
		if err != nil {
			return nil, err
		}
		tasks[i] = newTask(placement, Person{}, Enterprise{}, f.Day, f)
	}
	return tasks, s.nameTasks(ctx, tasks)
}

// nameTasks looks up whom tasks are about.
func (s *Service) nameTasks(ctx context.Context, tasks []FollowUpTask) error {
	people, err := s.peopleOf(ctx, len(tasks), func(i int) string { return tasks[i].Placement.PersonID })
	if err != nil {
		return err
	}
	ids := make([]string, len(tasks))
	for i, t := range tasks {
		ids[i] = t.Placement.EnterpriseID
	}
	slices.SortFunc(ids, strings.Compare)
	found, err := s.store.EnterprisesByID(ctx, slices.Compact(ids))
	if err != nil {
		return err
	}
	for i := range tasks {
		tasks[i].Person = tasks[i].Placement.whose(people[tasks[i].Placement.PersonID])
		if j := slices.IndexFunc(found, func(e Enterprise) bool { return e.ID == tasks[i].Placement.EnterpriseID }); j >= 0 {
			tasks[i].Enterprise = found[j]
		}
	}
	return nil
}
