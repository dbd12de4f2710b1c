package wording_test

import (
	"strings"

	"github.com/quanjiuye/backend/service/wording"
)

// Every shape that an age is asked for in; N is the age.
const ageShapes = `
	N岁以下 N周岁以下 N岁以内 N周岁及以下 N岁（含）以下 不超过N岁 不超过N周岁 ≤N周岁 ≤N岁 年龄≤N N岁封顶 N岁为限 限N岁 限N岁以下 年龄N以下 年龄N以内
	年龄在N岁以内 年龄不超过N 年龄不得超过N岁 年龄别超过N 年龄控制在N岁以内 年龄卡在N岁 年龄:N以下 年龄：N岁以下 年龄要求N岁以下 年龄上限N岁 上限N岁
	N岁往下 N周岁止 最大N岁 最高N岁 至多N岁 未满N岁的优先 小于N岁 低于N岁 N岁左右 N岁上下 18至N岁 18到N周岁 20岁到N岁
	18岁至N岁 年龄18-N 年龄：18-N 年龄18至N 年龄在18到N之间 18周岁以上N周岁以下 18岁以上、N岁以下 年满18周岁，不超过N周岁 N岁以上不收 N岁以上勿扰 N以上的不要
	N以上别来 N岁以上请绕道 超过N岁不要 超过N的免谈 过了N的不要 过N岁不收 N岁以上的抱歉 大于N岁不予录用 N岁以上工价减半 N岁以上不予录用 不收N岁以上 不要N岁以上的
	谢绝N岁以上 年满N岁的不招 N岁开外不要 N岁往上不考虑 要N岁以下的 只要N岁以下 招N岁以下的 仅限N岁以下 N岁内优先 N岁以下优先 最好N岁以下 N以内最好
	N以下的来 N以下优先 N岁以前 要求N岁以下 N周岁以上不办理入职 不能超过N岁 不得大于N岁 年龄不大于N岁 年龄小于N岁 年龄低于N岁 年龄至N岁 N多岁的不要 快N岁的别来`

const ages = `30 35 45 50 三十五 四十五 五十 55`

// Numbers that are no age.
const otherNumbers = `
	N元/小时 日薪N元 N块一天 N件以下不计提成 每天N件 招N人 招N名 共N人 N个座位 N分钟 N小时 N平米 N公里以内 N公斤以下 N斤以内 N楼 N号楼 N路公交 N年老店 成立N年
	工龄N年以上 经验N年 N天结算 N度 N码以下 N寸 N%提成 N点下班 N座大巴 N门课 N元封顶 不超过N元 N件封顶 超过N件有奖 N单以上加钱 N分以内 限N人 限前N名 满N元 N层以下 N米以内
	N吨以下 N箱一车 每箱N双 最多N人 上限N人 不超过N人 N人以上团报 N桌以上 不低于N元 N元以上 N号线 N排N座 N个月以上 N周内到岗 N天以内 N米高空 N元左右 N人左右 N斤左右 N岁老人需要照顾
	照顾N岁以上老人 N岁以上也可以 N岁以上也欢迎 欢迎N岁以上的师傅 N岁也要 不限N岁以下 不得限N岁以下 “N岁以下”已删除`

func crossNumbers(shapes string) (texts []string) {
	for _, s := range strings.Fields(shapes) {
		for _, n := range strings.Fields(ages) {
			for _, c := range contexts[:3] {
				texts = append(texts, strings.Replace(c, "%", strings.ReplaceAll(s, "N", n), 1))
			}
		}
	}
	return texts
}

func numberMisses() (missed, stopped []string) {
	for _, text := range crossNumbers(ageShapes) {
		if wording.Check(text).Verdict == wording.OK {
			missed = append(missed, text)
		}
	}
	for _, text := range crossNumbers(otherNumbers) {
		if r := wording.Check(text); r.Verdict != wording.OK {
			stopped = append(stopped, text)
		}
	}
	return missed, stopped
}
