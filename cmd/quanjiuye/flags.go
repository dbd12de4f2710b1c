package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
)

// flags parses a command's flags, which may stand before or behind its operands,
// and returns the operands. What is off it names itself: package flag would do so
// in English.
func flags(e env, name string, args []string, define func(*flag.FlagSet)) ([]string, error) {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	define(fs)
	var operands []string
	for {
		if err := fs.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				help(e.out, name, fs)
				return nil, err
			}
			fmt.Fprintf(e.errOut, "参数有误：%s\n", args[len(args)-fs.NArg()-1]) // the last one it took
			return nil, errUsage
		}
		if fs.NArg() == 0 {
			return operands, nil
		}
		operands = append(operands, fs.Arg(0))
		args = fs.Args()[1:]
	}
}

// help says what a command does and what its flags mean.
func help(w io.Writer, name string, fs *flag.FlagSet) {
	for _, c := range commands() {
		if c.name == name {
			fmt.Fprintf(w, "用法：quanjiuye %s %s\n%s\n", c.name, c.args, c.does)
		}
	}
	fs.VisitAll(func(f *flag.Flag) {
		fmt.Fprintf(w, "  --%-10s %s\n", f.Name, f.Usage)
	})
}
