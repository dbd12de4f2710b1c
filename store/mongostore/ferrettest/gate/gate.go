package gate

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// Gate is a running gate.
type Gate struct {
	listener net.Listener
	server   string
	faults   faults

	turn sync.Mutex // held by whoever's command FerretDB is carrying out

	mu      sync.Mutex
	clients map[net.Conn]bool
	life    context.Context // ends with Close
	end     context.CancelFunc
	conns   sync.WaitGroup
}

// Listen opens a gate on a TCP address to the server on another. The server is
// dialled anew for each client, so it may start after the gate.
func Listen(addr, server string) (*Gate, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("open the gate: %w", err)
	}
	g := &Gate{listener: listener, server: server, clients: map[net.Conn]bool{}}
	g.life, g.end = context.WithCancel(context.Background())
	g.conns.Go(g.accept)
	return g, nil
}

// Addr is the address that clients connect to.
func (g *Gate) Addr() string { return g.listener.Addr().String() }

// Close cuts every client off, after the command that is under way, and waits
// until all is quiet.
func (g *Gate) Close() error {
	g.mu.Lock()
	g.end()
	for client := range g.clients {
		_ = client.Close()
	}
	g.mu.Unlock()
	err := g.listener.Close()
	g.conns.Wait()
	return err
}

func (g *Gate) accept() {
	for {
		client, err := g.listener.Accept()
		if err != nil {
			return // closed
		}
		if g.enter(client) {
			g.conns.Go(func() { g.serve(client) })
		}
	}
}

// enter notes a client, unless the gate is closing.
func (g *Gate) enter(client net.Conn) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.life.Err() != nil {
		_ = client.Close()
		return false
	}
	g.clients[client] = true
	return true
}

func (g *Gate) leave(client net.Conn) {
	_ = client.Close()
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.clients, client)
}

// serve has a connection to the server for each of a client's: cursors and
// handshakes belong to connections.
func (g *Gate) serve(client net.Conn) {
	defer g.leave(client)
	server, err := new(net.Dialer).DialContext(g.life, "tcp", g.server)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	requests, replies := bufio.NewReader(client), bufio.NewReader(server)
	for {
		request, err := read(requests)
		if err != nil {
			return
		}
		reply, err := g.pass(request, server, replies)
		if err != nil {
			return
		}
		if request.moreToCome() {
			continue
		}
		if _, err := client.Write(reply); err != nil {
			return
		}
	}
}

// errCut: a fault wants the connection cut.
var errCut = errors.New("cut")

// pass carries one request to the server and its reply back, or meets a fault.
func (g *Gate) pass(request message, server net.Conn, replies *bufio.Reader) (message, error) {
	what := g.faults.strike(request.about())
	if what.refuse {
		return nil, errCut
	}
	select {
	case <-time.After(what.delay):
	case <-g.life.Done():
		return nil, errCut
	}
	reply, err := g.exchange(request, server, replies)
	if err == nil && what.loseReply {
		err = errCut
	}
	return reply, err
}

// exchange is one command, alone with the server.
func (g *Gate) exchange(request message, server net.Conn, replies *bufio.Reader) (message, error) {
	g.turn.Lock()
	defer g.turn.Unlock()
	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	return read(replies)
}
