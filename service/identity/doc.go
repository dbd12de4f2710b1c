// Package identity gives what people type about themselves and their employers
// one canonical form, or says why it cannot.
//
// It covers ID numbers, phone numbers, unified social credit codes, personal
// names, employer names and other free text. Every function is pure: no clock,
// no store, no list of what exists. A canonical form is a fixed point, so that
// reading it again changes nothing, and two spellings of one thing meet in it.
//
// It corrects spelling (width, blanks, case) and never content: a wrong digit
// is refused rather than repaired. A refusal is an *Error, and neither its code
// nor its sentence repeats what was submitted.
package identity
