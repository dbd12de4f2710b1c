package ledger

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// Rows of a template sheet.
const (
	titleRow      = 1
	headerRow     = 2
	firstEntryRow = 3
	lastEntryRow  = 5_000 // as far as the drop-downs reach
)

// column is a column of the template.
type column struct {
	title   string
	width   float64 // characters
	note    string  // shown when the pointer rests on the heading; may be empty
	format  string  // number format of the entries; "" is Excel's general one
	choices []string
	strict  bool // nothing but the choices may be entered
}

const (
	asText = "@"
	asDate = "yyyy-mm-dd"
)

// counties are where seekers look for work; the two zones count as such.
var counties = []string{
	"鲤城区", "丰泽区", "洛江区", "泉港区", "石狮市", "晋江市", "南安市", "惠安县",
	"安溪县", "永春县", "德化县", "泉州开发区", "泉州台商投资区", "不限",
}

const (
	dateNote  = "必填。写完整日期，如 2026-01-31；年、月、日缺一不可。"
	idNote    = "18 位身份证号码。本列已设为文本，请直接输入；从别处粘贴时选“只粘贴文本”，否则 Excel 会把末几位变成 0。也可填护照或通行证号码。"
	phoneNote = "11 位手机号码，或 0595 加 8 位座机号码。"
)

var registrationColumns = []column{
	{title: "序号", width: 6},
	{title: "登记日期", width: 13, note: dateNote, format: asDate},
	{title: "姓名", width: 12, note: "必填。与身份证一致。", format: asText},
	{title: "身份证号码", width: 22, note: idNote, format: asText},
	{title: "联系电话", width: 15, note: "必填。" + phoneNote, format: asText},
	{title: "就业状态", width: 13, choices: []string{"失业", "待业", "灵活就业", "农村劳动力", "高校毕业生", "在职", "其他"}},
	{title: "求职意向", width: 20, note: "想找的工作，多个用顿号分开，如：保洁、搬运。", format: asText},
	{title: "意向区域", width: 16, choices: counties},
	{title: "备注", width: 24, note: "填“作废”的行不导入。", format: asText},
}

var placementColumns = []column{
	{title: "序号", width: 6},
	{title: "上岗日期", width: 13, note: dateNote, format: asDate},
	{title: "姓名", width: 12, note: "必填。与身份证一致。", format: asText},
	{title: "身份证号码", width: 22, note: idNote + "没有证件号码时必须填写联系电话。", format: asText},
	{title: "联系电话", width: 15, note: phoneNote, format: asText},
	{title: "用人单位", width: 32, note: "必填。营业执照上的全称。", format: asText},
	{title: "岗位", width: 16, format: asText},
	{title: "岗位类型", width: 11, note: "必填，从下拉列表选。", choices: []string{"零工", "固定"}, strict: true},
	{title: "佐证材料", width: 26, note: "固定岗位要写明合同期限或社保月数，如：劳动合同(12个月)、社保(3个月)。合同不满 6 个月且社保不满 3 个月的按零工计。",
		choices: []string{"企业回执", "劳动合同(6个月)", "劳动合同(12个月)", "劳动合同(24个月)", "劳动合同(36个月)", "社保(3个月)"}},
	{title: "备注", width: 24, note: "填“作废”的行不导入。", format: asText},
}

var postingColumns = []column{
	{title: "序号", width: 6},
	{title: "登记日期", width: 13, note: dateNote, format: asDate},
	{title: "单位名称", width: 32, note: "必填。营业执照上的全称。", format: asText},
	{title: "统一社会信用代码", width: 22, note: "18 位。本列已设为文本，请直接输入。", format: asText},
	{title: "岗位名称", width: 16, note: "必填。同一单位、同一岗位名称、同一工作地点一年只计首次。", format: asText},
	{title: "招聘人数", width: 10, note: "必填。写数字。"},
	{title: "工作地点", width: 24, note: "写到街道、门牌。", format: asText},
	{title: "薪资待遇", width: 18, note: "写明多少、按什么计，如 200元/天、5000-7000元/月、25-35元/小时、计件；没有约定的写面议。", format: asText},
	{title: "用工形式", width: 11, choices: []string{"非全日制", "临时", "阶段性", "固定"}},
	{title: "岗位要求", width: 28, note: "不得限制性别、民族、户籍、婚育、身体残疾等；含有就业歧视内容的不发布、不计分。", format: asText},
	{title: "工作内容", width: 28, format: asText},
	{title: "有效期至", width: 13, note: "招聘截止日期；不填按登记之日起 30 天。", format: asDate},
	{title: "联系人", width: 12, format: asText},
	{title: "联系电话", width: 15, note: phoneNote + "不对外公开。", format: asText},
	{title: "备注", width: 24, note: "填“作废”的行不导入。", format: asText},
}

var guidance = []string{
	"填写说明",
	"1. 一行一条记录，不要合并单元格，不要改动表头文字；列的先后可以调整。",
	"2. 求职登记：同一人在同一站点同一个月只计一次，重复的行不会重复导入。",
	"3. 推荐就业：同一人在同一单位同一天上岗只计一次。",
	"4. 日期写完整，如 2026-01-31、2026/1/31、2026.1.31 或 2026年1月31日。",
	"5. 身份证号码和联系电话两列为文本格式，请勿改成数字或常规格式。",
	"6. 岗位类型只填零工或固定；固定岗位在佐证材料里写明合同期限（6 个月以上）或社保月数（3 个月以上），才按稳定就业计。",
	"7. 合计、制表人等行可以保留，导入时会跳过；标题为空的列不会导入。",
	"8. 岗位信息登记：同一单位、同一岗位名称、同一工作地点，一年内全市只统计首次登记发布的；岗位内容导入时自动审查。",
	"9. 同一个文件可以反复导入，已有的记录不会重复。",
}

// Template writes an empty workbook: the three ledgers with notes and drop-downs,
// and a page of guidance. It has no example rows, so that nothing invented can
// be imported, and Open reads it as a ledger of no rows.
func Template(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	sheets := []struct {
		name    string
		columns []column
	}{
		{"求职登记", registrationColumns},
		{"推荐就业", placementColumns},
		{"岗位信息登记", postingColumns},
	}
	for i, s := range sheets {
		if err := addSheet(f, i, s.name); err != nil {
			return fmt.Errorf("write template: %w", err)
		}
		if err := writeLedger(f, s.name, s.columns); err != nil {
			return fmt.Errorf("write template sheet %s: %w", s.name, err)
		}
	}
	if err := writeGuidance(f, "填写说明"); err != nil {
		return fmt.Errorf("write template guidance: %w", err)
	}
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "泉就业", Title: "零工市场（驿站）台账"}); err != nil {
		return fmt.Errorf("write template properties: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write template: %w", err)
	}
	return nil
}

// addSheet takes the sheet that a new file comes with for the first one.
func addSheet(f *excelize.File, i int, name string) error {
	if i == 0 {
		return f.SetSheetName(f.GetSheetName(0), name)
	}
	_, err := f.NewSheet(name)
	return err
}

func writeGuidance(f *excelize.File, sheet string) error {
	if _, err := f.NewSheet(sheet); err != nil {
		return err
	}
	if err := f.SetColWidth(sheet, "A", "A", 100); err != nil {
		return err
	}
	for i, text := range guidance {
		if err := f.SetCellStr(sheet, fmt.Sprintf("A%d", i+1), text); err != nil {
			return err
		}
	}
	return nil
}
