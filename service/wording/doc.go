// Package wording reads the text of a job advertisement and says which of its
// words shut people out, or ask of them what nobody may ask for work.
//
// It promises: the same text always gets the same answer; the words it names
// stand in the text letter for letter; nothing is read but the text; ten
// thousand characters take milliseconds, whatever they are. Functions may be
// called from many goroutines.
//
// What the statutes forbid (sex, ethnicity and race, religion, native place,
// household registration, marriage and childbearing, disability, hepatitis B;
// deposits and fees, papers to keep, guarantors) is [Block]. What central policy
// only disapproves of (age, zodiac, blood type, looks, height) is [Review], because
// work may ask for it, and so is what cheats offer (刷单), because it takes a person
// to tell.
//
// How it reads: the text is folded into one way of writing (fold.go), cut into
// words by a lexicon (lexicon.go, words_*.go), and every word for people of a
// protected kind is judged by the words around it (around.go): 限, 只招, 优先,
// 勿扰 make it a condition; 不限, 均可, 宿舍, 不得 take it back. One file per
// kind holds what is special about it. Money and papers have a lexicon of their own (fee.go).
//
// It is a grammar and not a reader. It does not understand irony, pictures, or
// conditions that are only meant; and what it lets through is not thereby lawful.
package wording
