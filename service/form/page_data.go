package form

import (
	"fmt"
	"html/template"
	"strings"
)

// pageData is what page.html shows.
type pageData struct {
	Style              template.CSS
	AnnexNo, Title     string
	Unit, County, Date string
	Columns            [columns]int
	Head               []pageCell
	Body               [][]pageCell
	Foot               []string
	Annex              []pageItem
	AnnexColumns       []string
	NoEvidence         string
	Back               string
	Script             template.JS
}

type pageCell struct {
	Class            string
	ColSpan, RowSpan int // 0: one
	Text             string
}

type pageItem struct {
	Heading string
	Remarks []string
	Rows    []pageRow
}

type pageRow struct{ Cells, Files []string }

func (f Form) pageData() pageData {
	d := pageData{
		Style:   template.CSS(pageStyle), //nolint:gosec // ours, embedded
		AnnexNo: annexNo, Title: title,
		Unit: unitLabel + clean(f.Unit), County: countyLabel + clean(f.County), Date: dateLabel + dateText(f.Date),
		Foot: f.foot(), NoEvidence: noEvidence, Back: f.Back,
		Script: template.JS(pageScript), //nolint:gosec // ours
	}
	for i := range d.Columns {
		d.Columns[i] = i
	}
	for i, row := range f.table() {
		cells := pageCells(row)
		if i == 0 {
			d.Head = cells
			continue
		}
		d.Body = append(d.Body, cells)
	}
	for _, c := range annexColumns {
		d.AnnexColumns = append(d.AnnexColumns, c.name)
	}
	for _, it := range f.Annex {
		d.Annex = append(d.Annex, it.page())
	}
	return d
}

func pageCells(row []cell) []pageCell {
	var cells []pageCell
	for _, c := range row {
		p := pageCell{Class: fmt.Sprintf("c%d", c.col), Text: c.text}
		if c.words() {
			p.Class = "words"
		}
		if c.cols > 1 {
			p.ColSpan = c.cols
		}
		if c.rows > 1 {
			p.RowSpan = c.rows
		}
		if c.tall() {
			p.Class += " tall"
		}
		cells = append(cells, p)
	}
	return cells
}

func (it AnnexItem) page() pageItem {
	p := pageItem{Heading: it.heading(), Remarks: it.remarks()}
	for i, e := range it.Evidence {
		texts := e.texts(i + 1)
		row := pageRow{Cells: texts[:len(texts)-1]}
		for _, file := range e.Files {
			row.Files = append(row.Files, strings.TrimSpace(fileText(file)))
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}
