package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
	"testing"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/store"
)

// What must never be read off a disk, and one thing that may.
const (
	name         = "欧阳𠮷祥"
	phone        = "13800138123"
	number       = "99000019900101001X"
	accountPhone = "13900139456"
	contact      = "诸葛联系人"
	contactPhone = "13700137789"

	privatePerson = "慕容小雇主"
	code          = "MADEUPINVITECODE" // in the kept answer of a request
	employer      = "泉州某某劳务有限公司"
	residence     = "虚构街道"     // in a registration's profile
	wish          = "找虚构的活"    // in its intent
	counsel       = "先考电工证再复谈" // what seekers and sites tell each other
	saying        = "本人说周一可到岗" // in what was noted about somebody
)

func TestPersonalDataIsNowhereInClear(t *testing.T) {
	secrets := []string{name, phone, number, accountPhone, code, counsel, residence, wish, "zero_employment_family", contact, contactPhone, privatePerson, saying, "李四", "13700137000"}
	for _, k := range batch().Enterprises[2].Keys() {
		secrets = append(secrets, k.Value)
	}
	for _, n := range batch().People {
		for _, k := range n.Keys() {
			secrets = append(secrets, k.Value, k.Space+k.Value, k.Space+":"+k.Value)
		}
	}
	onEachEngine(t, func(t *testing.T, open func(t *testing.T) engine) {
		for way, write := range map[string]func(*testing.T, *store.Store){"one by one": writeSecrets, "at once": loadSecrets} {
			t.Run(way, func(t *testing.T) {
				e := open(t)
				write(t, store.New(e, newVault(t)))
				raw := e.raw(t)
				if !bytes.Contains(raw, []byte(employer)) {
					t.Fatal("even what is kept in clear is not found: the search is at fault")
				}
				for _, secret := range secrets {
					for form, text := range spellings(secret) {
						if bytes.Contains(raw, text) {
							t.Errorf("%q is kept: %s", secret, form)
						}
					}
				}
			})
		}
	})
}

// writeSecrets writes personal data in every way that the store has.
func writeSecrets(t *testing.T, s *store.Store) {
	ctx, b := t.Context(), batch()
	for _, n := range b.People {
		check(t, s.InsertPerson(ctx, n))
		for _, k := range n.Keys() {
			_, err := s.ClaimKey(ctx, k, n.ID)
			check(t, err)
		}
	}
	_, err := s.UpdatePerson(ctx, "p2", func(n *service.Person) error { n.Phone = "13700137000"; return nil })
	check(t, err)
	for _, n := range b.Accounts {
		_, err := s.EnsureAccount(ctx, n)
		check(t, err)
	}
	_, err = s.UpdateAccount(ctx, "a2", func(n *service.Account) error { n.Phone = phone; return nil })
	check(t, err)
	_, _, err = s.InsertRegistration(ctx, b.Registrations[0])
	check(t, err)
	for _, n := range b.Enterprises {
		check(t, s.InsertEnterprise(ctx, n))
		for _, k := range n.Keys() {
			_, err := s.ClaimKey(ctx, k, n.ID)
			check(t, err)
		}
	}
	for _, n := range b.Postings {
		_, _, err := s.InsertPosting(ctx, n)
		check(t, err)
	}
	_, _, err = s.InsertApplication(ctx, service.Application{ID: "w1", Rev: 1, PersonID: "p1", PostingID: "o1",
		Steps: []service.ApplicationStep{{Kind: service.StepApplied}, {Kind: service.StepReferred, Note: saying}}})
	check(t, err)
	check(t, s.InsertView(ctx, service.View{ID: "w1", Rev: 1, PersonID: "p1", Reason: saying}))
	check(t, s.InsertFollowUp(ctx, service.FollowUp{ID: "l1|7", Rev: 1}))
	_, err = s.UpdateFollowUp(ctx, "l1|7", func(n *service.FollowUp) error { n.Note = saying; return nil })
	check(t, err)
	_, _, err = s.InsertGuidance(ctx, service.Guidance{ID: "g1", Rev: 1, Request: "1", Topics: []string{counsel}, Advice: counsel, NextStep: counsel})
	check(t, err)
	_, _, err = s.InsertRightsReport(ctx, service.RightsReport{ID: "w1", Rev: 1, Request: "1", Employer: counsel, Text: counsel, Phone: phone, Steps: []service.CaseStep{{Text: counsel}}})
	check(t, err)
	_, _, err = s.InsertTrainingBody(ctx, service.TrainingBody{ID: "b1", Rev: 1, SiteID: "s1", NameKey: "x", Contact: name, Phone: phone})
	check(t, err)
	_, _, err = s.InsertHelpRequest(ctx, service.HelpRequest{ID: "h1", Rev: 1, Request: "1", Text: counsel, Steps: []service.CaseStep{{Text: counsel}}})
	check(t, err)
	check(t, s.InsertRequest(ctx, service.Request{ID: "q1", Rev: 1, Answer: service.Answer{Body: []byte(`{"code":"` + code + `"}`)}}))
	check(t, s.InsertRequest(ctx, service.Request{ID: "q2", Rev: 1}))
	_, err = s.UpdateRequest(ctx, "q2", func(n *service.Request) error {
		n.Done, n.Answer.Body = true, []byte(`{"name":"`+name+`","code":"`+code+`"}`)
		return nil
	})
	check(t, err)
}

func loadSecrets(t *testing.T, s *store.Store) { check(t, s.Load(t.Context(), batch())) }

// spellings are the forms in which a text could be kept by somebody who forgot
// to seal it, or took a hash without a key for a seal.
func spellings(secret string) map[string][]byte {
	sum := sha256.Sum256([]byte(secret))
	forms := map[string]string{
		"as it is": secret, "escaped": strings.Trim(strconv.QuoteToASCII(secret), `"`), "hex": hex.EncodeToString([]byte(secret)),
		"hash": string(sum[:]), "hash, hex": hex.EncodeToString(sum[:]),
		"hash, base64": base64.RawStdEncoding.EncodeToString(sum[:]), "hash, base64url": base64.RawURLEncoding.EncodeToString(sum[:]),
	}
	for before := range 3 { // in base64 the spelling depends on what stands before
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat(" ", before) + secret))
		first := (before*8 + 5) / 6
		last := (before + len(secret)) * 8 / 6
		forms["base64, after "+strconv.Itoa(before)] = text[first:last]
	}
	texts := map[string][]byte{}
	for form, text := range forms {
		texts[form] = []byte(text)
	}
	return texts
}

func TestSpellingsInBase64(t *testing.T) {
	for before := range 7 {
		text := base64.StdEncoding.EncodeToString([]byte(strings.Repeat("x", before) + phone + "yz"))
		found := false
		for _, form := range spellings(phone) {
			found = found || bytes.Contains([]byte(text), form)
		}
		if !found {
			t.Errorf("not found in %q", text)
		}
	}
}
