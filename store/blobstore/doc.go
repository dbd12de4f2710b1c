// Package blobstore keeps the bytes of evidence: in a folder, or in a bucket of an
// object storage that speaks S3.
//
// Both promise what service.Blobs says, and pass one suite of tests. Neither lists,
// changes or deletes anything: what a key holds is written once. Names are ours; what
// a sender called a file never gets here.
package blobstore

import (
	"errors"
	"fmt"
	"regexp"
)

var keyForm = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$`)

// longestKey fits what file systems and object storages take.
const longestKey = 250

var errKey = errors.New("blobstore: not a key")

func checkKey(key string) error {
	if len(key) > longestKey || !keyForm.MatchString(key) {
		return errKey
	}
	return nil
}

// fault says what was being done. No key is in it: it is in nobody's interest to
// have them in a log.
func fault(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("blobs: %s: %w", doing, err)
}
