package service

import "fmt"

// CallScript is what a caller says, line by line, and what he does not ask for.
func CallScript(site Site, n Sample) []string {
	office := site.Agency
	if office == "" {
		office = Counties[site.County] + "零工服务主管部门"
	}
	when := fmt.Sprintf("%d年%d月", n.Month.Year, n.Month.Month)
	script := []string{
		fmt.Sprintf("您好！我是%s的工作人员（报姓名），正在对%s的就业服务做抽样回访，大约一分钟，您现在方便吗？", office, site.Name),
	}
	if n.Kind == RegistrationRecord {
		script = append(script,
			fmt.Sprintf("请问您本人%s在这个站点登记过找工作吗？", when),
			"请问登记是您自己办的，还是工作人员帮您办的？登记时告知过个人信息怎么使用吗？",
		)
	} else {
		script = append(script,
			fmt.Sprintf("请问%s这个站点给您介绍过工作吗？后来去上班了吗？", when),
			"请问是到哪家单位、做什么、大约哪天开始的？（请对方先说，再与记录核对，不要先念记录）",
			"请问做的是零工，还是签了劳动合同或缴了社保的固定岗位？",
		)
	}
	return append(script,
		"只核对上面的内容：不索要身份证号、银行卡号、验证码和家庭情况，对方主动说了也不记录。",
		"对方不愿回答或要求挂断的，表示感谢后结束；本人可拨打12333核实这次回访。",
		"记录结果：属实、不属实（写明原因）或未联系上。不属实的记录将作废。",
	)
}
