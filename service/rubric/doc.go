// Package rubric is the official assessment form of Quanzhou's odd-job markets
// (零工市场) and stations (零工驿站): 15 items, 110 points, as data, with pure
// functions that turn the facts of one site's year into a scored sheet.
//
// It promises that every computed score is exact (no floating point takes part
// in arithmetic), names the policy whose readings made it, carries the facts it
// rests on, one Chinese sentence that leads from the facts to the score, and
// the smallest step that would raise it. The same policy and facts always give
// the same sheet. Everything here is safe for concurrent use and never panics,
// whatever the facts are.
//
// It refuses to invent: an item that the form leaves to an assessor's judgement
// gets facts and never a score, and a fact that is not known or cannot be true
// leaves its item without a score, which is not the same as 0. It knows no
// clock, no store and no record; who counts as a person, a duplicate or a
// stable placement was decided by whoever counted, and the policy says how.
package rubric
