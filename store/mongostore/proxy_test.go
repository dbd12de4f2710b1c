package mongostore_test

import (
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/quanjiuye/backend/store/mongostore"
)

// proxy stands between an engine and its server: it keeps the commands that the
// engine sends and can lose the server's answers.
type proxy struct {
	addr   string
	server string

	mu     sync.Mutex
	sent   []command
	conns  int    // how many connections have been made
	cutAt  string // the answer to this command is lost, once, with its connection
	silent bool   // the server's answers never arrive
	refuse func(command) int
}

// command is what the engine asked for and on which of its connections.
type command struct {
	name string
	body bson.Raw
	conn int
}

// through is opts by way of a proxy.
func through(t *testing.T, opts mongostore.Options) (mongostore.Options, *proxy) {
	t.Helper()
	u, err := url.Parse(opts.URI)
	if err != nil || u.Scheme != "mongodb" || strings.Contains(u.Host, ",") {
		t.Skip("needs a MONGO_TEST_URI with one host")
	}
	p := &proxy{server: u.Host}
	var conns sync.WaitGroup
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = listener.Close()
		conns.Wait() // the engine has closed its connections by now
	})
	conns.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			conns.Go(func() { p.serve(client) })
		}
	})
	p.addr = listener.Addr().String()
	u.Host, u.RawQuery = p.addr, "directConnection=true"
	opts.URI = u.String()
	return opts, p
}

func (p *proxy) serve(client net.Conn) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	cut := make(chan struct{}) // closed before the command goes out whose answer is to be lost
	var answers sync.WaitGroup
	answers.Go(func() {
		defer func() { _ = client.Close() }()
		forward(server, func(b []byte) bool {
			select {
			case <-cut:
				return false
			default:
			}
			if p.isSilent() {
				return true
			}
			_, err := client.Write(b)
			return err == nil
		})
	})
	conn := p.connected()
	for {
		message, err := readMessage(client)
		if err != nil {
			break
		}
		c := commandIn(message)
		c.conn = conn
		if p.keep(c) {
			close(cut)
		}
		to, reply := server, message
		if refusal := p.refusal(c, message); refusal != nil {
			to, reply = client, refusal
		}
		if _, err := to.Write(reply); err != nil {
			break
		}
	}
	_ = server.Close()
	answers.Wait()
}

func forward(from net.Conn, to func([]byte) bool) {
	buf := make([]byte, 1<<16)
	for {
		n, err := from.Read(buf)
		if err != nil || !to(buf[:n]) {
			return
		}
	}
}

func (p *proxy) connected() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns++
	return p.conns
}

const (
	headerSize = 16 // length, request id, id answered to, opcode
	opMsg      = 2013
)

func readMessage(r io.Reader) ([]byte, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	m := make([]byte, binary.LittleEndian.Uint32(size[:]))
	_, err := io.ReadFull(r, m[copy(m, size[:]):])
	return m, err
}

// commandIn is empty for the first handshake, which is no OP_MSG.
func commandIn(m []byte) command {
	if binary.LittleEndian.Uint32(m[12:]) != opMsg {
		return command{}
	}
	body := bson.Raw(m[headerSize+5:]) // behind flags and kind; the driver puts the body first
	body = body[:binary.LittleEndian.Uint32(body)]
	return command{name: body.Index(0).Key(), body: body}
}

// refusal is the answer to a command that is refused with a code; nil for others.
func (p *proxy) refusal(c command, message []byte) []byte {
	p.mu.Lock()
	refuse := p.refuse
	p.mu.Unlock()
	code := 0
	if refuse != nil && c.name != "" {
		code = refuse(c)
	}
	if code == 0 {
		return nil
	}
	body, err := bson.Marshal(bson.D{{Key: "ok", Value: 0}, {Key: "code", Value: code}, {Key: "errmsg", Value: "refused"}})
	if err != nil {
		panic(err)
	}
	reply := binary.LittleEndian.AppendUint32(nil, uint32(headerSize+5+len(body)))
	reply = append(reply, 0, 0, 0, 0)
	reply = append(reply, message[4:8]...)
	reply = binary.LittleEndian.AppendUint32(reply, opMsg)
	return append(append(reply, 0, 0, 0, 0, 0), body...)
}

// refusing has commands answered with an error's code where code is not 0.
func (p *proxy) refusing(code func(command) int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = code
}

// keep notes what the engine sent and reports whether its answer is to be lost.
func (p *proxy) keep(c command) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c.name == "" {
		return false
	}
	p.sent = append(p.sent, c)
	if p.cutAt != c.name {
		return false
	}
	p.cutAt = ""
	return true
}

// losing breaks the connection after the server has done the first command of
// that name in call, and before the engine hears of it.
func (p *proxy) losing(t *testing.T, command string, call func() error) error {
	t.Helper()
	p.mu.Lock()
	p.cutAt = command
	p.mu.Unlock()
	err := call()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cutAt != "" {
		t.Errorf("no %s was sent", command)
	}
	return err
}

func (p *proxy) silence() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.silent = true
}

func (p *proxy) isSilent() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.silent
}

// sentSince lists the commands that the engine has sent after the first mark.
func (p *proxy) sentSince(mark int) []command {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.sent[mark:])
}
