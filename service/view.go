package service

import (
	"context"
	"strings"
	"time"
)

// View notes that somebody was shown what is masked otherwise: a person's number, to
// an employer or to those who look after the person, or the number of an employer's
// contact, to those who work with employers. It is kept before anything is shown, the person can read it, and it is never changed but for one thing: when the
// person is erased, the words of its reason go.
type View struct {
	ID            string // sorts by the time
	Rev           int64
	PersonID      string // empty: it is about an employer
	At            time.Time
	By            string // account, or employerParty and the employer's id
	Via           ViewVia
	SiteID        string   // at which the account acted, or whose link it was
	Supervises    bool     // the account acted as a supervisor, not as one who works there
	ApplicationID string   // of a link or a letter; empty otherwise
	EnterpriseID  string   // whose contact it was; empty of a person
	PostingID     string   // that named the contact; empty: the employer does
	Through       string   // account that made the link
	Shown         []string // of ShownPhone, ShownIDNumber, ShownName
	Reason        string   // sealed
}

// ViewVia is by what way something was shown.
type ViewVia string

// The ways.
const (
	ViaLink   ViewVia = "link"   // an employer's link
	ViaReveal ViewVia = "reveal" // an account asked, for a reason
	ViaSample ViewVia = "sample" // 抽样回访
	ViaLetter ViewVia = "letter" // 推荐介绍信
)

// What can be shown.
const (
	ShownPhone    = "phone"
	ShownIDNumber = "id_number"
	ShownName     = "name"
)

// ViewStore keeps views.
type ViewStore interface {
	InsertView(ctx context.Context, v View) error // ErrExists: the id is there
	View(ctx context.Context, id string) (View, error)
	// UpdateView is for taking out what was written about somebody who is erased.
	UpdateView(ctx context.Context, id string, change func(*View) error) (View, error)
	// ViewsOfPeople lists those of any of them, newest first.
	ViewsOfPeople(ctx context.Context, personIDs []string, p Page) ([]View, error)
	ViewsOfApplication(ctx context.Context, applicationID string, p Page) ([]View, error)
	// ViewsBy counts what an account or employer was shown since a time, up to a limit.
	ViewsBy(ctx context.Context, by string, since time.Time, limit int) (int, error)
}

// keepView keeps that somebody is about to be shown something.
func (s *Service) keepView(ctx context.Context, v View) error {
	v.ID, v.Rev, v.At = newID(), 1, s.now()
	return s.store.InsertView(ctx, v)
}

// showPhone answers a person's number as it is after the view has been kept: nobody
// sees one whose view is not on record, or who was erased or took the consent back
// before it was.
func (s *Service) showPhone(ctx context.Context, v View) (string, error) {
	if err := s.keepView(ctx, v); err != nil {
		return "", err
	}
	p, err := s.store.Person(ctx, v.PersonID)
	switch {
	case err != nil:
		return "", err
	case !s.mayContact(p):
		return "", errEmployerLink
	case p.Phone == "":
		return "", errNoPhone
	}
	return p.Phone, nil
}

// MyView is a view as the person sees it whom it is about.
type MyView struct {
	View
	Viewer   Viewer
	Employer string // its name, masked of a private person; of a link
	Site     Site
	Posting  string // title, of an application
}

// Viewer is what somebody was who saw something.
type Viewer string

// The viewers.
const (
	ViewerEmployer   Viewer = "employer"
	ViewerStaff      Viewer = "staff"
	ViewerSupervisor Viewer = "supervisor"
)

// MyViews lists, newest first, who saw the number of the person (or persons) that the
// caller's account registered as itself.
func (s *Service) MyViews(ctx context.Context, a Actor, p Page) ([]MyView, error) {
	people, err := s.store.PeopleOfAccount(ctx, a.Account.ID)
	if err != nil || len(people) == 0 {
		return nil, err
	}
	ids := make([]string, len(people))
	for i, person := range people {
		ids[i] = person.ID
	}
	list, err := s.store.ViewsOfPeople(ctx, ids, p)
	if err != nil {
		return nil, err
	}
	return s.myViews(ctx, list)
}

func (s *Service) myViews(ctx context.Context, list []View) ([]MyView, error) {
	employers, titles, sites := names{}, names{}, map[string]Site{}
	views := make([]MyView, len(list))
	for i, v := range list {
		m := MyView{View: v, Viewer: ViewerStaff}
		var err error
		if id, employer := strings.CutPrefix(v.By, employerParty); employer {
			m.Viewer = ViewerEmployer
			m.Employer, err = employers.of(id, func() (string, error) {
				e, err := s.store.Enterprise(ctx, id)
				return e.ShownName(), ignoreMissing(err)
			})
		} else if v.Supervises {
			m.Viewer = ViewerSupervisor
		}
		if err != nil {
			return nil, err
		}
		if v.ApplicationID != "" {
			if m.Posting, err = titles.of(v.ApplicationID, func() (string, error) { return s.titleOf(ctx, v.ApplicationID) }); err != nil {
				return nil, err
			}
		}
		if _, known := sites[v.SiteID]; !known {
			site, err := s.store.Site(ctx, v.SiteID)
			if ignoreMissing(err) != nil {
				return nil, err
			}
			sites[v.SiteID] = site
		}
		m.Site = sites[v.SiteID]
		views[i] = m
	}
	return views, nil
}

func (s *Service) titleOf(ctx context.Context, applicationID string) (string, error) {
	n, err := s.store.Application(ctx, applicationID)
	if err != nil {
		return "", ignoreMissing(err)
	}
	posting, err := s.store.Posting(ctx, n.PostingID)
	return posting.Title, ignoreMissing(err)
}
