// Package house holds no code, only a test that keeps the rooms of this module
// apart: which package may import what, and that each says what it is for. The
// rules are the table in rules_test.go; docs/adr says why.
package house
