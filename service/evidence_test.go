package service_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/quanjiuye/backend/service"
	"github.com/quanjiuye/backend/service/calendar"
)

// faultyBlobs is the real folder, which can be away, or lose an answer.
type faultyBlobs struct {
	service.Blobs
	away atomic.Bool // answers nobody
	lost atomic.Bool // does as told, and its answer is lost
	puts atomic.Int64
}

var errBlobs = errors.New("the blobs are away")

func (b *faultyBlobs) Put(ctx context.Context, key string, data []byte) error {
	b.puts.Add(1)
	if b.away.Load() {
		return errBlobs
	}
	err := b.Blobs.Put(ctx, key, data)
	if b.lost.Load() {
		return errBlobs
	}
	return err
}

func (b *faultyBlobs) Get(ctx context.Context, key string) (io.ReadCloser, int64, error) {
	if b.away.Load() {
		return nil, 0, errBlobs
	}
	return b.Blobs.Get(ctx, key)
}

// onePage is a small PDF; page makes different ones.
var onePage = page(0)

func page(n int) []byte {
	return fmt.Appendf(nil, "%%PDF-1.7\n1 0 obj <</Type /Catalog /N %d>> endobj\ntrailer <</Root 1 0 R>>\n%%%%EOF\n", n)
}

func (w *world) upload(a service.Actor, s service.Site, file []byte) string {
	w.Helper()
	v, _, err := w.AddEvidence(context.Background(), a, s.ID, bytes.NewReader(file))
	check(w, err)
	return v.ID
}

// placeStable records stable work that a registered person began today.
func (w *world) placeStable(tm team, evidence ...string) (service.PlacementView, error) {
	w.Helper()
	who := w.register(tm.staff, tm.site, w.somebody())
	v, _, err := w.Place(context.Background(), tm.staff, service.PlacementInput{
		SiteID: tm.site.ID, PersonID: who.PersonID, EmployerName: "某某公司", Kind: service.Stable, EvidenceIDs: evidence,
	})
	return v, err
}

// The proof that makes stable work count double in the verified column comes days
// after the work, from a colleague, and is vouched for by a third.
func TestEvidenceProvesStableWork(t *testing.T) { onEachEngine(t, evidenceProvesStableWork) }

func evidenceProvesStableWork(t *testing.T, w *world) {
	tm := w.team()
	p, err := w.placeStable(tm)
	check(t, err)
	count := func(casual, stable int) service.Tallied {
		return service.Tallied{Registered: 1, Complete: 1, Casual: casual, Stable: stable}
	}
	verified := func(casual, stable int) service.Tallied { return service.Tallied{Casual: casual, Stable: stable} }
	w.counts(tm.site, count(0, 1), none)
	_, err = w.ConfirmPlacement(t.Context(), tm.mate, p.ID)
	check(t, err)
	w.counts(tm.site, count(0, 1), verified(1, 0)) // unproven

	contract := w.upload(tm.mate, tm.site, onePage)
	p, err = w.AttachToPlacement(t.Context(), tm.mate, p.ID, []string{contract, contract})
	check(t, err)
	if p.Status != service.Recorded || p.ConfirmedBy != "" || !p.ConfirmedAt.IsZero() || !slices.Equal(p.EvidenceIDs, []string{contract}) ||
		!slices.Equal(p.EvidenceBy, []string{tm.mate.Account.ID}) || p.May.Confirm || !p.May.Attach {
		t.Fatalf("attached: %+v", p)
	}
	w.counts(tm.site, count(0, 1), none) // to be confirmed anew
	for name, author := range map[string]service.Actor{"recorded it": tm.staff, "attached": tm.mate} {
		if _, err := w.ConfirmPlacement(t.Context(), author, p.ID); code(t, err) != "own_record" {
			t.Errorf("whoever %s confirms: %v", name, err)
		}
	}
	p, err = w.ConfirmPlacement(t.Context(), tm.manager, p.ID)
	check(t, err)
	w.counts(tm.site, count(0, 1), verified(0, 1))

	again, err := w.AttachToPlacement(t.Context(), tm.staff, p.ID, []string{contract})
	check(t, err)
	if again.Status != service.Confirmed || len(again.EvidenceBy) != 1 {
		t.Errorf("the same again: %+v", again)
	}
	w.counts(tm.site, count(0, 1), verified(0, 1))
	w.rebuildChangesNothing(tm.site)
}

// A void takes nothing, and taking it back forgets nobody who attached.
func TestEvidenceAndVoids(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	file := w.upload(tm.staff, tm.site, onePage)
	act := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
	_, err := w.AttachToActivity(t.Context(), tm.mate, act.ID, []string{file})
	check(t, err)
	_, err = w.VoidActivity(t.Context(), tm.manager, act.ID, "录入有误")
	check(t, err)
	_, err = w.AttachToActivity(t.Context(), tm.mate, act.ID, []string{w.upload(tm.staff, tm.site, page(1))})
	refused(t, err, "record_void")
	if v, err := w.Activity(t.Context(), tm.mate, act.ID); err != nil || v.May.Attach {
		t.Errorf("offered: %+v, %v", v.May, err)
	}
	_, err = w.RestoreActivity(t.Context(), tm.manager, act.ID)
	check(t, err)
	_, err = w.ConfirmActivity(t.Context(), tm.mate, act.ID)
	refused(t, err, "own_record")
}

func TestWhichEvidenceARecordMayName(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	own, foreign := w.upload(tm.staff, tm.site, onePage), w.upload(w.city, w.site(), onePage)
	if own == foreign {
		t.Fatal("one piece of evidence of two sites")
	}
	many := make([]string, 21)
	for i := range many {
		many[i] = w.upload(tm.staff, tm.site, page(i+1))
	}
	for name, c := range map[string]struct {
		ids  []string
		want string
	}{
		"its site's":          {[]string{own}, ""},
		"another site's":      {[]string{own, foreign}, "body.evidence_ids unknown_evidence"},
		"nobody's":            {[]string{"x"}, "body.evidence_ids unknown_evidence"},
		"one without a name":  {[]string{own, ""}, "body.evidence_ids unknown_evidence"},
		"as many as there go": {many[:20], ""},
		"too many":            {many, "body.evidence_ids too_many"},
	} {
		p, err := w.placeStable(tm, c.ids...)
		if got := firstField(t, err); got != c.want {
			t.Errorf("place with %s: %q, want %q", name, got, c.want)
		}
		if c.want == "" && !slices.Equal(p.EvidenceIDs, c.ids) {
			t.Errorf("place with %s: %v", name, p.EvidenceIDs)
		}
		_, _, err = w.RecordActivity(t.Context(), tm.staff, service.ActivityInput{SiteID: tm.site.ID, Type: "job_fair", EvidenceIDs: c.ids})
		if got := firstField(t, err); got != c.want {
			t.Errorf("an activity with %s: %q, want %q", name, got, c.want)
		}
		bare := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
		_, err = w.AttachToActivity(t.Context(), tm.mate, bare.ID, c.ids)
		if got := firstField(t, err); got != c.want {
			t.Errorf("attach %s: %q, want %q", name, got, c.want)
		}
	}
	act := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
	_, err := w.AttachToActivity(t.Context(), tm.mate, act.ID, many[:19])
	check(t, err)
	_, err = w.AttachToActivity(t.Context(), tm.mate, act.ID, many[18:])
	if got := firstField(t, err); got != "body.evidence_ids too_many" {
		t.Errorf("the 21st: %q", got)
	}
	_, err = w.AttachToActivity(t.Context(), tm.mate, act.ID, nil)
	if got := firstField(t, err); got != "body.evidence_ids required" {
		t.Errorf("none: %q", got)
	}
}

// A store that does not answer has not said that the evidence is unknown: a phone
// would throw away what it keeps.
func TestAFaultIsNoUnknownEvidence(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	file := w.upload(tm.staff, tm.site, onePage)
	w.store.before("EvidenceOf", func() error { return errStore })
	if _, err := w.placeStable(tm, file); !errors.Is(err, errStore) {
		t.Errorf("got %v", err)
	}
}

// Attaching and confirming at once: whoever wins, nobody has confirmed what came
// after him.
func TestAttachAgainstConfirm(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for n := range 5 {
		p, err := w.placeStable(tm)
		check(t, err)
		file := w.upload(tm.staff, tm.site, page(n))
		parallel(2, func(i int) {
			if i == 0 {
				_, err := w.AttachToPlacement(t.Context(), tm.staff, p.ID, []string{file})
				check(t, err)
				return
			}
			_, err := w.ConfirmPlacement(t.Context(), tm.mate, p.ID)
			check(t, err)
		})
		if p, err = w.Placement(t.Context(), tm.mate, p.ID); err != nil || len(p.EvidenceIDs) != 1 || len(p.EvidenceBy) != 1 {
			t.Fatalf("%+v, %v", p, err)
		}
	}
	w.rebuildChangesNothing(tm.site)
}

func TestOneUploadInParallel(t *testing.T) { onEachEngine(t, oneUploadInParallel) }

func oneUploadInParallel(t *testing.T, w *world) {
	tm := w.team()
	var got answers
	parallel(20, func(int) {
		v, created, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(onePage))
		check(t, err)
		got.add(v.ID, created)
	})
	got.once(t, 20)
}

// An upload that breaks at any step leaves no record, and the same file again is
// kept as if nothing had been.
func TestAnUploadThatBreaks(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	for name, broken := range map[string]func(on bool){
		"before the bytes": w.blobs.away.Store,
		"after the bytes":  w.blobs.lost.Store,
		"before the record": func(on bool) {
			w.store.before("InsertEvidence", map[bool]func() error{true: func() error { return errStore }}[on])
		},
		"after the record": func(on bool) {
			w.store.after("InsertEvidence", map[bool]func() error{true: func() error { return errStore }}[on])
		},
	} {
		file := []byte(string(onePage[:9]) + "%" + name + "\n" + string(onePage[9:]))
		broken(true)
		if v, created, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(file)); err == nil || created {
			t.Errorf("%s: acknowledged %+v", name, v)
		}
		broken(false)
		v, created, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(file))
		if err != nil || created != (name != "after the record") {
			t.Fatalf("%s, again: created %v, %v", name, created, err)
		}
		body, err := w.OpenEvidence(t.Context(), v.Evidence)
		check(t, err)
		if got, err := io.ReadAll(body); err != nil || !bytes.Equal(got, file) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		check(t, body.Close())
	}
}

func TestEvidenceWithoutItsPlace(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	v, _, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(onePage))
	check(t, err)
	w.blobs.away.Store(true)
	_, _, upload := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(page(1)))
	_, open := w.OpenEvidence(t.Context(), v.Evidence)
	for name, err := range map[string]error{"upload": upload, "open": open} {
		var e *service.Error
		if !errors.As(err, &e) || e.Code != "unavailable" || e.Kind != service.Unavailable || e.RetryAfter == 0 || !errors.Is(err, errBlobs) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.placeStable(tm, v.ID); err != nil { // everything else goes on
		t.Error(err)
	}
}

// emptied has forgotten all blobs once.
type emptied struct {
	service.Blobs
	gone atomic.Bool
}

func (b *emptied) Get(ctx context.Context, key string) (io.ReadCloser, int64, error) {
	if b.gone.Load() {
		return nil, 0, service.ErrNoRecord
	}
	return b.Blobs.Get(ctx, key)
}

func (b *emptied) Put(ctx context.Context, key string, data []byte) error {
	b.gone.Store(false)
	return b.Blobs.Put(ctx, key, data)
}

// Bytes that were lost are told as such, and the same file brings them back.
func TestLostBytesAreBroughtBack(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	place := &emptied{Blobs: w.blobs}
	w.deps.Blobs = place
	w.Service = w.instance()
	v, _, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(onePage))
	check(t, err)
	place.gone.Store(true)
	_, err = w.OpenEvidence(t.Context(), v.Evidence)
	refused(t, err, "evidence_lost")
	again, created, err := w.AddEvidence(t.Context(), tm.mate, tm.site.ID, bytes.NewReader(onePage))
	if err != nil || created || again.ID != v.ID || again.UploadedBy != tm.staff.Account.ID {
		t.Fatalf("%+v, created %v, %v", again, created, err)
	}
	body, err := w.OpenEvidence(t.Context(), v.Evidence)
	check(t, err)
	check(t, body.Close())
}

func TestQuota(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	w.deps.Quota = int64(2 * len(page(0)))
	w.Service = w.instance()
	w.upload(tm.staff, tm.site, page(0))
	w.upload(tm.staff, tm.site, page(1))
	puts := w.blobs.puts.Load()
	_, _, err := w.AddEvidence(t.Context(), tm.staff, tm.site.ID, bytes.NewReader(page(2)))
	refused(t, err, "evidence_quota")
	if w.blobs.puts.Load() != puts {
		t.Error("its bytes were kept all the same")
	}
	w.upload(tm.staff, tm.site, page(1)) // is there already
	w.upload(w.city, w.site(), page(2))  // each site has its own
}

// held is a file that is read for the second time, to be decoded, only when it is
// let go.
type held struct {
	*bytes.Reader
	seeks           int
	inside, release chan struct{}
}

func (h *held) Seek(offset int64, whence int) (int64, error) {
	if h.seeks++; h.seeks == 2 {
		close(h.inside)
		<-h.release
	}
	return h.Reader.Seek(offset, whence)
}

// One upload is decoded at a time; whoever goes away while he waits gives up his
// place.
func TestUploadsWaitForEachOther(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	slow := &held{bytes.NewReader(page(0)), 0, make(chan struct{}), make(chan struct{})}
	done := make(chan error)
	go func() {
		_, _, err := w.AddEvidence(context.WithoutCancel(t.Context()), tm.staff, tm.site.ID, slow)
		done <- err
	}()
	<-slow.inside
	ctx, cancel := context.WithCancel(t.Context())
	w.store.after("EvidenceOf", func() error { cancel(); return nil })
	_, _, err := w.AddEvidence(ctx, tm.mate, tm.site.ID, bytes.NewReader(page(1)))
	refused(t, err, "unavailable")
	close(slow.release)
	check(t, <-done)
	w.upload(tm.mate, tm.site, page(1))
}

// An honour that nobody has shown cannot be confirmed; once somebody has, somebody
// else may.
func TestEvidenceOfAnHonour(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	boss := w.supervisor()
	h, _, err := w.RecordHonour(t.Context(), tm.staff, service.HonourInput{SiteID: tm.site.ID, Level: "city", Title: "先进站点", Awarded: w.Today()})
	check(t, err)
	_, err = w.ConfirmHonour(t.Context(), boss, h.ID)
	refused(t, err, "evidence_missing")
	h, err = w.AttachToHonour(t.Context(), tm.staff, h.ID, []string{w.upload(tm.staff, tm.site, onePage)})
	if check(t, err); !h.May.Attach || len(h.EvidenceIDs) != 1 {
		t.Errorf("attached: %+v", h)
	}
	_, err = w.ConfirmHonour(t.Context(), boss, h.ID)
	check(t, err)
	if got := w.item(tm.site, 15, true).Score.String(); got != "3" {
		t.Errorf("verified: %s", got)
	}
	h, err = w.AttachToHonour(t.Context(), boss, h.ID, []string{w.upload(boss, tm.site, page(1))})
	if check(t, err); h.Status != service.Recorded || w.item(tm.site, 15, true).Score.String() != "0" {
		t.Errorf("attached to a confirmed one: %+v", h)
	}
	_, err = w.ConfirmHonour(t.Context(), boss, h.ID)
	refused(t, err, "own_record")
	w.rebuildChangesNothing(tm.site)
}

// A closed month keeps its records as they were reported; what was entered later
// may still be proven.
func TestEvidenceAndClosedMonths(t *testing.T) {
	t.Parallel()
	w, tm := settled(t)
	file := w.upload(tm.staff, tm.site, onePage)
	june := day(2026, 6, 10)
	before := w.enter(tm.staff, tm.site, "job_fair", june)
	w.clock.add(time.Minute)
	_, err := w.CloseMonth(t.Context(), w.supervisor(), "350503", june.In())
	check(t, err)
	w.clock.add(time.Minute)
	after := w.enter(tm.staff, tm.site, "job_fair", june)
	_, err = w.AttachToActivity(t.Context(), tm.mate, before.ID, []string{file})
	refused(t, err, "month_closed")
	if v, err := w.Activity(t.Context(), tm.mate, before.ID); err != nil || v.May.Attach || len(v.EvidenceIDs) != 0 {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := w.AttachToActivity(t.Context(), tm.mate, after.ID, []string{file}); err != nil || !v.May.Attach || len(v.EvidenceIDs) != 1 {
		t.Errorf("%+v, %v", v, err)
	}
}

// What was looked at when an assessment was sealed can be told from what was put in
// its place later, byte by byte.
func TestSealedEvidence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tm, boss := w.team(opened(day(2026, 7, 1)), station), w.supervisor()
	file := w.upload(tm.staff, tm.site, onePage)
	unused := w.upload(tm.staff, tm.site, page(1))
	p, err := w.placeStable(tm, file)
	check(t, err)
	void := w.enter(tm.staff, tm.site, "job_fair", calendar.Date{})
	_, err = w.AttachToActivity(t.Context(), tm.mate, void.ID, []string{unused})
	check(t, err)
	_, err = w.VoidActivity(t.Context(), tm.mate, void.ID, "录入有误")
	check(t, err)
	_, err = w.ConfirmPlacement(t.Context(), tm.mate, p.ID)
	check(t, err)
	w.submitted(tm)
	_, err = w.ScoreSite(t.Context(), boss, tm.site.ID, 2026, judged(less), true)
	check(t, err)
	w.clock.add(8 * 24 * time.Hour)
	_, err = w.Approve(t.Context(), w.city, tm.site.ID, 2026)
	check(t, err)
	verified := func() (ok bool, detail string) {
		t.Helper()
		r, err := w.VerifyAssessment(t.Context(), tm.site.ID, 2026)
		check(t, err)
		for _, c := range r.Checks {
			if c.Name == "evidence" {
				return c.OK, c.Detail
			}
		}
		t.Fatalf("evidence was not looked at: %+v", r)
		return
	}
	if ok, detail := verified(); !ok || detail != "1份佐证材料都在，与封存时一致" {
		t.Errorf("%v %s", ok, detail)
	}
	paths, err := filepath.Glob(filepath.Join(w.folder, tm.site.ID, "*"))
	check(t, err)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		check(t, err)
		data[len(data)-1] ^= 1
		check(t, os.WriteFile(path, data, 0o600))
	}
	if ok, detail := verified(); ok || detail != "1份佐证材料中有1份缺失或被改动："+file {
		t.Errorf("altered: %v %s", ok, detail)
	}
	for _, path := range paths {
		check(t, os.Remove(path))
	}
	if ok, _ := verified(); ok {
		t.Error("missing")
	}
	w.blobs.away.Store(true)
	if _, err := w.VerifyAssessment(t.Context(), tm.site.ID, 2026); err == nil {
		t.Error("verified without looking")
	}
}
