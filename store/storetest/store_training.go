package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

var trainingBodyKind = kind[service.TrainingBody]{
	bare: func(id string) service.TrainingBody {
		return service.TrainingBody{ID: id, Rev: 1, SiteID: "s", NameKey: "key of " + id}
	},
	insert: func(s service.Store, ctx context.Context, n service.TrainingBody) error {
		_, _, err := s.InsertTrainingBody(ctx, n)
		return err
	},
	read:        service.Store.TrainingBody,
	update:      service.Store.UpdateTrainingBody,
	note:        func(n *service.TrainingBody) *string { return &n.Courses },
	answersKept: true,
}

var trainingBodies = []storeTest{
	{"of a site, each name once", func(t *testing.T, s service.Store) {
		for i, site := range []string{"s", "other", "s"} {
			n := trainingBodyKind.bare(fmt.Sprint(i))
			n.SiteID = site
			check(t, trainingBodyKind.insert(s, deadline(t), n))
		}
		if got := idsOf(must(s.TrainingBodies(deadline(t), "s", service.Page{Limit: 10}))(t)); !slices.Equal(got, []string{"2", "0"}) {
			t.Errorf("of a site: %q", got)
		}
	}},
	{"entered by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.TrainingBody, func(i int) (service.TrainingBody, bool, error) {
			n := trainingBodyKind.bare(fmt.Sprint(i))
			n.NameKey, n.Courses = "one", fmt.Sprint("courses ", i)
			return s.InsertTrainingBody(deadline(t), n)
		})
	}},
}

var courseKind = kind[service.Course]{
	bare: func(id string) service.Course {
		return service.Course{ID: id, Rev: 1, Request: "request of " + id, SiteID: "s"}
	},
	insert: func(s service.Store, ctx context.Context, n service.Course) error {
		_, _, err := s.InsertCourse(ctx, n)
		return err
	},
	read:        service.Store.Course,
	update:      service.Store.UpdateCourse,
	note:        func(n *service.Course) *string { return &n.Title },
	answersKept: true,
}

var courses = []storeTest{
	{"of a site and a county, and those that are open", func(t *testing.T, s service.Store) {
		first := november2026.FirstDay()
		for i, row := range []struct {
			site, county, cancelled string
			until                   calendar.Date
		}{
			{"s", "c", "", first}, {"s", "c", "somebody", first.AddDays(1)}, {"t", "c", "", first.AddDays(2)}, {"u", "d", "", first.AddDays(3)},
		} {
			n := courseKind.bare(fmt.Sprint(i))
			n.SiteID, n.County, n.CancelledBy, n.SignUpUntil = row.site, row.county, row.cancelled, row.until
			check(t, courseKind.insert(s, deadline(t), n))
		}
		for want, f := range map[string]service.CourseFilter{
			"[3 2 1 0]": {}, "[1 0]": {SiteID: "s"}, "[3 2 0]": {OpenOn: first}, "[3 2]": {OpenOn: first.AddDays(1)},
			"[2]": {County: "c", OpenOn: first.AddDays(1)}, "[2 0]": {County: "c", OpenOn: first}, "[]": {SiteID: "s", OpenOn: first.AddDays(1)},
			"[3]": {OpenOn: first, Page: service.Page{Limit: 1}}, "[2 1]": {Page: service.Page{Limit: 2, Before: "3"}},
		} {
			if got := fmt.Sprint(idsOf(must(s.Courses(deadline(t), f))(t))); got != want {
				t.Errorf("%+v: %s, want %s", f, got, want)
			}
		}
	}},
	{"inserted by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.Course, func(i int) (service.Course, bool, error) {
			n := courseKind.bare(fmt.Sprint(i))
			n.Request = "one"
			return s.InsertCourse(deadline(t), n)
		})
	}},
}

var signUpKind = kind[service.SignUp]{
	bare: func(id string) service.SignUp {
		return service.SignUp{ID: id, Rev: 1, CourseID: "c", PersonID: "person of " + id}
	},
	insert: func(s service.Store, ctx context.Context, n service.SignUp) error {
		_, _, err := s.InsertSignUp(ctx, n)
		return err
	},
	read:        service.Store.SignUp,
	answersKept: true,
}

var signUps = []storeTest{
	{"of people, each course once", func(t *testing.T, s service.Store) {
		for i, n := range []service.SignUp{{CourseID: "c", PersonID: "p"}, {CourseID: "c", PersonID: "q"}, {CourseID: "d", PersonID: "p"}, {CourseID: "c", PersonID: "r"}} {
			n.ID, n.Rev = fmt.Sprint(i), 1
			check(t, signUpKind.insert(s, deadline(t), n))
		}
		if got := idsOf(must(s.SignUpsOfPeople(deadline(t), []string{"p", "q", "x"}, service.Page{Limit: 2}))(t)); !slices.Equal(got, []string{"2", "1"}) {
			t.Errorf("of people: %q", got)
		}
	}},
	{"inserted by many at once is one", func(t *testing.T, s service.Store) {
		wantOneKept(t, s.SignUp, func(i int) (service.SignUp, bool, error) {
			n := signUpKind.bare(fmt.Sprint(i))
			n.PersonID = "one"
			return s.InsertSignUp(deadline(t), n)
		})
	}},
}
