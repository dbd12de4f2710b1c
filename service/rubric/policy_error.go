package rubric

import "strings"

// SettingError says that a policy was asked for something it does not have. Its
// text is Chinese, may be shown, and never repeats what was submitted.
type SettingError struct {
	Name    string   // the setting whose value is not allowed; empty: there is no such setting
	Allowed []string // the values allowed for Name, or the names of all settings
}

func (e *SettingError) Error() string {
	list := strings.Join(e.Allowed, "、")
	if e.Name == "" {
		return "没有这项评分口径设置，可以设置的有：" + list
	}
	return "评分口径 " + e.Name + " 的取值不对，可以选：" + list
}
