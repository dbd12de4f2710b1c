package occupation

// ID is an occupation's place in the table. It is good within one process; what is
// kept for longer is the Name.
type ID int16

// Occupation is a row of the table.
type Occupation struct {
	Name   string   // as the market says it; unique
	Code   string   // 2022 大典, d-dd-dd-dd; empty: not verified
	Family string   // occupations of one family are near each other
	Words  []string // what else people write for it
}

// All lists the table in its order: the place is the ID. The slice is shared and
// must not be changed.
func All() []Occupation { return table.rows }

// Occupation answers the row of an ID, or the zero Occupation for an ID that
// is none.
func (id ID) Occupation() Occupation {
	if id < 0 || int(id) >= len(table.rows) {
		return Occupation{}
	}
	return table.rows[id]
}

// Name is the occupation's common name.
func (id ID) Name() string { return id.Occupation().Name }

// Named answers the occupation of that common name.
func Named(name string) (ID, bool) {
	id, ok := table.names[name]
	return id, ok
}

// Degrees of likeness.
const (
	Same = 100
	Near = 50
)

// Similarity says how alike two occupations are: Same, Near or 0. It is symmetric.
func Similarity(a, b ID) int {
	switch {
	case a < 0 || b < 0 || int(a) >= len(table.rows) || int(b) >= len(table.rows):
		return 0
	case a == b:
		return Same
	case table.rows[a].Family == table.rows[b].Family || table.near[pair{min(a, b), max(a, b)}]:
		return Near
	}
	return 0
}
