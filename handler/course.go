package handler

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/quanjiuye/backend/service"
)

// CourseTerms are what a course offers.
type CourseTerms struct {
	Title       string `json:"title" doc:"2–60 characters"`
	BodyID      string `json:"body_id,omitempty" maxLength:"64" doc:"Training body of the site"`
	Place       string `json:"place"`
	Schedule    string `json:"schedule,omitempty" example:"周六、周日 9:00–17:00"`
	Occupation  string `json:"occupation,omitempty"`
	StartsOn    string `json:"starts_on" format:"date"`
	EndsOn      string `json:"ends_on,omitempty" format:"date" doc:"Default: the same day"`
	SignUpUntil string `json:"sign_up_until,omitempty" format:"date" doc:"Last day; default the day before it starts, or today if it starts today"`
	Seats       int    `json:"seats" doc:"1–500"`
	Waiting     int    `json:"waiting,omitempty" doc:"How many more may wait for a seat; 0–200"`
	FeeFen      int    `json:"fee_fen,omitempty" doc:"What a seat costs, in fen; 0: free"`
	PaidBy      string `json:"paid_by,omitempty" maxLength:"16" doc:"subsidy, site, body or employer; never the seeker (422 seeker_fee): the service is free"`
}

func (t CourseTerms) terms() service.CourseTerms {
	return service.CourseTerms{
		Title: t.Title, BodyID: t.BodyID, Place: t.Place, Schedule: t.Schedule, Occupation: t.Occupation, StartsOn: date(t.StartsOn),
		EndsOn: date(t.EndsOn), SignUpUntil: date(t.SignUpUntil), Seats: t.Seats, Waiting: t.Waiting, FeeFen: t.FeeFen,
		PaidBy: service.Payer(t.PaidBy),
	}
}

// CourseBody is a new course.
type CourseBody struct {
	SiteID string `json:"site_id"`
	CourseTerms
}

// Course is a course as everybody sees it.
type Course struct {
	ID          string `json:"id"`
	SiteID      string `json:"site_id"`
	Site        string `json:"site" doc:"Its name"`
	County      string `json:"county"`
	Title       string `json:"title"`
	BodyID      string `json:"body_id"`
	Body        string `json:"body" doc:"The training body's name"`
	Place       string `json:"place"`
	Schedule    string `json:"schedule"`
	Occupation  string `json:"occupation"`
	StartsOn    string `json:"starts_on"`
	EndsOn      string `json:"ends_on"`
	SignUpUntil string `json:"sign_up_until"`
	Seats       int    `json:"seats"`
	Taken       int    `json:"taken"`
	Waiting     int    `json:"waiting" doc:"How many may wait"`
	Queue       int    `json:"queue" doc:"How many do"`
	FeeFen      int    `json:"fee_fen"`
	PaidBy      string `json:"paid_by" doc:"Empty when it is free"`
	Free        bool   `json:"free" doc:"For the seeker, always"`
	Open        bool   `json:"open" doc:"For sign-ups"`
	Cancelled   bool   `json:"cancelled"`
	Reason      string `json:"cancel_reason"`

	May service.CourseMay `json:"may"`
}

func newCourse(v service.CourseView) Course {
	return Course{
		ID: v.ID, SiteID: v.SiteID, Site: v.Site.Name, County: v.County, Title: v.Title, BodyID: v.BodyID, Body: v.BodyName,
		Place: v.Place, Schedule: v.Schedule, Occupation: v.Occupation, StartsOn: v.StartsOn.String(), EndsOn: v.EndsOn.String(),
		SignUpUntil: v.SignUpUntil.String(), Seats: v.Seats, Taken: v.Taken, Waiting: v.CourseTerms.Waiting, Queue: v.Queue,
		FeeFen: v.FeeFen, PaidBy: string(v.PaidBy), Free: true, Open: v.Open,
		Cancelled: v.CancelledBy != "", Reason: v.CancelReason, May: v.May,
	}
}

func courseID(v service.CourseView) string { return v.ID }

func (a *API) courseRoutes() {
	tags := []string{"training"}
	route(a, huma.Operation{
		OperationID: "publish-course", Method: http.MethodPost, Path: "/v1/courses", DefaultStatus: http.StatusCreated,
		Summary: "Publish a course of my site", Tags: tags, Description: "Enters a training_course (item 10) in the service ledger. It is public at once: what the wording check finds in its texts refuses it (422 wording_…), and so does WeChat's (409 text_refused; 503 text_unchecked while it does not answer).",
	}, func(ctx context.Context, in *struct {
		IdempotencyHeader
		Body CourseBody
	}) (*Reply[Course], error) {
		v, err := a.svc.PublishCourse(ctx, actorOf(ctx), in.Body.SiteID, in.Body.terms())
		return &Reply[Course]{http.StatusCreated, newCourse(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-open-courses", Method: http.MethodGet, Path: openCoursesPath, Summary: "Courses that take sign-ups", Tags: tags,
		Description: "For everybody, without login.",
	}, func(ctx context.Context, in *struct {
		PageQuery
		SiteID string `query:"site_id" maxLength:"64"`
		County string `query:"county" maxLength:"16"`
	}) (*Reply[List[Course]], error) {
		views, err := a.svc.OpenCourses(ctx, service.CourseFilter{SiteID: in.SiteID, County: in.County, Page: in.page()})
		return &Reply[List[Course]]{http.StatusOK, list(views, in.Limit, courseID, newCourse)}, err
	})
	route(a, huma.Operation{
		OperationID: "get-course", Method: http.MethodGet, Path: "/v1/courses/{id}", Summary: "One course", Tags: tags,
		Description: "For everybody, without login; may is all false there.",
	}, func(ctx context.Context, in *RecordID) (*Reply[Course], error) {
		v, err := a.svc.Course(ctx, actorOf(ctx), in.ID)
		return &Reply[Course]{http.StatusOK, newCourse(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "list-courses", Method: http.MethodGet, Path: "/v1/sites/{id}/courses", Summary: "All courses of a site", Tags: tags,
	}, func(ctx context.Context, in *struct {
		SiteID
		PageQuery
	}) (*Reply[List[Course]], error) {
		views, err := a.svc.Courses(ctx, actorOf(ctx), in.ID, in.page())
		return &Reply[List[Course]]{http.StatusOK, list(views, in.Limit, courseID, newCourse)}, err
	})
	route(a, huma.Operation{
		OperationID: "change-course", Method: http.MethodPut, Path: "/v1/courses/{id}", Summary: "Change a course that has not begun", Tags: tags,
		Description: "More seats go to those who wait; fewer than are taken is refused (409 seats_taken).",
	}, func(ctx context.Context, in *struct {
		RecordID
		Body CourseTerms
	}) (*Reply[Course], error) {
		v, err := a.svc.ChangeCourse(ctx, actorOf(ctx), in.ID, in.Body.terms())
		return &Reply[Course]{http.StatusOK, newCourse(v)}, err
	})
	route(a, huma.Operation{
		OperationID: "cancel-course", Method: http.MethodPost, Path: "/v1/courses/{id}/cancel", Summary: "A course does not take place", Tags: tags,
		Description: "Before it begins, or on that day while no attendance is noted. Its entry and those of its sign-ups become void, unless their month is closed.",
	}, func(ctx context.Context, in *struct {
		RecordID
		IdempotencyHeader
		Body Reason
	}) (*Reply[Course], error) {
		v, err := a.svc.CancelCourse(ctx, actorOf(ctx), in.ID, in.Body.Reason)
		return &Reply[Course]{http.StatusOK, newCourse(v)}, err
	})
}

// openCoursesPath is for everybody.
const openCoursesPath = "/v1/courses"
