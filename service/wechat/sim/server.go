package sim

import (
	"fmt"
	"net"
	"net/http"
	"time"
)

// Server is a Simulator whose API listens on a port of the loopback address.
// Its Control is not served there: mount it where you want it.
type Server struct {
	*Simulator
	url    string
	server *http.Server
	done   chan struct{}
}

// Start makes a simulator and serves its API on a free port of 127.0.0.1.
func Start(opt Options) (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen for the wechat simulator: %w", err)
	}
	s := New(opt)
	started := &Server{
		Simulator: s,
		url:       "http://" + listener.Addr().String(),
		server: &http.Server{
			Handler:           s.API(),
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       10 * time.Second,
			IdleTimeout:       2 * time.Minute,
			MaxHeaderBytes:    64 << 10,
		},
		done: make(chan struct{}),
	}
	go func() {
		defer close(started.done)
		_ = started.server.Serve(listener) // ends with Close
	}()
	return started, nil
}

// URL is the base address of the API, such as "http://127.0.0.1:40123".
func (s *Server) URL() string { return s.url }

// Close stops listening and breaks every connection.
func (s *Server) Close() error {
	err := s.server.Close()
	<-s.done
	if err != nil {
		return fmt.Errorf("close the wechat simulator: %w", err)
	}
	return nil
}
