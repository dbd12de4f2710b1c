package mongostore

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

// Options says where the database is. All but URI have a default.
type Options struct {
	// URI is a MongoDB connection string, mongodb:// or mongodb+srv://. What it
	// says of concerns, read preference, retries, heartbeat, compressors and
	// application name is overruled; credentials, TLS, replica set and the rest
	// are taken from it.
	URI string
	// Database is the database's name; empty: the one in the URI, else "quanjiuye".
	Database string
	// MaxPoolSize is the most connections to one server; 0: what the URI says,
	// else the driver's 100.
	MaxPoolSize uint64
	// Timeout is the deadline of a call whose context has none; 0: ten seconds.
	Timeout time.Duration
	// Existing makes Open fail with ErrNoDatabase where no server has begun the
	// database yet, and make nothing there.
	Existing bool
	// AppName is what the server's log calls us; empty: "quanjiuye".
	AppName string
}

const defaultName = "quanjiuye"

// selectionTimeout is how long a call waits for a primary. A planned election
// takes less. After a crash the others wait ten seconds before they elect one;
// by then a phone has been told to try again, where the driver's 30 s would let
// requests pile up.
const selectionTimeout = 5 * time.Second

// A primary that falls silent is given up after both together, sooner than the
// others can have elected a new one.
const (
	connectTimeout = 5 * time.Second
	heartbeat      = 3 * time.Second
)

func (o Options) timeout() time.Duration { return cmp.Or(o.Timeout, 10*time.Second) }

func (o Options) database() string {
	_, rest, _ := strings.Cut(o.URI, "://")
	rest, _, _ = strings.Cut(rest, "?")
	_, name, _ := strings.Cut(rest, "/") // a slash in a password or socket path is escaped
	return cmp.Or(o.Database, name, defaultName)
}

// client is the driver's configuration. Without retries a write whose answer was
// lost would be our own duplicate when it is sent again, so no URI turns them off.
func (o Options) client() (*options.ClientOptions, error) {
	if o.URI == "" {
		return nil, errors.New("no MongoDB URI")
	}
	journaled := true
	config := options.Client().ApplyURI(o.URI).
		SetWriteConcern(&writeconcern.WriteConcern{W: writeconcern.WCMajority, Journal: &journaled}).
		SetReadConcern(readconcern.Majority()).
		SetReadPreference(readpref.Primary()).
		SetRetryWrites(true).
		SetRetryReads(true).
		SetServerSelectionTimeout(selectionTimeout).
		SetHeartbeatInterval(heartbeat).
		SetConnectTimeout(connectTimeout).
		SetAppName(cmp.Or(o.AppName, defaultName)).
		SetCompressors(nil).
		SetBSONOptions(bsonOptions)
	if o.MaxPoolSize > 0 {
		config.SetMaxPoolSize(o.MaxPoolSize)
	}
	if err := config.Validate(); err != nil {
		return nil, fmt.Errorf("read the MongoDB URI: %w", err)
	}
	return config, nil
}

// bsonOptions makes the driver read documents by their json tags and leave
// nothing in the destination of what was there before.
var bsonOptions = &options.BSONOptions{UseJSONStructTags: true, ZeroStructs: true, ZeroMaps: true}

// registry knows the types that documents are made of.
var registry = bson.NewRegistry()
