package rubric

import "slices"

// Setting is one named reading of an ambiguous clause. A setting with a single
// allowed value states how records are counted before they reach this package;
// it is listed so that a policy names every reading a score depends on.
type Setting struct {
	Name    string   `json:"name"`    // snake_case, stable
	Title   string   `json:"title"`   // Chinese: what the setting decides
	Items   []int    `json:"items"`   // the items it bears on
	Default string   `json:"default"` // always Allowed[0]
	Allowed []string `json:"allowed"` // the values of Choices
	Choices []Choice `json:"choices"`
	Open    bool     `json:"open"`   // whether an item's range runs over its values
	Reason  string   `json:"reason"` // Chinese: why the default is the default
}

// Choice is one value of a setting.
type Choice struct {
	Value string `json:"value"` // stable
	Text  string `json:"text"`  // Chinese: what it means
}

// Settings lists every setting in the order of the form. The caller may change
// the copy.
func Settings() []Setting {
	list := slices.Clone(settings[:])
	for i := range list {
		list[i].Items = slices.Clone(list[i].Items)
		list[i].Allowed = slices.Clone(list[i].Allowed)
		list[i].Choices = slices.Clone(list[i].Choices)
	}
	return list
}

// settingID is a setting's place in the table.
type settingID int

const (
	item4Combination settingID = iota
	item4PartStep
	item4Unit
	item4Duplicates
	item7Unit
	item7Below
	item7Increment
	monthsCounted
	item8Unit
	item8Stable
	item8StableMeans
	item8StableLedger
	item8Below
	item8Increment
	item15WindowYears
	lateEntries
	settingCount
)

// The values that the rules compare with.
const (
	sumBoth   = "sum"
	largerOne = "max"

	wholeUp   = "ceil"
	wholeDown = "floor"
	prorata   = "prorata"

	byPostings  = "postings"
	byVacancies = "vacancies"

	noPoints = "zero"

	wholeSteps = "whole"
	linear     = "linear"

	personTwice = "person_twice"
	pointsShare = "points_share"

	lateCounted = "counted"
	lateApart   = "apart"
)
