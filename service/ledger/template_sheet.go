package ledger

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// writeLedger lays out one ledger sheet: title, frozen header, and columns that
// keep what is typed as it was typed.
func writeLedger(f *excelize.File, sheet string, columns []column) error {
	last, err := excelize.ColumnNumberToName(len(columns))
	if err != nil {
		return err
	}
	for i, c := range columns {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := writeColumn(f, sheet, name, c); err != nil {
			return fmt.Errorf("column %s: %w", c.title, err)
		}
	}
	if err := writeHeadings(f, sheet, last, columns); err != nil {
		return err
	}
	return f.SetPanes(sheet, &excelize.Panes{
		Freeze: true, YSplit: headerRow, ActivePane: "bottomLeft",
		TopLeftCell: fmt.Sprintf("A%d", firstEntryRow),
	})
}

func writeColumn(f *excelize.File, sheet, name string, c column) error {
	if err := f.SetColWidth(sheet, name, name, c.width); err != nil {
		return err
	}
	if c.format != "" {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
		if err != nil {
			return err
		}
		if err := f.SetColStyle(sheet, name, style); err != nil {
			return err
		}
	}
	if c.note != "" {
		note := excelize.Comment{Author: "泉就业", Cell: fmt.Sprintf("%s%d", name, headerRow), Text: c.note, Width: 260, Height: 110}
		if err := f.AddComment(sheet, note); err != nil {
			return err
		}
	}
	if c.choices == nil {
		return nil
	}
	list := excelize.NewDataValidation(true)
	list.Sqref = fmt.Sprintf("%s%d:%s%d", name, firstEntryRow, name, lastEntryRow)
	if c.strict {
		list.SetError(excelize.DataValidationErrorStyleStop, c.title, "请从下拉列表中选择")
	}
	if err := list.SetDropList(c.choices); err != nil {
		return err
	}
	return f.AddDataValidation(sheet, list)
}

// writeHeadings comes after the columns' styles, which would cover its own.
func writeHeadings(f *excelize.File, sheet, last string, columns []column) error {
	center := &excelize.Alignment{Horizontal: "center", Vertical: "center"}
	title, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: center})
	if err != nil {
		return err
	}
	heading, err := f.NewStyle(&excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: center,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBF7"}},
	})
	if err != nil {
		return err
	}
	top, bottom := fmt.Sprintf("A%d", titleRow), fmt.Sprintf("A%d", headerRow)
	if err := f.MergeCell(sheet, top, fmt.Sprintf("%s%d", last, titleRow)); err != nil {
		return err
	}
	if err := f.SetCellStr(sheet, top, sheet+"台账"); err != nil {
		return err
	}
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	if err := f.SetSheetRow(sheet, bottom, &titles); err != nil {
		return err
	}
	if err := f.SetCellStyle(sheet, top, fmt.Sprintf("%s%d", last, titleRow), title); err != nil {
		return err
	}
	return f.SetCellStyle(sheet, bottom, fmt.Sprintf("%s%d", last, headerRow), heading)
}
