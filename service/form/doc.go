// Package form lays out what a county office prints: the official
// 泉州市零工市场（驿站）工作考核表 (annex 6) as a workbook and as a page, and the
// summary workbooks that compare sites.
//
// It promises that the form's table has the official rows, merged cells and
// wording, that what has no score stays blank and is never 0, and that equal
// input gives equal bytes. Whatever a text contains, it stays text: no formula
// in a workbook, no markup in a page. Names are kept as they were given; only
// characters that no XML file can hold are left out.
//
// It scores nothing, knows no clock and fetches nothing. Everything here is
// safe for concurrent use.
package form
