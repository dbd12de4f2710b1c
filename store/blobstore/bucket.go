package blobstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/quanjiuye/backend/service"
)

// Place is a bucket and how to get there.
type Place struct {
	Endpoint  string // host, or host:port
	Plain     bool   // http, not https
	Region    string
	PathStyle bool   // endpoint/bucket, where the storage has no bucket.endpoint
	Bucket    string // is there already
	Prefix    string // of every key, without slashes at its ends; may be empty
	AccessKey string
	SecretKey string
}

// Bucket keeps each blob in an object of an S3-compatible storage.
//
// Where the storage knows conditional writes (If-None-Match), what is there stays.
// Where it does not, a key that is put again is written again, by the contract of
// keys with the same bytes.
type Bucket struct {
	client    *minio.Client
	transport *http.Transport
	place     Place
}

var _ service.Blobs = (*Bucket)(nil)

const (
	// attempts at one call, within the caller's time.
	attempts = 3
	// firstByte bounds how long the storage may keep silent.
	firstByte = 5 * time.Second
)

// OpenBucket makes the client. It asks nobody: Ping tells whether the bucket is
// there and may be used.
func OpenBucket(p Place) (*Bucket, error) {
	transport, err := minio.DefaultTransport(!p.Plain)
	if err != nil {
		return nil, fmt.Errorf("blobs: make a client: %w", err)
	}
	transport.ResponseHeaderTimeout = firstByte
	lookup := minio.BucketLookupDNS
	if p.PathStyle {
		lookup = minio.BucketLookupPath
	}
	client, err := minio.New(p.Endpoint, &minio.Options{
		Creds: credentials.NewStaticV4(p.AccessKey, p.SecretKey, ""), Secure: !p.Plain, Transport: transport,
		Region: p.Region, BucketLookup: lookup, MaxRetries: attempts,
	})
	if err != nil {
		return nil, fmt.Errorf("blobs: make a client: %w", err)
	}
	return &Bucket{client, transport, p}, nil
}

// Close lets go of idle connections.
func (b *Bucket) Close() error {
	b.transport.CloseIdleConnections()
	return nil
}

func (b *Bucket) name(key string) string {
	if b.place.Prefix == "" {
		return key
	}
	return b.place.Prefix + "/" + key
}

// Put implements service.Blobs. An object appears whole or not at all, and is as
// durable as the storage says that its answer means.
func (b *Bucket) Put(ctx context.Context, key string, data []byte) error {
	if err := checkKey(key); err != nil {
		return fault("put", err)
	}
	once := minio.PutObjectOptions{ContentType: "application/octet-stream", SendContentMd5: true, DisableMultipart: true}
	anyway := once
	once.SetMatchETagExcept("*")
	err := b.put(ctx, key, data, once)
	switch minio.ToErrorResponse(err).StatusCode {
	case http.StatusPreconditionFailed: // it is there
		return nil
	case http.StatusNotImplemented: // it knows no conditions
		err = b.put(ctx, key, data, anyway)
	}
	return fault("put", err)
}

func (b *Bucket) put(ctx context.Context, key string, data []byte, o minio.PutObjectOptions) error {
	_, err := b.client.PutObject(ctx, b.place.Bucket, b.name(key), bytes.NewReader(data), int64(len(data)), o)
	return err
}

// Get implements service.Blobs.
func (b *Bucket) Get(ctx context.Context, key string) (io.ReadCloser, int64, error) {
	if err := checkKey(key); err != nil {
		return nil, 0, fault("get", err)
	}
	body, info, _, err := (&minio.Core{Client: b.client}).GetObject(ctx, b.place.Bucket, b.name(key), minio.GetObjectOptions{})
	switch {
	case missing(err):
		return nil, 0, service.ErrNoRecord
	case err != nil:
		return nil, 0, fault("get", err)
	}
	return body, info.Size, nil
}

// missing tells an object that is not there from a bucket that is not.
func missing(err error) bool {
	var answer minio.ErrorResponse
	return errors.As(err, &answer) && answer.Code == minio.NoSuchKey
}

var errNoBucket = errors.New("no such bucket")

// Ping implements service.Blobs.
func (b *Bucket) Ping(ctx context.Context) error {
	ok, err := b.client.BucketExists(ctx, b.place.Bucket)
	if err == nil && !ok {
		err = errNoBucket
	}
	return fault("ping", err)
}
