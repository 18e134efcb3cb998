package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/confab/confab/web"
)

// linkedProgram is the program as it was linked.
const linkedProgram = "bin/build/app.wasm"

// buildProgram builds the package as dist/app.wasm.br and dist/app.wasm.gz. The program as it was
// linked stays in bin/build, for inspection. A program that did not change is not compressed again.
func buildProgram(app, dist string) error {
	_, err := goTool([]string{"GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0"}, "build",
		"-modfile="+modFile, "-mod=readonly",
		"-trimpath", "-ldflags=-s -w", // neither paths nor debug information help in a browser
		"-gcflags=github.com/confab/confab/app/...=-l", "-gcflags=github.com/maxence-charriere/...=-l",
		"-buildvcs=false", // the content, and so its URL, must not change with each commit
		"-o", linkedProgram, app)
	if err != nil {
		return fmt.Errorf("build the program: %w", err)
	}
	linked, err := os.ReadFile(linkedProgram)
	if err != nil {
		return err
	}
	program, err := slim(linked, runtime.Version())
	if err != nil {
		return fmt.Errorf("slim the program: %w", err)
	}
	digest := sha256.Sum256(program)
	mark := hex.EncodeToString(digest[:])
	br, gz, stamp := filepath.Join(dist, "app.wasm.br"), filepath.Join(dist, "app.wasm.gz"), filepath.Join(dist, "app.wasm.sum")
	if old, err := os.ReadFile(stamp); err != nil || string(old) != mark || !exists(br) || !exists(gz) {
		// Without the stamp a build that is interrupted here starts over.
		if err := os.Remove(stamp); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := errors.Join(writeBrotli(br, program), writeGzip(gz, program), write(stamp, []byte(mark))); err != nil {
			return fmt.Errorf("compress the program: %w", err)
		}
	}
	return checkSize(linked, program, br, gz)
}

// slim makes the linked program smaller without changing what it does.
func slim(linked []byte, toolchain string) ([]byte, error) {
	m, err := readModule(linked)
	if err != nil {
		return nil, err
	}
	memory, err := m.memory()
	if err != nil {
		return nil, err
	}
	if !isKnown(toolchain) {
		fmt.Printf("app.wasm stays a fifth larger than it could be: web/build/table.go does not know %s\n", toolchain)
		if err := m.setMemory(memory.pieces()...); err != nil {
			return nil, err
		}
		return m.bytes(), nil
	}
	if err := dropTraces(memory); err != nil {
		return nil, err
	}
	packed, err := m.packColumns(memory)
	if err != nil {
		return nil, err
	}
	if err := m.setMemory(append(memory.pieces(), packed)...); err != nil {
		return nil, err
	}
	return m.bytes(), nil
}

// isKnown tells whether a toolchain's table of functions is laid out as table.go has it.
func isKnown(toolchain string) bool {
	return slices.ContainsFunc(knownTables, func(known string) bool {
		return toolchain == known || strings.HasPrefix(toolchain, known+".")
	})
}

// checkSize prints the size of the program and fails if it is above its budget.
func checkSize(linked, program []byte, br, gz string) error {
	brSize, err := os.Stat(br)
	if err != nil {
		return err
	}
	gzSize, err := os.Stat(gz)
	if err != nil {
		return err
	}
	fmt.Printf("app.wasm: %.2f MB, brotli %.3f MB (budget %.3f), gzip %.3f MB\n", float64(len(program))/1e6,
		float64(brSize.Size())/1e6, float64(web.ProgramBudget)/1e6, float64(gzSize.Size())/1e6)
	if brSize.Size() <= web.ProgramBudget || !isKnown(runtime.Version()) {
		return nil
	}
	table, err := os.ReadFile(sizesBefore)
	if err != nil {
		return err
	}
	parts, err := partsOf(linked, program)
	if err != nil {
		return err
	}
	return fmt.Errorf("app.wasm is over its budget: %d bytes of brotli, %d allowed; %s. More is said by "+
		"`go run ./web/build -sizes`; load what only some people need when they need it, or see which import brought it "+
		"in: GOOS=js GOARCH=wasm go list -modfile=%s -deps ./app",
		brSize.Size(), web.ProgramBudget, whatGrew(string(table), parts), modFile)
}

// readExec returns the script that belongs to the toolchain which built the program.
func readExec() ([]byte, error) {
	root, err := goTool(nil, "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, fmt.Errorf("find wasm_exec.js of %s: %w", runtime.Version(), err)
	}
	return content, nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
