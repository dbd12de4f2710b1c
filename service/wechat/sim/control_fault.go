package sim

import (
	"net/http"
	"time"
)

// orderFault makes a path misbehave the next few times.
func orderFault(s *Simulator, w http.ResponseWriter, r *http.Request) (any, *problem) {
	var in struct {
		Path    string `json:"path"`
		ErrCode int    `json:"errcode"`
		Status  int    `json:"status"`
		DelayMS int    `json:"delay_ms"`
		Body    string `json:"body"`
		Times   *int   `json:"times"`
	}
	if wrong := decode(w, r, &in); wrong != nil {
		return nil, wrong
	}
	f := fault{
		path: in.Path, left: 1, delay: time.Duration(in.DelayMS) * time.Millisecond,
		code: in.ErrCode, state: in.Status, body: in.Body,
	}
	if in.Times != nil {
		f.left = *in.Times
	}
	if detail := f.check(in.DelayMS); detail != "" {
		return nil, invalid(detail)
	}
	if !s.faults.order(f) {
		return nil, tooMany("还没发生的故障太多，请先清除")
	}
	return map[string]any{"path": f.path, "times": f.left}, nil
}

// check says what is wrong with an ordered fault, or "".
func (f fault) check(delayMS int) string {
	_, known := endpoints[f.path]
	effects := 0
	for _, set := range []bool{f.code != 0, f.state != 0, f.body != ""} {
		if set {
			effects++
		}
	}
	switch {
	case !known && f.path != anyPath:
		return "path 应是模拟器已有的微信接口路径，或 *"
	case effects > 1:
		return "errcode、status、body 只能选一个"
	case effects == 0 && delayMS == 0:
		return "请给出 errcode、status、body 或 delay_ms"
	case f.state != 0 && (f.state < 400 || f.state > 599):
		return "status 应在 400 至 599 之间"
	case delayMS < 0 || delayMS > 60_000:
		return "delay_ms 应在 0 至 60000 之间"
	case f.left < 1 || f.left > 1_000_000:
		return "times 应在 1 至 1000000 之间"
	}
	switch f.body {
	case "", "html", "empty", "huge", "cut":
		return ""
	}
	return "body 只能是 html、empty、huge 或 cut"
}

// clearFaults forgets the faults that have not happened yet.
func clearFaults(s *Simulator, _ http.ResponseWriter, _ *http.Request) (any, *problem) {
	s.faults.clear()
	return nil, nil
}
