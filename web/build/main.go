package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	prepare := flag.Bool("prepare", false, "only prepare what `go -modfile` needs for js/wasm")
	sizes := flag.Bool("sizes", false, "only say what the parts of the program that was built last add to its download")
	trace := flag.Bool("trace", false, "only put the names of functions into the trace of a crash, from standard input to standard output")
	app := flag.String("app", "./app", "the `package` to build as the program")
	flag.Parse()
	err := error(nil)
	switch {
	case *sizes:
		err = printSizes(os.Stdout)
	case *trace:
		var linked []byte
		if linked, err = os.ReadFile(linkedProgram); err == nil {
			err = readTrace(linked, os.Stdin, os.Stdout)
		}
	default:
		err = run(*app, *prepare)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "web/build:", err)
		os.Exit(1)
	}
}

func run(app string, prepareOnly bool) error {
	if _, err := os.Stat("go.mod"); err != nil {
		return fmt.Errorf("start it at the top of the source tree: %w", err)
	}
	if err := prepareModule(); err != nil {
		return err
	}
	if prepareOnly {
		return nil
	}
	dist := filepath.Join("web", "dist")
	styles, err := joinStyles(filepath.Join("app", "ui"))
	if err != nil {
		return err
	}
	if err := write(filepath.Join(dist, "ui.css"), styles); err != nil {
		return err
	}
	exec, err := readExec()
	if err != nil {
		return err
	}
	if err := write(filepath.Join(dist, "wasm_exec.js"), exec); err != nil {
		return err
	}
	if err := buildProgram(app, dist); err != nil {
		return err
	}
	return packAssets(dist)
}
