package sim

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// jscode2session exchanges a login code for a session.
func (s *Simulator) jscode2session(q *request) (any, *errcode) {
	text := q.query.Get("js_code")
	if refused := s.knows(q.query.Get("appid"), q.query.Get("secret")); refused != nil {
		return nil, refused
	}
	switch {
	case text == "":
		return nil, refuse(41008)
	case q.query.Get("grant_type") != "authorization_code":
		return nil, refuse(40002)
	}
	now := s.clock.now()
	code, used := s.codes.use(now, loginCode, text)
	switch {
	case used:
		return nil, refuse(40163)
	case code == nil:
		return nil, refuse(40029)
	}
	key, ok := s.users.login(now, code.openID, s.opt.LoginsPerMinute)
	if !ok {
		return nil, refuse(45011)
	}
	// No errcode on success: the real answer often lacks it.
	session := map[string]any{"openid": code.openID, "session_key": key}
	if s.opt.UnionID {
		session["unionid"] = unionID(code.openID)
	}
	return session, nil
}

// knows checks the app's credentials.
func (s *Simulator) knows(appID, secret string) *errcode {
	switch {
	case appID == "":
		return refuse(41002)
	case secret == "":
		return refuse(41004)
	case appID != s.opt.AppID:
		return refuse(40013)
	case !hmac.Equal([]byte(secret), []byte(s.opt.Secret)):
		return refuse(40125)
	}
	return nil
}

// unionID is the same for the same user every time, as it must be.
func unionID(openID string) string {
	sum := sha256.Sum256([]byte("unionid of " + openID))
	return "o" + base64.RawURLEncoding.EncodeToString(sum[:])[:27]
}

// checkSession reports whether the caller still holds the user's session key.
// The key of the HMAC is taken as its base64 text; whether the real host wants
// the bytes instead is not documented.
func (s *Simulator) checkSession(q *request) (any, *errcode) {
	key := s.users.sessionKey(q.query.Get("openid"))
	given, err := hex.DecodeString(q.query.Get("signature"))
	mac := hmac.New(sha256.New, []byte(key)).Sum(nil) // of the empty text
	if key == "" || err != nil || q.query.Get("sig_method") != "hmac_sha256" || !hmac.Equal(given, mac) {
		return nil, refuse(87009)
	}
	return ok(map[string]any{}), nil
}
