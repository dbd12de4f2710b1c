package rubric

// SiteKind is which of the form's two columns of thresholds applies to a site.
type SiteKind string

// The two kinds of site. Any other value leaves the computed items that depend
// on it without a score.
const (
	Market  SiteKind = "market"  // 零工市场
	Station SiteKind = "station" // 零工驿站
)

// String is the kind's Chinese name, "站点" for an unknown kind.
func (k SiteKind) String() string {
	switch k {
	case Market:
		return "零工市场"
	case Station:
		return "零工驿站"
	}
	return "站点"
}

// Mode says who scores an item.
type Mode string

// Computed items are scored here from facts; judged items only by an assessor.
const (
	Computed Mode = "computed"
	Judged   Mode = "judged"
)
