package ledger

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Beginnings of files that are no xlsx but are taken for one.
var (
	compoundFile     = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
	encryptedPackage = utf16le("EncryptedPackage")
)

var (
	errNotXLSX   = refuse(CodeNotXLSX, "这不是 .xlsx 文件，请用 Excel 或 WPS 另存为 .xlsx 后再导入")
	errDamaged   = refuse(CodeDamaged, "文件已损坏或格式不规范，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入")
	errEncrypted = refuse(CodeEncrypted, "文件设有打开密码，请取消密码后再导入")
	errMacros    = refuse(CodeMacros, "文件含有宏，请另存为不含宏的 .xlsx 后再导入")
	errLinks     = refuse(CodeExternalLinks, "文件链接到其他文件或数据源，请断开链接（粘贴为数值）后再导入")
	errUnpacked  = refuse(CodeUnpackedSize, "文件解压后过大，请只保留台账内容后再导入")
)

// inspect decides whether data may be handed to the spreadsheet library: a
// plain xlsx by content, within the limits. What the packing list tells is
// asked first, because it costs nothing; then each part is read through once.
func inspect(data []byte, lim Limits) error {
	if bytes.HasPrefix(data, compoundFile) {
		if bytes.Contains(data, encryptedPackage) {
			return errEncrypted
		}
		return refuse(CodeNotXLSX, "这是旧版 .xls 文件，请另存为 .xlsx 后再导入")
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return errNotXLSX
	}
	if err := inspectNames(archive.File, lim); err != nil {
		return err
	}
	counts := counter{lim: lim}
	for _, part := range archive.File {
		if opaque(part.Name) {
			continue
		}
		if err := inspectPart(part, &counts); err != nil {
			return err
		}
	}
	return nil
}

func inspectNames(parts []*zip.File, lim Limits) error {
	if len(parts) > maxParts {
		return errUnpacked
	}
	seen := make(map[string]bool, len(parts))
	var size, sheets uint64
	for _, part := range parts {
		name := canonicalPart(part.Name)
		if seen[name] {
			return errDamaged // which of the two would be read is anybody's guess
		}
		seen[name] = true
		if err := inspectName(part, name); err != nil {
			return err
		}
		if size += part.UncompressedSize64; size > uint64(lim.UnpackedBytes) || bomb(part) {
			return errUnpacked
		}
		if strings.HasPrefix(name, "xl/worksheets/") {
			sheets++
		}
	}
	if !seen["[content_types].xml"] || sheets == 0 {
		return errNotXLSX
	}
	return nil
}

func inspectName(part *zip.File, name string) error {
	const encrypted = 1 // flag bit of the zip format
	switch base := path.Base(name); {
	case part.Flags&encrypted != 0:
		return errEncrypted
	case base == "vbaproject.bin", strings.HasPrefix(name, "xl/macrosheets/"):
		return errMacros
	case strings.HasPrefix(name, "xl/externallinks/"), base == "connections.xml":
		return errLinks
	}
	return nil
}

// bomb judges by the packing list alone. A part cannot unpack to more than its
// entry says: reading it would fail first.
func bomb(part *zip.File) bool {
	return part.UncompressedSize64 > ratioFrom &&
		part.UncompressedSize64/maxRatio > part.CompressedSize64
}

func inspectPart(part *zip.File, counts *counter) error {
	body, err := part.Open()
	if err != nil {
		return errDamaged
	}
	defer body.Close()
	var refused *Error
	switch err := counts.part(body); {
	case errors.As(err, &refused):
		return refused
	case err != nil:
		return errDamaged
	}
	return nil
}

// opaque names the parts that are never parsed. A relation may not point at
// them as if they were a sheet; see relationship.
func opaque(name string) bool {
	switch path.Ext(canonicalPart(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".bin", ".vml":
		return true
	}
	return strings.HasSuffix(name, "/")
}

func canonicalPart(name string) string {
	return strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
}

// readAll reads a file of at most limit bytes.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, fmt.Errorf("read workbook: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, refuse(CodeFileTooLarge, fmt.Sprintf("文件超过 %d MB，请拆分后再导入", limit>>20))
	}
	return data, nil
}

func utf16le(ascii string) []byte {
	out := make([]byte, 0, 2*len(ascii))
	for i := range len(ascii) {
		out = append(out, ascii[i], 0)
	}
	return out
}
