package occupation

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed table.txt
var source string

var table = mustParse(source)

// parsed is the table as Find and Similarity use it.
type parsed struct {
	rows    []Occupation
	names   map[string]ID
	near    map[pair]bool // of different families; the smaller ID first
	words   map[string][]ID
	longest map[rune]int // most bytes of a word that begins with the rune
}

type pair struct{ a, b ID }

var codeForm = regexp.MustCompile(`^\d-\d\d-\d\d-\d\d$`)

func mustParse(text string) *parsed {
	t, err := parse(text)
	if err != nil {
		panic(err) // of the embedded table, which the tests read
	}
	return t
}

func parse(text string) (*parsed, error) {
	t := &parsed{names: map[string]ID{}, near: map[pair]bool{}, words: map[string][]ID{}, longest: map[rune]int{}}
	family, wanted := "", map[ID][]string{}
	for i, line := range strings.Split(text, "\n") {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			family = strings.Trim(line, "[]")
		default:
			id := ID(len(t.rows))
			row, near, err := parseRow(fields, family)
			if err != nil {
				return nil, fmt.Errorf("occupations, line %d: %w", i+1, err)
			}
			if _, taken := t.names[row.Name]; taken {
				return nil, fmt.Errorf("occupations, line %d: %s is there already", i+1, row.Name)
			}
			t.rows, t.names[row.Name], wanted[id] = append(t.rows, row), id, near
		}
	}
	return t, t.index(wanted)
}

func parseRow(fields []string, family string) (row Occupation, near []string, err error) {
	if len(fields) < 2 || family == "" {
		return row, nil, fmt.Errorf("an occupation is a name and a code under a family")
	}
	row = Occupation{Name: fields[0], Code: fields[1], Family: family}
	if row.Code == "-" {
		row.Code = ""
	} else if !codeForm.MatchString(row.Code) {
		return row, nil, fmt.Errorf("%s is no code", row.Code)
	}
	for _, f := range fields[2:] {
		if name, ok := strings.CutPrefix(f, "~"); ok {
			near = append(near, name)
		} else {
			row.Words = append(row.Words, f)
		}
	}
	return row, near, nil
}

func (t *parsed) index(wanted map[ID][]string) error {
	for i, row := range t.rows {
		id := ID(i)
		for _, name := range wanted[id] {
			other, ok := t.names[name]
			if !ok {
				return fmt.Errorf("occupations: %s is near %s, which is none", row.Name, name)
			}
			t.near[pair{min(id, other), max(id, other)}] = true
		}
		for _, w := range append([]string{row.Name}, row.Words...) {
			n := read(w)
			if len(n.marks) == 0 || strings.Contains(n.text, separator) {
				return fmt.Errorf("occupations: %s of %s cannot be found in a text", w, row.Name)
			}
			t.words[n.text] = append(t.words[n.text], id)
			head := []rune(n.text)[0]
			t.longest[head] = max(t.longest[head], len(n.text))
		}
	}
	return nil
}
