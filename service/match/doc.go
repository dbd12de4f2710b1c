// Package match says how well an offer of work and a job seeker fit, and why.
//
// A fit is a score from 0 to 100 with its reasons in Chinese words, for and
// against. The score is the sum of what seven things earn, weighed as Weights says:
// occupation, area, pay, time, skills, freshness and kind of employment. What was
// not said, or cannot be compared, earns half and gives no reason: it is not known,
// which is neither a fit nor a misfit.
//
// Nothing about who somebody is can enter. A Seeker has no sex, age, native place,
// household registration, ethnicity, religion, health, marriage or group of special
// help, and a Posting has no wish for any; a test holds the two types to what is
// listed here. Neither can name such a thing in words: words are only looked up in
// lists of occupations, places, times and skills. Only a wanted occupation and a
// skill that no list knows are compared as they are written, with what the posting
// says of occupation and skills, which has passed the check of its wording.
//
// Everything is pure and deterministic: no clock, no store. Scores are whole
// numbers. An Index is safe for concurrent use; all else are values.
package match
