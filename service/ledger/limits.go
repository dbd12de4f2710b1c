package ledger

// Limits bound what a workbook may cost. They apply to the whole file, sheets
// that are not ledgers included.
type Limits struct {
	FileBytes     int64 // the file as it was sent
	UnpackedBytes int64 // the sum of its parts, unpacked
	Rows          int   // the highest row number of any sheet, blank rows included
	Cells         int   // in all sheets, counting every row up to its last cell
}

// DefaultLimits hold a city's largest ledger several times over: 20,000 rows of
// fifteen columns.
var DefaultLimits = Limits{
	FileBytes:     10 << 20,
	UnpackedBytes: 64 << 20,
	Rows:          20_000,
	Cells:         300_000,
}

// Bounds that follow from the format rather than from the size of a ledger.
const (
	maxParts     = 2_000   // files inside the workbook
	maxDepth     = 64      // of XML elements; the format needs about ten
	maxMerges    = 1_000   // merged ranges in one sheet: looking a cell up tries each
	maxOther     = 100_000 // XML elements that are not cells or text: styles, rules, links
	textsPerCell = 4       // value, text, run: what a cell's content may be made of
	maxCellBytes = 16 << 10
	maxRatio     = 200 // unpacked to packed: a part above it is a bomb
	ratioFrom    = 1 << 20
)
