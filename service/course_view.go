package service

import "context"

// OpenCourses lists, for everybody, the courses that take sign-ups, newest first.
func (s *Service) OpenCourses(ctx context.Context, f CourseFilter) ([]CourseView, error) {
	f.OpenOn = s.today()
	return s.viewCourses(ctx, Actor{}, f)
}

// Courses lists all of a site, newest first.
func (s *Service) Courses(ctx context.Context, a Actor, siteID string, p Page) ([]CourseView, error) {
	if _, err := s.siteFor(ctx, a, readRecords, siteID); err != nil {
		return nil, err
	}
	return s.viewCourses(ctx, a, CourseFilter{SiteID: siteID, Page: p})
}

func (s *Service) viewCourses(ctx context.Context, a Actor, f CourseFilter) ([]CourseView, error) {
	list, err := s.store.Courses(ctx, f)
	if err != nil {
		return nil, err
	}
	views := make([]CourseView, len(list))
	for i, c := range list {
		if views[i], err = s.viewCourse(ctx, a, c); err != nil {
			return nil, err
		}
	}
	return views, nil
}

// Course answers one course, to everybody.
func (s *Service) Course(ctx context.Context, a Actor, id string) (CourseView, error) {
	c, err := s.store.Course(ctx, id)
	if err != nil {
		return CourseView{}, missing(err)
	}
	return s.viewCourse(ctx, a, c)
}

// courseFor loads a course for those who work at its site, or watch over it.
func (s *Service) courseFor(ctx context.Context, a Actor, id string, op operation) (CourseView, error) {
	v, err := s.Course(ctx, a, id)
	if err != nil {
		return CourseView{}, err
	}
	return v, a.touch(op, v.SiteID, v.County)
}

func (s *Service) viewCourse(ctx context.Context, a Actor, c Course) (v CourseView, err error) {
	mine := a.may(writeRecords, c.SiteID, c.County) && c.CancelledBy == ""
	v = CourseView{Course: c, Taken: c.taken(), Queue: c.count(PlaceWaiting),
		Open: c.open(s.today()), May: CourseMay{mine && !c.begun(s.today()), mine && c.mayCancel(s.today())}}
	if v.Site, err = s.store.Site(ctx, c.SiteID); err != nil || c.BodyID == "" {
		return v, err
	}
	b, err := s.store.TrainingBody(ctx, c.BodyID)
	v.BodyName = b.Name
	return v, err
}
