package wording

import (
	"cmp"
	"slices"
)

// Verdict is what becomes of a text.
type Verdict string

// The verdicts, from mild to severe.
const (
	OK     Verdict = "ok"     // nothing found; not a promise that it is lawful
	Review Verdict = "review" // somebody should look at it first
	Block  Verdict = "block"  // must not be published as it is
)

// Category is the protected kind that a wording touches.
type Category string

// The categories. Age, Other and Scam are for review, all others block.
const (
	Gender     Category = "gender"
	Age        Category = "age"
	Ethnicity  Category = "ethnicity" // and race
	Religion   Category = "religion"
	Region     Category = "region" // native place
	Hukou      Category = "hukou"  // household registration
	Marital    Category = "marital"
	Disability Category = "disability"
	HepatitisB Category = "hepatitis_b"
	Other      Category = "other" // zodiac, blood type, looks, height
	Fee        Category = "fee"   // money, papers to keep or a guarantor asked of people
	Scam       Category = "scam"  // what only cheats offer
)

// Categories lists them in the order in which a report shows them.
func Categories() []Category {
	return []Category{Gender, Age, Ethnicity, Religion, Region, Hukou, Marital, Disability, HepatitisB, Other, Fee, Scam}
}

// Verdict is what one finding of the category makes of a text.
func (c Category) Verdict() Verdict {
	if c == Age || c == Other || c == Scam {
		return Review
	}
	return Block
}

// Finding is one wording that shuts people out.
type Finding struct {
	Category   Category
	Words      string // as they stand in the text
	Clause     string // what they are measured by
	Suggestion string // how it may be said instead
}

// Result is what was found, in the order of the text. No findings means OK.
type Result struct {
	Verdict  Verdict
	Findings []Finding
}

// span is a finding by its tokens, both included; in Check, by its bytes, the last
// not included.
type span struct {
	cat         Category
	first, last int
}

// Check reads a text of any length.
func Check(text string) Result {
	ls := letters(text)
	t := readBy(lexicon(), text, ls)
	found := t.bytes(t.spans())
	if money := readBy(feeLexicon(), text, ls); len(money.tokens) > 0 {
		found = append(found, money.bytes(money.fees(t))...)
	}
	r := Result{Verdict: OK}
	seen := map[Finding]bool{}
	for _, s := range join(found) {
		clause, suggestion := law(s.cat)
		f := Finding{s.cat, text[s.first:s.last], clause, suggestion}
		if seen[f] {
			continue
		}
		seen[f] = true
		r.Findings = append(r.Findings, f)
		if v := s.cat.Verdict(); r.Verdict != Block {
			r.Verdict = v
		}
	}
	return r
}

// bytes are spans by what they take of the text.
func (t *reading) bytes(spans []span) []span {
	for i, s := range spans {
		spans[i].first, spans[i].last = t.tokens[s.first].from, t.tokens[s.last].to
	}
	return spans
}

// join makes one of the spans of a category that overlap, and sorts them.
func join(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(cmp.Compare(a.cat, b.cat), cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last))
	})
	var out []span
	for _, s := range spans {
		if n := len(out) - 1; n >= 0 && out[n].cat == s.cat && s.first < out[n].last {
			out[n].last = max(out[n].last, s.last)
			continue
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b span) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last)) })
	return out
}
