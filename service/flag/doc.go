// Package flag looks at one site's month and says what in it is worth a
// supervisor's look before anybody confirms it: records in, flags out.
//
// A flag is no accusation. It is a picture that invented records often make and
// honest ones seldom do, with the numbers that make it and the records that it is
// about. So each rule has, beside its share, a least number below which it says
// nothing: a station with three registrations a month is never flagged for what
// three people happen to have in common. How a record came in is held against
// nobody: the rules about who wrote what and when leave out what was imported and
// what seekers registered themselves.
//
// It promises that the same month gives the same flags in whatever order its
// records come. It is pure: no clock, no store, no personal data in a sentence.
package flag
