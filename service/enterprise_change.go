package service

import "context"

// EnterpriseChange is what is sent to fill an employer's fields in; a nil one stays.
type EnterpriseChange struct {
	Kind         *EnterpriseKind
	USCC         *string
	Address      *string
	Industry     *string
	ContactName  *string
	ContactPhone *string
	LicenceID    *string
}

var (
	errEnterpriseFilled = &Error{Kind: Forbidden, Code: "enterprise_filled",
		Message: "该项已由其他人员填写，只有建档人或主管部门可以更改"}
	errUSCCTaken = &Error{Kind: Conflict, Code: "uscc_taken", Message: "该统一社会信用代码已用于另一家单位"}
	errUSCCKept  = &Error{Kind: Conflict, Code: "uscc_kept",
		Message: "该单位已有校验正确的统一社会信用代码，登记有误的请主管部门更正；信用代码不同的单位，请另行建档"}
	errOfPerson  = &Error{Kind: Conflict, Code: "private_person", Message: "个人雇主与单位不能互相更改，请另行建档"}
	errPhoneKept = &Error{Kind: Conflict, Code: "private_person_phone", Message: "个人雇主以姓名和联系电话建档，电话不同的请另行建档"}
)

// ChangeEnterprise fills an employer's fields in. What is empty anybody may fill
// who works with employers; what is there only those may change of whom MayChange
// tells. A private person's phone is a natural key and stays. So does a code, unless it
// was mistyped: one whose check digit does not fit those may correct who may change what
// is there, any other a supervisor; then it no longer finds the employer.
func (s *Service) ChangeEnterprise(ctx context.Context, a Actor, id string, in EnterpriseChange) (EnterpriseView, error) {
	v, err := s.Enterprise(ctx, a, id)
	if err != nil {
		return EnterpriseView{}, err
	}
	if !v.MayFill {
		return EnterpriseView{}, ErrForbidden
	}
	var p problems
	next := p.enterprise(in.onto(v.Enterprise))
	if in.LicenceID != nil && *in.LicenceID != v.LicenceID {
		s.licence(ctx, &p, a, *in.LicenceID)
	}
	if err := p.err(); err != nil {
		return EnterpriseView{}, err
	}
	change := func(e *Enterprise) error { return s.changeEnterprise(a, v.USCC, e, in) }
	trial := v.Enterprise
	if err := change(&trial); err != nil { // before a code is bound to it
		return EnterpriseView{}, err
	}
	if next.USCC != v.USCC {
		if err := s.changeCode(ctx, a, v.Enterprise, next.USCC); err != nil {
			return EnterpriseView{}, err
		}
	}
	e, err := s.store.UpdateEnterprise(ctx, id, change)
	return e.view(a), err
}

// changeCode binds a code to an employer and frees the mistyped one that it has in its
// place. Whoever dies between leaves an employer that is found by the right code
// already, and by the wrong one no more.
func (s *Service) changeCode(ctx context.Context, a Actor, e Enterprise, code string) error {
	if e.USCC != "" {
		if err := s.Audit(ctx, a, AuditEntry{Target: e.ID}); err != nil {
			return err
		}
	}
	owner, err := s.store.ClaimKey(ctx, Key{"uscc", code}, e.ID)
	if err != nil {
		return err
	}
	if owner != e.ID {
		return errUSCCTaken
	}
	if e.USCC == "" {
		return nil
	}
	return s.store.DropKey(ctx, Key{"uscc", e.USCC}, e.ID)
}

// mayCorrectCode reports whether the actor may put another code in the place of the one
// that is there.
func (e Enterprise) mayCorrectCode(a Actor) bool {
	return e.USCCOdd && e.mayChange(a) || a.mayAnywhere(writeEmployers) && a.mayAnywhere(checkRecords)
}

// changeEnterprise applies the change to e, whose code was seen to be code.
func (s *Service) changeEnterprise(a Actor, code string, e *Enterprise, in EnterpriseChange) error {
	var p problems
	next := p.enterprise(in.onto(*e))
	if err := p.err(); err != nil {
		return err
	}
	switch {
	case e.USCC != "" && next.USCC != e.USCC && (next.USCC == "" || e.USCC != code || !e.mayCorrectCode(a)):
		return errUSCCKept
	case e.Kind != next.Kind && (e.Kind == PrivatePerson || next.Kind == PrivatePerson):
		return errOfPerson
	case e.Kind == PrivatePerson && next.ContactPhone != e.ContactPhone:
		return errPhoneKept
	}
	now := *e
	now.Kind, now.USCC, now.USCCOdd, now.Address, now.Industry = next.Kind, next.USCC, next.USCCOdd, next.Address, next.Industry
	now.ContactName, now.ContactPhone = next.ContactName, next.ContactPhone
	if in.LicenceID != nil {
		now.LicenceID = *in.LicenceID
	}
	if now == *e {
		return nil
	}
	filled := *e
	filled.learn(now, a.Account.ID, s.now())
	now.ChangedBy, now.ChangedAt = a.Account.ID, s.now()
	if filled != now && !e.mayChange(a) {
		return errEnterpriseFilled
	}
	*e = now
	return nil
}

// onto is the change applied to what is there, to be checked as a whole.
func (in EnterpriseChange) onto(e Enterprise) EnterpriseInput {
	out := EnterpriseInput{Kind: e.Kind, Name: e.Name, USCC: e.USCC, Address: e.Address, Industry: e.Industry,
		ContactName: e.ContactName, ContactPhone: e.ContactPhone}
	if in.Kind != nil {
		out.Kind = *in.Kind
	}
	for _, f := range []struct{ give, have *string }{
		{in.USCC, &out.USCC}, {in.Address, &out.Address}, {in.Industry, &out.Industry},
		{in.ContactName, &out.ContactName}, {in.ContactPhone, &out.ContactPhone},
	} {
		if f.give != nil {
			*f.have = *f.give
		}
	}
	return out
}
