package mongostore_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/quanjiuye/backend/store/mongostore"
)

// TestOpenTellsRefusalsFromOutages: a start waits for the one and not for the
// other.
func TestOpenTellsRefusalsFromOutages(t *testing.T) {
	for _, c := range []struct {
		name, uri string
		refused   bool
	}{
		{"no URI", "127.0.0.1:27017", true},
		{"wrong password", "mongodb://user:SECRET@" + guarded(t) + "/?directConnection=true", true},
		{"nobody there", "mongodb://user:SECRET@127.0.0.1:1/", false},
		{"no such name", "mongodb+srv://user:SECRET@nowhere.invalid/", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			defer cancel()
			_, err := mongostore.Open(ctx, mongostore.Options{URI: c.uri})
			if err == nil || errors.Is(err, mongostore.ErrRefused) != c.refused {
				t.Errorf("refused is not %v: %v", c.refused, err)
			}
			if strings.Contains(err.Error(), "SECRET") {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

// guarded is a server that greets and then lets nobody in. FerretDB, which lets
// everybody in, cannot show this.
func guarded(t *testing.T) (addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var conns sync.WaitGroup
	conns.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			conns.Go(func() {
				defer func() { _ = c.Close() }()
				for answer(c) == nil {
					continue
				}
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		conns.Wait()
	})
	return l.Addr().String()
}

const opQuery = 2004 // the form of a driver's first hello; all else is OP_MSG

// answer reads one message of the wire protocol and replies in its form.
func answer(c net.Conn) error {
	var head [16]byte // length, id, id of the request, form
	if _, err := io.ReadFull(c, head[:]); err != nil {
		return err
	}
	body := make([]byte, binary.LittleEndian.Uint32(head[:])-16)
	if _, err := io.ReadFull(c, body); err != nil {
		return err
	}
	doc := bson.D{{Key: "ok", Value: 0.0}, {Key: "code", Value: int32(18)}, {Key: "errmsg", Value: "Authentication failed."}}
	query := binary.LittleEndian.Uint32(head[12:]) == opQuery
	if query || bytes.Contains(body, []byte("\x10hello\x00")) || bytes.Contains(body, []byte("isMaster\x00")) {
		doc = bson.D{{Key: "ok", Value: 1.0}, {Key: "helloOk", Value: true}, {Key: "isWritablePrimary", Value: true},
			{Key: "maxWireVersion", Value: int32(21)}}
	}
	raw, err := bson.Marshal(doc)
	if err != nil {
		return err
	}
	form, before := uint32(2013), make([]byte, 5) // OP_MSG: flags, kind of section
	if query {
		form, before = 1, append(make([]byte, 16), 1, 0, 0, 0) // OP_REPLY: flags, cursor, from, one document
	}
	out := binary.LittleEndian.AppendUint32(nil, uint32(16+len(before)+len(raw)))
	out = append(out, 0, 0, 0, 0)
	out = append(out, head[4:8]...)
	out = binary.LittleEndian.AppendUint32(out, form)
	_, err = c.Write(append(append(out, before...), raw...))
	return err
}
