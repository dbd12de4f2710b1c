package service

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
)

// ErasureReport says what an erasure has done and, plainly, what it has not.
type ErasureReport struct {
	At         time.Time
	Erased     int       // people
	StaffKnown int       // people whom staff made known as well, and who stay with what staff recorded
	KeysUntil  time.Time // when the blinded keys go; zero: there are none
	AtCounter  bool      // a person was erased there; an account that he may have was not
}

// Kept is something that an erasure leaves, with the reason.
type Kept struct {
	Code   string // stable
	What   string
	Reason string
	Until  time.Time // zero: no day is set
}

// confirmErasure is what has to be typed.
const confirmErasure = "删除"

var errHasRoles = &Error{Kind: Conflict, Code: "has_roles", Message: "该账号仍有工作人员或主管人员角色，请先由主管人员取消角色，再删除账号"}

// DeleteMe deletes the caller's account: whom it registered as itself, and whom
// nobody else made known, is erased, records keep counting without them, and the
// account with its openid and sessions is gone when this answers. What is broken off
// the sweep finishes. An account that holds a role gives it up first.
func (s *Service) DeleteMe(ctx context.Context, a Actor, confirm string) (ErasureReport, error) {
	if strings.TrimSpace(confirm) != confirmErasure {
		return ErasureReport{}, invalid("body.confirm", "confirm", "请输入“删除”二字确认")
	}
	grants, err := s.store.GrantsOf(ctx, a.Account.ID)
	if err != nil {
		return ErasureReport{}, err
	}
	if slices.ContainsFunc(grants, func(g Grant) bool { return g.Active(s.today()) }) {
		return ErasureReport{}, errHasRoles
	}
	e, err := s.askErasure(ctx, OfAccount, a.Account.ID, Erased{At: s.now(), By: SelfErased})
	if err != nil {
		return ErasureReport{}, err
	}
	ctx, done := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout) // who asked and left meant it
	defer done()
	r, err := s.carryOut(ctx, e)
	r.At = e.At
	return r, err
}

// passAccount takes the account out, then everybody who was known through it alone,
// then what it gave of others. The account goes first: from then on no call begins in
// its name, and what is under way either sees that it is gone or is seen here; what
// sees neither is found by the second pass.
func (s *Service) passAccount(ctx context.Context, e Erasure) (r ErasureReport, err error) {
	if err := s.store.DeleteAccount(ctx, e.ID); err != nil {
		return r, err
	}
	if err := s.store.DeleteSessionsOf(ctx, e.ID); err != nil {
		return r, err
	}
	s.accountChanged(ctx, e.ID)
	if err := s.endGrants(ctx, e.ID); err != nil {
		return r, err
	}
	people, err := s.store.PeopleOfAccount(ctx, e.ID)
	if err != nil {
		return r, err
	}
	for _, p := range people {
		known, err := s.knownToStaff(ctx, p)
		if err != nil {
			return r, err
		}
		if known {
			if err := s.partFrom(ctx, p, e); err != nil {
				return r, err
			}
			r.StaffKnown++
			continue
		}
		own, err := s.erasePerson(ctx, p, SelfErased, "")
		if err != nil {
			return r, err
		}
		r.Erased += own.Erased
		if own.KeysUntil.After(r.KeysUntil) {
			r.KeysUntil = own.KeysUntil
		}
	}
	for _, step := range erasureSteps {
		if step.ofAccount == nil {
			continue
		}
		if err := step.ofAccount(s, ctx, e.ID); err != nil {
			return r, err
		}
	}
	return r, nil
}

// erasePerson erases a person now. No two erasures of one person are of one moment.
func (s *Service) erasePerson(ctx context.Context, p Person, by, reason string) (ErasureReport, error) {
	at := s.now()
	if !at.After(p.Erased.At) {
		at = p.Erased.At.Add(time.Millisecond)
	}
	e, err := s.askErasure(ctx, OfPerson, p.ID, Erased{At: at, By: by, Reason: reason})
	if err != nil {
		return ErasureReport{}, err
	}
	return s.carryOut(ctx, e)
}

// endGrants ends roles that came at the very moment of the deletion.
func (s *Service) endGrants(ctx context.Context, accountID string) error {
	grants, err := s.store.GrantsOf(ctx, accountID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if !g.Until.IsZero() {
			continue
		}
		g.Until = s.today()
		err := s.changeGrant(ctx, g, func(ctx context.Context) error { return s.store.EndGrant(ctx, g) })
		if ignoreMissing(err) != nil {
			return err
		}
	}
	return nil
}

// knownToStaff reports whether somebody at a site has recorded the person, too. Of
// people from before that was noted, their registrations tell.
func (s *Service) knownToStaff(ctx context.Context, p Person) (known bool, err error) {
	if p.Told.Name != (Tellers{}) {
		return p.Told.Name.Staff, nil
	}
	err = pages(func(page Page) ([]Registration, error) { return s.store.RegistrationsOfPerson(ctx, p.ID, page) }, func(r Registration) (string, error) {
		known = known || r.Source != FromScan
		return r.ID, nil
	})
	return known, err
}

// partFrom takes from a person whom staff know what the account told of him.
func (s *Service) partFrom(ctx context.Context, p Person, e Erasure) error {
	err := pages(func(page Page) ([]Placement, error) { return s.store.PlacementsOfPeople(ctx, []string{p.ID}, page) }, func(n Placement) (string, error) {
		if _, said := n.lastWord(seekerParty + e.ID); !said {
			return n.ID, nil
		}
		_, err := s.store.UpdatePlacement(ctx, n.ID, func(n *Placement) error {
			n.Words = slices.Clone(n.Words)
			for i := range n.Words {
				if n.Words[i].By == seekerParty+e.ID {
					n.Words[i].Note = ""
				}
			}
			return nil
		})
		return n.ID, err
	})
	if err != nil {
		return err
	}
	if err := s.leaveSignUps(ctx, p.ID, e.ID); err != nil {
		return err
	}
	if err := s.store.DropKeys(ctx, p.ID, selfKey); err != nil {
		return err
	}
	_, err = s.store.UpdatePerson(ctx, p.ID, func(p *Person) error {
		if p.AccountID == e.ID {
			p.leave(e.At)
		}
		return nil
	})
	return err
}

// tooLate takes out what a call has written whose account was deleted under way.
func (s *Service) tooLate(ctx context.Context, accountID string) error {
	e, err := s.store.Erasure(ctx, accountID)
	if err == nil {
		_, err = s.passAccount(ctx, e)
	}
	if err != nil && !errors.Is(err, ErrNoRecord) {
		return err
	}
	return ErrUnauthenticated
}

// Kept lists what the erasure leaves, for whoever asked for it to read.
func (r ErasureReport) Kept() []Kept {
	list := []Kept{{Code: "records", What: "求职登记、推荐就业等记录",
		Reason: "只保留编号、站点、日期和是否计入统计，用于工作考核和已封存的考核表；其中不再有姓名、电话、证件号码和填写的内容"}}
	if !r.KeysUntil.IsZero() {
		list = append(list, Kept{Code: "hashes", What: "证件号码、手机号加姓名的加密摘要",
			Reason: "不能还原，只用于您再次登记时不被重复计数，到期自动删除", Until: r.KeysUntil})
	}
	if r.StaffKnown > 0 {
		list = append(list, Kept{Code: "counter", What: "站点工作人员为您登记的姓名、电话、证件号码和记录，以及站点记录的职业指导和代您提出的申请",
			Reason: "由站点在提供公共就业服务时依职责登记，须按规定保存；该账号自己填写的内容已删除。如需一并删除，请本人到站点或当地人社部门窗口提出"})
	}
	cases := "您的服务申请、维权诉求、培训报名和消息推送的记录"
	switch {
	case r.AtCounter:
		cases = "职业指导、服务申请和培训报名的记录"
		list = append(list, Kept{Code: "account", What: "本人的小程序账号，以及用该账号提出的维权诉求、订阅和收到的推送",
			Reason: "账号由本人登录后自行删除，维权诉求的内容随之删除"})
	case r.StaffKnown == 0:
		cases = "您的职业指导、服务申请、维权诉求、培训报名和消息推送的记录"
	}
	return append(list,
		Kept{Code: "cases", What: cases, Reason: "只保留编号、站点、日期、类型和办理步骤，用于工作考核和诉求办理；其中不再有填写和答复的内容、用人单位名称和电话"},
		Kept{Code: "evidence", What: "站点留存的佐证照片和材料", Reason: "用于证明服务属实，上传后不能更改；如其中有您的个人信息，请向当地人社部门提出"},
		Kept{Code: "answers", What: "工作人员近七日提交时的应答", Reason: "只含脱敏后的信息，用于网络中断后的重复提交，七日内自动清除"},
		Kept{Code: "backups", What: "系统备份", Reason: "删除之前的备份在到期清除之前仍含原有信息，加密封存，不作他用"},
	)
}
