package ledger

// Codes of files that are refused as a whole.
const (
	CodeFileTooLarge  = "file_too_large"
	CodeNotXLSX       = "file_not_xlsx"
	CodeEncrypted     = "file_encrypted"
	CodeMacros        = "file_macros"
	CodeExternalLinks = "file_external_links"
	CodeUnpackedSize  = "file_unpacked_size"
	CodeTooManyRows   = "file_too_many_rows"
	CodeTooManyCells  = "file_too_many_cells"
	CodeDamaged       = "file_damaged"
	CodeNoSheets      = "sheets_missing"
	CodeNoHeader      = "header_missing"
	CodeNoColumns     = "columns_missing"
)

// Codes of refused rows, besides those of package identity.
const (
	CodeDate            = "date"
	CodeDateFuture      = "date_future"
	CodeIDIsNumber      = "id_number_is_a_number"
	CodeIdentityMissing = "identity_missing"
	CodeEmployerMissing = "employer_missing"
	CodeKind            = "kind"
	CodeFormula         = "formula_error"
	CodeVoid            = "row_void"
	CodeTitleMissing    = "title_missing"
	CodeHeadcount       = "headcount"
	CodePay             = "pay"
	CodeValid           = "valid_until"
)

// CodeUnproven marks a placement that was read with a remark: its kind says
// fixed, its evidence does not, and so it counts as casual.
const CodeUnproven = "stable_without_contract"

// Error is the refusal of a whole file.
type Error struct {
	Code    string // stable, for machines: one of the Code constants
	Message string // Chinese, for the screen
}

// Error is the Chinese sentence.
func (e *Error) Error() string { return e.Message }

// Reason is the code and the sentence, for those who pass both on.
func (e *Error) Reason() (code, message string) { return e.Code, e.Message }

func refuse(code, message string) *Error { return &Error{Code: code, Message: message} }

// Refusal is a row that cannot be imported as it stands.
type Refusal struct {
	Sheet   string
	Row     int    // as Excel numbers it, from 1
	Code    string // stable, for machines
	Message string // Chinese; never contains what the row contains
}
