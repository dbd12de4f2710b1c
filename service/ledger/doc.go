// Package ledger reads the workbooks in which sites keep their registrations
// (求职登记), placements (推荐就业) and postings (岗位信息登记), as they are really
// kept, and writes the empty workbook that we would rather get.
//
// It parses and nothing else: no store, no clock, no notion of a duplicate.
// Every row that is meant as a record comes out exactly once, in sheet order,
// either read or refused with a code and a Chinese sentence that repeats none
// of the row's contents. Titles, blank rows, month headings, repeated headers,
// totals and signatures are not records.
//
// What the sheet does not say is not guessed. An ID number that Excel turned
// into a number is gone and refused. A date without a year, or with two digits
// of one, takes the year that the title or the sheet's name gives, and is
// refused when they give none. Formulas are never evaluated: the value that
// Excel saved with the cell counts. Hidden sheets are not read; hidden rows are.
//
// The workbook comes from outside. Open refuses what it should not be (macros,
// links to other files, encryption) and what is too big for a ledger before
// the library that understands the format sees a byte, so that a hostile file
// costs milliseconds.
package ledger
