package mongostore

import (
	"context"
	"errors"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/mongo"
)

// fault wraps what the driver returned with what we were doing. A deadline that
// the driver or the server noticed first, under a name of its own, is
// context.DeadlineExceeded to callers all the same.
func fault(doing string, err error) error {
	if mongo.IsTimeout(err) && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w: %w", doing, context.DeadlineExceeded, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// isDuplicate reports whether a write was refused because its id or natural key
// is taken. Where the majority has not confirmed that either (a write concern
// error beside the duplicate), nothing is certain and the answer is no.
func isDuplicate(err error) bool {
	var we mongo.WriteException
	if errors.As(err, &we) && we.WriteConcernError != nil {
		return false
	}
	return mongo.IsDuplicateKeyError(err)
}
