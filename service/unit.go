package service

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/quanjiuye/backend/service/calendar"
)

// Unit is what is counted in one go: one site's month, or (Month 0) what is
// counted once for a site's whole year, such as its staff.
type Unit struct {
	SiteID string
	Year   int
	Month  time.Month
}

// MonthUnit is the unit of one site's month.
func MonthUnit(siteID string, m calendar.Month) Unit {
	return Unit{SiteID: siteID, Year: m.Year, Month: m.Month}
}

// YearUnit is the unit of what is counted once for a site's year.
func YearUnit(siteID string, year int) Unit { return Unit{SiteID: siteID, Year: year} }

// Calendar is the month of a month's unit.
func (u Unit) Calendar() calendar.Month { return calendar.Month{Year: u.Year, Month: u.Month} }

// Part names the unit within its site's year: "00" to "12".
func (u Unit) Part() string { return fmt.Sprintf("%02d", int(u.Month)) }

// String is "2026-11|site": the form in which caches keep a unit.
func (u Unit) String() string { return fmt.Sprintf("%04d-%02d|%s", u.Year, int(u.Month), u.SiteID) }

// ParseUnit reads what String wrote.
func ParseUnit(s string) (Unit, error) {
	when, site, ok := strings.Cut(s, "|")
	y, m, ok2 := strings.Cut(when, "-")
	year, err1 := strconv.Atoi(y)
	month, err2 := strconv.Atoi(m)
	if !ok || !ok2 || err1 != nil || err2 != nil || month < 0 || month > 12 || site == "" {
		return Unit{}, fmt.Errorf("not a unit")
	}
	return Unit{SiteID: site, Year: year, Month: time.Month(month)}, nil
}
