package wording_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/quanjiuye/backend/service/wording"
)

type sentence struct {
	Text, Label string
	Category    wording.Category
}

// labelled reads a file of testdata.
func labelled(t testing.TB, name string) []sentence {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var list []sentence
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var s sentence
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

// All sets stay within the bounds that are promised. The last two were measured
// when the check was done; hard.jsonl was written to get through, and a little of it does.
func TestLabelledSentences(t *testing.T) {
	for name, caughtAtLeast := range map[string]float64{
		"development.jsonl": 0.95, "held_back.jsonl": 0.95, "second_look.jsonl": 0.95, "hard.jsonl": 0.90,
		"fee_development.jsonl": 0.95, "fee_held_back.jsonl": 0.95,
	} {
		var violations, caught, honest, stopped float64
		for _, s := range labelled(t, name) {
			v := wording.Check(s.Text).Verdict
			switch {
			case s.Label == "ok" && v != wording.OK:
				honest, stopped = honest+1, stopped+1
			case s.Label == "ok":
				honest++
			case v == wording.Block || v == s.Category.Verdict():
				violations, caught = violations+1, caught+1
			default:
				violations++
			}
		}
		if violations < 150 && !strings.HasPrefix(name, "fee") || violations < 25 || honest < 30 || caught/violations < caughtAtLeast || stopped/honest > 0.03 {
			t.Errorf("%s: caught %v of %v, stopped %v of %v", name, caught, violations, stopped, honest)
		}
	}
}

// sound checks what holds for any text.
func sound(t interface{ Errorf(string, ...any) }, text string) wording.Result {
	r := wording.Check(text)
	worst := wording.OK
	for _, f := range r.Findings {
		if f.Words == "" || !strings.Contains(text, f.Words) {
			t.Errorf("%q: %q does not stand in it", text, f.Words)
		}
		if !slices.Contains(wording.Categories(), f.Category) || f.Clause == "" || f.Suggestion == "" {
			t.Errorf("%q: %+v", text, f)
		}
		if v := f.Category.Verdict(); worst != wording.Block {
			worst = v
		}
	}
	if r.Verdict != worst {
		t.Errorf("%q: %s with %v", text, r.Verdict, say(r))
	}
	if utf8.RuneCountInString(text) < len(r.Findings) {
		t.Errorf("%q: %d findings", text, len(r.Findings))
	}
	return r
}

// bare are violations that need every one of their words.
var bare = map[string]wording.Category{
	"限男性": wording.Gender, "女生勿扰": wording.Gender, "男士优先": wording.Gender, "只招女工": wording.Gender,
	"45周岁以下": wording.Age, "年龄18至40岁": wording.Age, "老年人勿扰": wording.Age,
	"仅限汉族": wording.Ethnicity, "少数民族不招": wording.Ethnicity, "教徒不要": wording.Religion, "信佛优先": wording.Religion,
	"外地人勿扰": wording.Region, "只招本地人": wording.Region, "本市户口优先": wording.Hukou, "限农村户口": wording.Hukou,
	"未婚优先": wording.Marital, "孕妇勿扰": wording.Marital, "残疾人不招": wording.Disability, "四肢健全": wording.Disability,
	"乙肝勿扰": wording.HepatitisB, "大三阳不要": wording.HepatitisB, "须交押金": wording.Fee, "扣押身份证": wording.Fee, "先交钱再上班": wording.Fee, "租用银行卡": wording.Scam, "属虎优先": wording.Other, "处女座不招": wording.Other,
}

func phrases() []string {
	var list []string
	for p := range bare {
		list = append(list, p)
	}
	slices.Sort(list)
	return list
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// Blanks, ornaments and broad letters within a violation do not hide it.
func TestDisguisedViolationsAreFound(t *testing.T) {
	noise := []string{" ", "  ", "\u3000", "*", "·", ".", "_", "~", "\u200b", "❤️", "-", "/", "”", "\t"}
	rapid.Check(t, func(t *rapid.T) {
		phrase := rapid.SampledFrom(phrases()).Draw(t, "phrase")
		var b strings.Builder
		rs := []rune(phrase)
		for i, r := range rs {
			if i > 0 && !(isDigit(rs[i-1]) && isDigit(r)) && rapid.Bool().Draw(t, "apart") {
				b.WriteString(rapid.SampledFrom(noise).Draw(t, "noise"))
			}
			if r < 0x7F && rapid.Bool().Draw(t, "broad") {
				r += 0xFEE0
			}
			b.WriteRune(r)
		}
		if r := sound(t, b.String()); !finds(r, bare[phrase]) {
			t.Fatalf("%q hides %s: %v", b.String(), phrase, say(r))
		}
	})
}

// Marks between all characters do not hide it either.
func TestScatteredViolationsAreFound(t *testing.T) {
	for phrase, category := range bare {
		if strings.ContainsAny(phrase, "0123456789") {
			continue
		}
		for _, mark := range []string{",", "，", "。", "、", "！", "|"} {
			text := strings.Join(strings.Split(phrase, ""), mark)
			if r := sound(t, text); !finds(r, category) {
				t.Errorf("%s: %v", text, say(r))
			}
		}
	}
}

// What stands before and after does not take a violation back.
func TestViolationsInLongerTextsAreFound(t *testing.T) {
	var bad, good []sentence
	for _, s := range labelled(t, "development.jsonl") {
		switch {
		case s.Label == "ok":
			good = append(good, s)
		case finds(wording.Check(s.Text), s.Category):
			bad = append(bad, s)
		}
	}
	ends := []string{"。", "！", "\n", "；", "。\n", "，"}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(bad).Draw(t, "violation")
		text := rapid.SampledFrom(good).Draw(t, "before").Text + rapid.SampledFrom(ends).Draw(t, "end") +
			s.Text + rapid.SampledFrom(ends).Draw(t, "end") + rapid.SampledFrom(good).Draw(t, "after").Text
		if r := sound(t, text); !finds(r, s.Category) {
			t.Fatalf("%q: %s is lost in it, found %v", text, s.Text, say(r))
		}
	})
}

// Honest sentences stay honest beside each other.
func TestHonestSentencesTogetherPass(t *testing.T) {
	var good []string
	for _, s := range labelled(t, "development.jsonl") {
		if s.Label == "ok" && wording.Check(s.Text).Verdict == wording.OK {
			good = append(good, s.Text)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(good), 2, 6).Draw(t, "sentences"), "。")
		if r := sound(t, text); r.Verdict != wording.OK {
			t.Fatalf("%q: %v", text, say(r))
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, s := range labelled(f, "development.jsonl") {
		f.Add(s.Text)
	}
	f.Add("１８－４５岁\xff♂限")
	f.Fuzz(func(t *testing.T, text string) {
		r := sound(t, text)
		if again := wording.Check(text); !slices.Equal(r.Findings, again.Findings) {
			t.Errorf("%q: once %v, once %v", text, say(r), say(again))
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	var honest strings.Builder
	for _, s := range labelled(b, "development.jsonl") {
		honest.WriteString(s.Text + "，")
	}
	for name, text := range map[string]string{
		"advertisements": honest.String(), "one-word": "男", "all-subjects": "男女汉族回族", "relations": "限招不要优先男", "digits": "1", "numerals": "四十",
		"marks": "男，", "spaces": "男 ", "emoji": "男❤️", "latin": "a",
	} {
		text = strings.Repeat(text, 10000/utf8.RuneCountInString(text)+1)
		text = string([]rune(text)[:10000])
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				wording.Check(text)
			}
		})
	}
}
