package service

import (
	"context"
	"errors"
	"slices"

	"github.com/quanjiuye/backend/service/identity"
)

// ApplyInput is a seeker's wish for a posting.
type ApplyInput struct {
	PostingID string
	PersonID  string // needed when the account registered several people
	IDNumber  string // needed for a fixed post when it is not known yet
	Note      string // for the site; may be empty
}

// applicationsPerMinute is per account.
const applicationsPerMinute = 30

var (
	errRegisterFirst = &Error{Kind: Conflict, Code: "register_first", Message: "请先完成求职登记，再应聘岗位；已由站点登记的，请先用微信验证手机号再登记一次，或联系站点推荐"}
	errMyConsent     = &Error{Kind: Conflict, Code: "consent_withdrawn", Message: "您已撤回对个人信息使用的同意，请先重新同意，再应聘岗位"}
	errIDNumberTaken = &Error{Kind: Conflict, Code: "id_number_conflict", Message: "该证件号码与已有登记不一致，请本人带证件到站点办理"}
	errIDNeeded      = &Error{Kind: Invalid, Code: "id_number_needed", Message: "该岗位为固定岗位，推荐介绍需要证件号码，请填写",
		Fields: []Field{{Location: "body.id_number", Code: "id_number_needed", Message: "该岗位为固定岗位，推荐介绍需要证件号码，请填写"}}}
)

// ApplyMe applies for an open posting as one of the people whom the caller's account
// registered as itself. Applying again while it is open answers created=false and
// changes nothing; what was withdrawn or has ended is opened again.
func (s *Service) ApplyMe(ctx context.Context, a Actor, in ApplyInput) (v MyApplication, created bool, err error) {
	var p problems
	note := p.text("body.note", in.Note, 0, 200)
	id := s.cleanIdentity(in.IDNumber, &p)
	if in.PostingID == "" {
		p.add("body.posting_id", "required", "请选择要应聘的岗位")
	}
	if err := p.err(); err != nil {
		return MyApplication{}, false, err
	}
	if err := s.allow(ctx, "apply:"+a.Account.ID, applicationsPerMinute); err != nil {
		return MyApplication{}, false, err
	}
	posting, err := s.openPosting(ctx, in.PostingID)
	if err != nil {
		return MyApplication{}, false, err
	}
	person, err := s.myself(ctx, a, in.PersonID)
	if err != nil {
		return MyApplication{}, false, err
	}
	home, err := s.homeOf(ctx, person.ID, posting.SiteID)
	switch {
	case err != nil:
		return MyApplication{}, false, err
	case home.ID == "":
		return MyApplication{}, false, errRegisterFirst
	case !s.mayContact(person):
		return MyApplication{}, false, errMyConsent
	}
	if err := s.agrees(ctx, a); err != nil {
		return MyApplication{}, false, err
	}
	if person, err = s.showIdentity(ctx, posting, person, id); err != nil {
		return MyApplication{}, false, err
	}
	n := Application{PersonID: person.ID, PostingID: posting.ID, EnterpriseID: posting.EnterpriseID}
	n, created, err = s.keepApplication(ctx, n, func(n *Application) error { return n.apply(a, home, note, s.now()) })
	if err != nil {
		return MyApplication{}, false, err
	}
	if err := s.stillThere(ctx, a); err != nil {
		return MyApplication{}, false, err
	}
	v, err = s.viewMyApplication(ctx, n)
	return v, created, err
}

// stillThere undoes what a call wrote whose account was deleted meanwhile.
func (s *Service) stillThere(ctx context.Context, a Actor) error {
	_, err := s.store.Account(ctx, a.Account.ID)
	if errors.Is(err, ErrNoRecord) {
		return s.tooLate(ctx, a.Account.ID)
	}
	return err
}

// myself is the one of the account's people who is meant; any other looks missing.
func (s *Service) myself(ctx context.Context, a Actor, personID string) (Person, error) {
	people, err := s.store.PeopleOfAccount(ctx, a.Account.ID)
	if err != nil {
		return Person{}, err
	}
	switch {
	case len(people) == 0: // nobody, or somebody whom others made known, and no proof: see linkKnown
		return Person{}, errRegisterFirst
	case personID == "" && len(people) == 1:
		return people[0], nil
	case personID == "":
		return Person{}, invalid("body.person_id", "person_needed", "该账号登记了多名求职者，请选择由谁应聘")
	}
	i := slices.IndexFunc(people, func(p Person) bool { return p.ID == personID })
	if i < 0 {
		return Person{}, ErrNotFound
	}
	return people[i], nil
}

// stands refuses unless the person is one of the caller's own.
func (s *Service) stands(ctx context.Context, a Actor, personID string) error {
	people, err := s.store.PeopleOfAccount(ctx, a.Account.ID)
	if err == nil && !slices.ContainsFunc(people, func(p Person) bool { return p.ID == personID }) {
		err = ErrNotFound
	}
	return err
}

// homeOf is the registration whose site looks after the person's wish for a posting:
// one at the site of the posting, which knows the employer, or else the newest. It is
// zero when there is none that counts.
func (s *Service) homeOf(ctx context.Context, personID, preferred string) (home Registration, err error) {
	err = s.eachHome(ctx, personID, func(r Registration) {
		if home.ID == "" || r.SiteID == preferred && home.SiteID != preferred {
			home = r
		}
	})
	return home, err
}

// eachHome shows the person's registrations that are neither void nor erased, newest
// first.
func (s *Service) eachHome(ctx context.Context, personID string, look func(Registration)) error {
	return pages(func(p Page) ([]Registration, error) { return s.store.RegistrationsOfPerson(ctx, personID, p) }, func(r Registration) (string, error) {
		if r.Status != Void && !r.Erased {
			look(r)
		}
		return r.ID, nil
	})
}

// showIdentity asks for a document where the referral needs one and it is not known,
// and learns one that was sent as a registration would. A document that is known is
// not compared with what was sent: nobody tries numbers out here.
func (s *Service) showIdentity(ctx context.Context, posting Posting, p Person, sent identity.ID) (Person, error) {
	if !p.Identity.IsZero() || posting.Kind != Fixed && sent.IsZero() {
		return p, nil
	}
	if sent.IsZero() {
		return p, errIDNeeded
	}
	kept, err := s.ensurePerson(ctx, Person{Name: p.Name, Phone: p.Phone, Identity: sent, AccountID: p.AccountID})
	if err == nil && (kept.ID != p.ID || kept.Identity != sent) {
		err = errIDNumberTaken
	}
	return kept, err
}

// WithdrawApplication takes an application of the caller's own person back.
func (s *Service) WithdrawApplication(ctx context.Context, a Actor, id string) (MyApplication, error) {
	n, err := s.store.Application(ctx, id)
	if err != nil {
		return MyApplication{}, missing(err)
	}
	if err := s.stands(ctx, a, n.PersonID); err != nil {
		return MyApplication{}, err
	}
	n, err = s.store.UpdateApplication(ctx, id, func(n *Application) error { return n.withdraw(a.Account.ID, s.now()) })
	if err != nil {
		return MyApplication{}, err
	}
	return s.viewMyApplication(ctx, n)
}
