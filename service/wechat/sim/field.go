package sim

import (
	"regexp"
	"unicode"
	"unicode/utf8"
)

// fieldForm splits a field's name into its type and number: "thing", "3".
var fieldForm = regexp.MustCompile(`^([a-z_]+?)([0-9]+)$`)

// moment is one point in time, of either type; both allow a range.
const moment = `(?:[0-9]{4}年(?:0?[1-9]|1[0-2])月(?:0?[1-9]|[12][0-9]|3[01])日(?: (?:[01]?[0-9]|2[0-3]):[0-5][0-9])?)`
const clockTime = `(?:(?:[01]?[0-9]|2[0-3]):[0-5][0-9])`

// fieldTypes are the types of template fields and what fits into them.
var fieldTypes = map[string]func(string) bool{
	"thing":            func(v string) bool { return length(v) <= 20 },
	"number":           number,
	"letter":           matches(`^[A-Za-z]{1,32}$`),
	"symbol":           symbol,
	"character_string": func(v string) bool { return length(v) <= 32 && !has(v, isHan) },
	"time":             matches(`^(?:` + moment + `|` + clockTime + `)(?:~(?:` + moment + `|` + clockTime + `))?$`),
	"date":             matches(`^` + moment + `(?:~` + moment + `)?$`),
	"amount":           matches(`^[¥￥$€£]?[0-9]{1,10}(?:\.[0-9]+)?元?$`),
	"phone_number":     matches(`^[0-9+() -]{1,17}$`),
	"car_number":       matches(`^[\p{Han}0-9A-Za-z][0-9A-Za-z]{0,6}[\p{Han}0-9A-Za-z]$`),
	"name":             name,
	"phrase":           matches(`^\p{Han}{1,5}$`),
	// The values that a template allows are not known here.
	"enum": func(v string) bool { return length(v) <= 20 },
}

// fits reports whether value may stand in the field called name.
func fits(name, value string) bool {
	parts := fieldForm.FindStringSubmatch(name)
	if parts == nil {
		return false
	}
	check, ok := fieldTypes[parts[1]]
	return ok && check(value)
}

var numberForm = regexp.MustCompile(`^-?[0-9]+(?:\.[0-9]+)?$`)

// number counts digits; sign and point are free.
func number(v string) bool {
	digits := 0
	for _, r := range v {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits <= 32 && numberForm.MatchString(v)
}

func symbol(v string) bool {
	return length(v) <= 5 && !has(v, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// name is up to 10 characters with Chinese ones in it, or up to 20 without;
// digits have no place in either.
func name(v string) bool {
	most := 20
	if has(v, isHan) {
		most = 10
	}
	return length(v) <= most && !has(v, unicode.IsDigit)
}

func length(v string) int { return utf8.RuneCountInString(v) }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

func has(v string, is func(rune) bool) bool {
	for _, r := range v {
		if is(r) {
			return true
		}
	}
	return false
}

func matches(form string) func(string) bool { return regexp.MustCompile(form).MatchString }
