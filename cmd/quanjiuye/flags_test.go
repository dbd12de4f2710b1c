package main

import (
	"bytes"
	"context"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var english = regexp.MustCompile(`(?i)flag provided|usage of|invalid value|needs an argument`)

func TestWordsThatAreOffAreNamed(t *testing.T) {
	environ := settings(t.TempDir())
	for line, names := range map[string]string{
		"check --yeer=3": "--yeer=3", "check --yeer 3": "--yeer", "check --year abc": "abc", "check x --year": "--year",
		"--emty": "--emty", "backup file -x": "-x",
	} {
		code, out, errOut := tool(t, environ, strings.Fields(line)...)
		if code != 2 || !strings.Contains(errOut, "参数有误："+names+"\n用法：quanjiuye ") || english.MatchString(out+errOut) {
			t.Errorf("%s: exit code %d, %s%s", line, code, out, errOut)
		}
	}
	code, out, errOut := tool(t, environ, "grant", "--help")
	for _, words := range []string{"用法：quanjiuye grant --openid", "授予角色", "--role", "范围：站点编号"} {
		if code != 0 || !strings.Contains(out, words) || errOut != "" || english.MatchString(out) {
			t.Errorf("grant --help: exit code %d, %s%s", code, out, errOut)
		}
	}
}

func TestToolsThatAreInterruptedSaySo(t *testing.T) {
	dir := t.TempDir()
	start(t, settings(dir), "--empty").stop()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"backup", filepath.Join(t.TempDir(), "b.db")}, {"check"}, {"keyset", "reseal"}} {
		var out, errOut bytes.Buffer
		if code := run(ctx, args, settings(dir), &out, &errOut); code != 1 || !strings.Contains(errOut.String(), "已中断") {
			t.Errorf("%v: exit code %d, %s", args, code, errOut.String())
		}
	}
}
