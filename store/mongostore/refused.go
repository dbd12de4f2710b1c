package mongostore

import (
	"errors"
	"fmt"
	"net"

	"go.mongodb.org/mongo-driver/v2/mongo"
)

// ErrRefused is in the chain of Open's error when opening again cannot succeed
// until a person changes something: the options are malformed, or the server
// refuses the login or what it may do.
var ErrRefused = errors.New("mongostore: refused")

// malformed adds ErrRefused to what is wrong with the options, unless it was the
// name server that did not answer for a mongodb+srv:// URI.
func malformed(err error) error {
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrRefused, err)
}

// refusals are the server's codes for a login, or a permission, that is missing.
var refusals = []int{
	11,   // UserNotFound
	13,   // Unauthorized
	18,   // AuthenticationFailed
	8000, // AtlasError: Atlas's word for a failed login
}

// refused adds ErrRefused to an error that tells of such a refusal.
func refused(err error) error {
	var answer mongo.ServerError
	if !errors.As(err, &answer) {
		return err
	}
	for _, code := range refusals {
		if answer.HasErrorCode(code) {
			return fmt.Errorf("%w: %w", ErrRefused, err)
		}
	}
	return err
}
