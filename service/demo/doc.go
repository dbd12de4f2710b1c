// Package demo invents a year of Quanzhou's odd-job markets and stations, for
// tours, trials and tests.
//
// It promises the same data for the same day, whatever the hour; nothing that
// lies after that day or before a site's opening; records that obey the rules of
// package service (natural keys, no confirmation by the recorder); and at the
// site Market figures that the very next record moves. Everything invented says
// so: by its Example field, or, where there is none, by the word 示例 in its name or
// across its picture. ID numbers, phone numbers and credit codes come from ranges
// that nobody holds. Four sites make up part of a month, for a supervisor to find:
// Planted tells which. All else is honest work.
//
// It reads no clock, touches no store and writes nothing.
package demo
