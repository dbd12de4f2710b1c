package sim

// errcode is a refusal in WeChat's words.
type errcode struct {
	code    int
	message string
}

func (e *errcode) Error() string { return e.message }

// refuse is a refusal with the message that usually goes with it.
func refuse(code int) *errcode {
	message, ok := messages[code]
	if !ok {
		message = "error"
	}
	return &errcode{code, message}
}

// messages are WeChat's own words, odd spellings included.
var messages = map[int]string{
	-1:    "system error",
	40001: "invalid credential, access_token is invalid or not latest",
	40002: "invalid grant_type",
	40003: "invalid openid",
	40013: "invalid appid",
	40014: "invalid access_token",
	40029: "invalid code",
	40037: "invalid template_id",
	40066: "invalid url",
	40097: "invalid args",
	40125: "invalid appsecret",
	40129: "invalid scene",
	40163: "code been used",
	40164: "invalid ip, not in whitelist",
	40165: "invalid weapp pagepath",
	40169: "invalid length for scene, or the data is not json string",
	40212: "invalid query",
	40226: "code blocked",
	41001: "access_token missing",
	41002: "appid missing",
	41004: "appsecret missing",
	41008: "missing code",
	41030: "invalid page",
	42001: "access_token expired",
	43001: "require GET method",
	43002: "require POST method",
	43101: "user refuse to accept the msg",
	45002: "content size out of limit",
	45009: "reach max api daily quota limit",
	45011: "api minute-quota reach limit, must slower, retry next minute",
	47001: "data format error",
	47003: "argument invalid!",
	48001: "api unauthorized",
	61010: "code is expired",
	85079: "miniprogram has no online release",
	85401: "time limit between 1min and 1year",
	85402: "invalid env_version",
	87009: "invalid signature",
}
