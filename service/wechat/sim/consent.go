package sim

const (
	maxConsent   = 1_000_000
	maxTemplates = 100 // of one user
)

// grant adds sends of a template to a user, each from one accepted prompt, and
// returns how many are left; false when the user has too many templates.
func (u *users) grant(openID, template string, times int) (int, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	who := u.get(openID)
	if _, known := who.consent[template]; !known && len(who.consent) >= maxTemplates {
		return 0, false
	}
	who.consent[template] = min(who.consent[template]+times, maxConsent)
	return who.consent[template], true
}

// withdraw takes all of a template's sends away, as a user does who switches
// its messages off.
func (u *users) withdraw(openID, template string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if who, ok := u.byOpenID[openID]; ok {
		delete(who.consent, template)
	}
}

// spend uses up one send; false when none is left.
func (u *users) spend(openID, template string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	who, ok := u.byOpenID[openID]
	if !ok || who.consent[template] == 0 {
		return false
	}
	who.consent[template]--
	if who.consent[template] == 0 {
		delete(who.consent, template)
	}
	return true
}
