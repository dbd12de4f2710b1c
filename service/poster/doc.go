// Package poster draws the poster that hangs at a site: its name, its
// mini-program code large enough to be scanned from some steps away, what one
// can do there, and that nobody may take money for it.
//
// A poster is laid out once, in millimetres, and drawn from that as a PDF or as
// a PNG. Nothing is drawn outside the sheet or over the code, however long the
// texts are: they wrap, then shrink, and what is too long even so ends in "…".
// The font is within the program; a character that it lacks is drawn as □. Equal
// input gives equal bytes.
//
// It knows no clock, fetches nothing and is safe for concurrent use. A PNG takes
// some 50 MB while it is drawn: whoever serves many draws one at a time.
package poster
