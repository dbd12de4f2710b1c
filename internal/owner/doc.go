// Package owner lets a file that takes another's place belong to whom that one
// belonged: an administrator's command must not take a file away from the server's
// user.
package owner
