package sim

import "net/http"

// listCalls shows the recorded calls, oldest first, of one path if asked.
func listCalls(s *Simulator, _ http.ResponseWriter, r *http.Request) (any, *problem) {
	path := r.URL.Query().Get("path")
	all, total := s.calls.list()
	items := make([]Call, 0, len(all))
	for _, one := range all {
		if path == "" || one.Path == path {
			items = append(items, one)
		}
	}
	return map[string]any{"items": items, "total": total}, nil
}

// clearCalls forgets the recorded calls.
func clearCalls(s *Simulator, _ http.ResponseWriter, _ *http.Request) (any, *problem) {
	s.calls.clear()
	return nil, nil
}
