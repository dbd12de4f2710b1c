package picture

// The codes of refusals.
const (
	CodeKind      = "file_kind"       // neither JPEG, PNG nor PDF
	CodeMixed     = "file_mixed"      // one of them, and something else besides
	CodeDamaged   = "file_damaged"    // does not decode to its end
	CodePixels    = "image_too_large" // more pixels than are decoded
	CodeSize      = "pdf_too_large"
	CodeEncrypted = "pdf_encrypted"
	CodeActive    = "pdf_active" // holds scripts, other files, or starts programs
)

// Error is why a file cannot be accepted. It never repeats anything of the file.
type Error struct {
	Code    string // stable, for machines: one of the Code constants
	Message string // one Chinese sentence for the screen
}

// Error is the Chinese sentence.
func (e *Error) Error() string { return e.Message }

var (
	errEmpty     = &Error{CodeKind, "收到的文件是空的，请检查网络后重新选择"}
	errKind      = &Error{CodeKind, "只接受 JPEG、PNG 照片和 PDF 文件"}
	errMixed     = &Error{CodeMixed, "文件里混有其他格式的内容，请重新拍摄或导出"}
	errDamaged   = &Error{CodeDamaged, "文件已损坏或不完整，请重新拍摄或选择"}
	errPixels    = &Error{CodePixels, "照片的像素太多，请缩小后再上传"}
	errSize      = &Error{CodeSize, "PDF 文件不能超过 10 MB"}
	errEncrypted = &Error{CodeEncrypted, "PDF 文件已加密，请另存为不加密的文件"}
	errActive    = &Error{CodeActive, "PDF 文件含有脚本或附件，请重新扫描或另存为普通 PDF"}
)
