package identity

// Codes of refusals. They are stable: phones, reports and tests rely on them.
const (
	CodeIDMissing   = "id_number_missing"
	CodeIDLength    = "id_number_length"
	CodeIDFormat    = "id_number_format"
	CodeIDFirstGen  = "id_number_15_digits"
	CodeIDCheck     = "id_number_check_digit_or_date"
	CodePhone       = "phone"
	CodeUSCC        = "uscc_format"
	CodeNameMissing = "name_missing"
	CodeNameRunes   = "name_characters"
	CodeNameTooLong = "name_too_long"
	CodeTextRunes   = "text_characters"
	CodeTextTooLong = "text_too_long"
)

// Error is a refusal of something that was typed.
type Error struct {
	Code    string // stable, for machines: one of the Code constants
	Message string // one Chinese sentence for the screen, without the submitted value
}

// Error is the Chinese sentence.
func (e *Error) Error() string { return e.Message }

// Reason is the code and the sentence, for those who pass both on.
func (e *Error) Reason() (code, message string) { return e.Code, e.Message }

func refuse(code, message string) *Error { return &Error{Code: code, Message: message} }
