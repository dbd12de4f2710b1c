package ledger

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// counter reads the XML of a workbook's parts without keeping it, and stops at
// the first thing that would make the library behind us work or allocate out of
// proportion. It goes by element names wherever they stand, so that no
// arrangement of parts gets past it. The library passes over malformed XML in
// silence; here it is an error, because rows would be lost.
type counter struct {
	lim   Limits
	cells int // in all parts
	texts int // elements that hold the text of cells, in all parts
	other int // elements of any other name, in all parts

	row    int // number of the row under way
	width  int // of the row under way
	merges int
	text   int // bytes since the last row, cell, shared string or other element began
}

func (c *counter) part(body io.Reader) error {
	c.row, c.width, c.merges, c.text = 0, 0, 0, 0
	decoder := xml.NewDecoder(body)
	for depth := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errDamaged
			}
			if err := c.element(t); err != nil {
				return err
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if c.text += len(t); c.text > maxCellBytes && depth > 0 {
				return refuse(CodeTooManyCells, "有单元格内容过长，请删减后再导入")
			}
		case xml.Directive:
			return errDamaged // a document type has no business here
		}
	}
}

func (c *counter) element(e xml.StartElement) error {
	switch e.Name.Local {
	case "row":
		return c.startRow(e)
	case "c":
		c.text = 0
		return c.startCell(e)
	case "v", "t", "is", "r", "si":
		if e.Name.Local == "si" {
			c.text = 0
		}
		return over(&c.texts, textsPerCell*c.lim.Cells)
	case "mergeCell":
		if c.merges++; c.merges > maxMerges {
			return refuse(CodeTooManyCells, fmt.Sprintf("一个工作表里合并单元格超过 %d 处，请取消合并后再导入", maxMerges))
		}
	case "Relationship":
		if err := relationship(e); err != nil {
			return err
		}
	case "Override", "Default":
		if kind, _ := attribute(e, "ContentType"); strings.Contains(strings.ToLower(kind), "macroenabled") {
			return errMacros
		}
	}
	c.text = 0
	return over(&c.other, maxOther)
}

func over(count *int, limit int) error {
	if *count++; *count > limit {
		return errUnpacked
	}
	return nil
}

// startRow insists on numbered, ascending rows: Excel and WPS write nothing
// else, and anything else is expensive to sort out.
func (c *counter) startRow(e xml.StartElement) error {
	ref, once := attribute(e, "r")
	n, err := strconv.Atoi(ref)
	if err != nil || !once || n <= c.row {
		return errDamaged
	}
	if n > c.lim.Rows {
		return refuse(CodeTooManyRows, fmt.Sprintf(
			"工作表超过 %d 行（设过格式的空白行也算），请删除多余的行或拆分后再导入", c.lim.Rows))
	}
	c.row, c.width, c.text = n, 0, 0
	return nil
}

// startCell counts a row up to its last cell, because that much is allocated.
func (c *counter) startCell(e xml.StartElement) error {
	column := c.width + 1
	if ref, once := attribute(e, "r"); ref != "" {
		named, row, err := excelize.CellNameToCoordinates(ref)
		if err != nil || !once || row != c.row {
			return errDamaged
		}
		column = max(named, c.width)
	}
	c.cells += max(1, column-c.width)
	c.width = column
	if c.cells > c.lim.Cells {
		return refuse(CodeTooManyCells, fmt.Sprintf("单元格超过 %d 个，请只保留台账内容后再导入", c.lim.Cells))
	}
	return nil
}

// readAsXML are the kinds of parts that the library parses on a relation's word.
var readAsXML = []string{"officeDocument", "worksheet", "chartsheet", "sharedStrings", "styles", "theme", "calcChain"}

// relationship refuses what is fetched from elsewhere. A hyperlink is not: it
// waits for a click, and Excel makes one of every address that is typed.
func relationship(e xml.StartElement) error {
	kind, _ := attribute(e, "Type")
	kind = kind[strings.LastIndexByte(kind, '/')+1:]
	mode, _ := attribute(e, "TargetMode")
	if strings.EqualFold(mode, "External") && kind != "hyperlink" {
		return errLinks
	}
	if target, _ := attribute(e, "Target"); slices.Contains(readAsXML, kind) && opaque(target) {
		return errDamaged
	}
	return nil
}

// attribute finds an attribute by its local name, as the library does. once is
// false when there are several, of which the library might take another.
func attribute(e xml.StartElement, name string) (value string, once bool) {
	once = true
	for i, a := range e.Attr {
		if a.Name.Local != name {
			continue
		}
		value = a.Value
		once = !slices.ContainsFunc(e.Attr[:i], func(b xml.Attr) bool { return b.Name.Local == name })
	}
	return value, once
}
