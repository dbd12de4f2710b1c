package gate

import (
	"encoding/binary"
	"fmt"
	"io"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// message is one message of the wire protocol with its header: length, request
// id, id answered to and opcode, four little-endian bytes each.
type message []byte

const (
	headerSize = 16
	maxSize    = 48_000_000 // of a message, as MongoDB announces it
)

const opMsg = 2013

// read takes one whole message.
func read(r io.Reader) (message, error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(size[:])
	if n < headerSize || n > maxSize {
		return nil, fmt.Errorf("a message of %d bytes", n)
	}
	m := make(message, n)
	copy(m, size[:])
	if _, err := io.ReadFull(r, m[len(size):]); err != nil {
		return nil, err
	}
	return m, nil
}

// isMsg tells an OP_MSG from the OP_QUERY of a first handshake.
func (m message) isMsg() bool {
	return len(m) > headerSize+4 && binary.LittleEndian.Uint32(m[12:]) == opMsg
}

// moreToCome: the client waits for no reply.
func (m message) moreToCome() bool {
	return m.isMsg() && binary.LittleEndian.Uint32(m[headerSize:])&(1<<1) != 0
}

// about is what a command is and what it touches; all empty where the message
// does not say.
type about struct{ command, collection, database string }

// about reads {insert: "registrations", …, $db: "quanjiuye"}.
func (m message) about() about {
	body := m.body()
	elements, err := body.Elements()
	if err != nil || len(elements) == 0 {
		return about{}
	}
	a := about{command: elements[0].Key()}
	a.collection, _ = elements[0].Value().StringValueOK()
	if a.command == "getMore" { // {getMore: 7, collection: "registrations"}
		a.collection, _ = body.Lookup("collection").StringValueOK()
	}
	a.database, _ = body.Lookup("$db").StringValueOK()
	return a
}

// body is the one section of kind 0; nil when there is none.
func (m message) body() bson.Raw {
	if !m.isMsg() {
		return nil
	}
	for rest := m[headerSize+4:]; len(rest) > 5; {
		kind := rest[0]
		size := int(binary.LittleEndian.Uint32(rest[1:]))
		if size < 4 || size > len(rest)-1 {
			return nil
		}
		if kind == 0 {
			return bson.Raw(rest[1 : 1+size])
		}
		rest = rest[1+size:]
	}
	return nil
}
