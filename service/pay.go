package service

import (
	"fmt"
	"strconv"
	"strings"
)

// PayUnit is what basic pay is paid for.
type PayUnit string

// The units.
const (
	PerHour    PayUnit = "hour"
	PerDay     PayUnit = "day"
	PerMonth   PayUnit = "month"
	PerPiece   PayUnit = "piece"
	Negotiable PayUnit = "negotiable" // 面议: no amount is said
)

// Pay is basic pay in fen, from Min to Max.
type Pay struct {
	Min, Max int64
	Unit     PayUnit
}

// mostPay is the most that is believed, in fen.
const mostPay = 100_000_000

// suspicious is pay that is high enough for somebody to look whether it is true
// (虚假高薪), in fen.
var suspicious = map[PayUnit]int64{PerHour: 50_000, PerDay: 300_000, PerMonth: 10_000_000, PerPiece: 100_000}

var payUnits = map[PayUnit]string{PerHour: "小时", PerDay: "天", PerMonth: "月", PerPiece: "件", Negotiable: ""}

// pay checks basic pay. One amount is both.
func (p *problems) pay(location string, in Pay) Pay {
	unit, known := payUnits[in.Unit]
	if in.Max == 0 {
		in.Max = in.Min
	}
	switch {
	case in == (Pay{}):
		p.add(location, "required", "此项必填")
	case !known:
		p.add(location+".unit", "pay_unit", "计薪方式只能是小时（hour）、天（day）、月（month）、件（piece）或面议（negotiable）")
	case unit == "", in.Unit == PerPiece && in.Min == 0 && in.Max == 0: // 计件 alone says how, not how much
		return Pay{Unit: in.Unit}
	case in.Min < 0 || in.Max <= 0 || in.Max > mostPay:
		p.add(location, "pay", "请填写基本薪资（单位：分），或选择面议")
	case in.Max < in.Min:
		p.add(location, "pay_range", "最高薪资不能低于最低薪资")
	}
	return in
}

// String is the pay in Chinese: "25-35元/小时", "面议".
func (p Pay) String() string {
	unit := payUnits[p.Unit]
	switch {
	case unit == "":
		return "面议"
	case p.Max == 0:
		return "计件"
	case p.Min == p.Max:
		return yuan(p.Max) + "元/" + unit
	}
	return yuan(p.Min) + "-" + yuan(p.Max) + "元/" + unit
}

// yuan writes fen as yuan without idle digits.
func yuan(fen int64) string {
	if fen%100 == 0 {
		return strconv.FormatInt(fen/100, 10)
	}
	return strings.TrimRight(fmt.Sprintf("%d.%02d", fen/100, fen%100), "0")
}
