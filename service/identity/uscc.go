package identity

import "strings"

// usccAlphabet leaves out the letters that are mistaken for digits (GB 32100-2015).
const usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

const usccLength = 18

// CanonicalUSCC reads a unified social credit code: 18 characters, upper case.
// A wrong length or letter is an *Error. A wrong check digit is not: early
// Fujian codes (9135....M000…) are genuine and fail it. Then checkOK is false,
// and somebody should look at the licence.
func CanonicalUSCC(s string) (code string, checkOK bool, err error) {
	code = strings.ToUpper(compact(s))
	if len(code) != usccLength {
		return "", false, refuse(CodeUSCC, "统一社会信用代码应为 18 位")
	}
	sum, weight := 0, 1
	for i := range code {
		value := strings.IndexByte(usccAlphabet, code[i])
		if value < 0 {
			return "", false, refuse(CodeUSCC, "统一社会信用代码只能由数字和大写字母组成，且不含 I、O、S、V、Z")
		}
		if i < usccLength-1 {
			sum += value * weight
			weight = weight * 3 % 31
		}
	}
	return code, usccAlphabet[(31-sum%31)%31] == code[usccLength-1], nil
}

// USCCBeginning reports whether a canonical code could begin with s.
func USCCBeginning(s string) bool {
	return s != "" && len(s) <= usccLength && strings.Trim(s, usccAlphabet) == ""
}
