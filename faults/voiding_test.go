package faults_test

import "testing"

func (w *world) voidTwice(t *testing.T) {
	s := w.sites[0]
	_, first := w.persist(registration(s, s.tokens[0]))
	_, second := w.persist(registration(s, s.tokens[0]))
	w.grows(t, s, -1, func() {
		w.persist(voiding(s, s.tokens[0], "registrations", first))
		w.persist(voiding(s, s.tokens[1], "registrations", first))
	})
	w.grows(t, s, -1, func() {
		w.atOnce(10, func(int) { w.persist(voiding(s, s.tokens[0], "registrations", second)) })
		w.fault("void at once")
	})
}

// A confirmation that comes first is voided all the same; one that comes later
// is refused.
func (w *world) voidAgainstConfirm(t *testing.T) {
	s := w.sites[0]
	for range 5 {
		_, id := w.persist(registration(s, s.tokens[0]))
		w.grows(t, s, -1, func() {
			w.atOnce(2, func(i int) {
				if i == 0 {
					w.persist(voiding(s, s.tokens[0], "registrations", id))
					return
				}
				a := confirmation(s, s.tokens[1], "registrations", id)
				got, err := w.send(t.Context(), w.instances[1], "POST", a.path, a.token, a.key, nil)
				if err != nil || got.status != 200 && got.code() != "record_void" {
					t.Errorf("confirm: %d %s, %v", got.status, got.body, err)
				}
			})
			w.fault("void against confirm")
		})
	}
}

// One person may be registered once in each month at each site.
func (w *world) bothMonthsAndSites(t *testing.T) {
	person := registration(w.sites[0], "").body
	for _, s := range w.sites {
		w.grows(t, s, 2, func() {
			for _, day := range []string{lastMonth + "-02", thisMonth + "-03", lastMonth + "-30", thisMonth + "-01"} {
				a := registration(s, s.tokens[0])
				a.body["phone"], a.body["registered_on"] = person["phone"], day
				w.persist(a)
			}
		})
	}
}
