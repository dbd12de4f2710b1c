// Package occupation tells which occupations a free text names: the title of a
// posting, the wish of a job seeker.
//
// What people write (装卸工, 小工搬货, 上下货) and the occupations they mean by it
// are a table, table.txt, of those that odd-job markets in Quanzhou really post;
// it is meant to be read and mended by people who know the markets. Occupations of
// one family, and those that the table calls near, are half alike.
//
// Codes are of the 中华人民共和国职业分类大典 (2022). Each was looked up in two
// transcriptions that others made public independently (a machine-readable list of
// the 2022 edition, and an extract of its draft for public comment) and is in the
// table only where both give it the same place, or one does and the other was not
// at hand (6-20-05-08, 6-24-07-02, 6-25-02-05). The classification is coarser than
// the market: several rows share a code. "-" means that no code was verified, never
// that there is none.
//
// Everything here is pure and deterministic, and safe for concurrent use. It knows
// no person: nothing of sex, age or origin is in the table, and words that name them
// find nothing.
package occupation
