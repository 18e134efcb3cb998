package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/confab/confab/web"
)

// size tells what a first visit downloads and what an operator copies.
func (s *set) size(ctx context.Context) error {
	root := filepath.Dir(filepath.Dir(s.bin))
	dist := filepath.Join(root, "web", "dist")
	br, err := os.Stat(filepath.Join(dist, "app.wasm.br"))
	if err != nil {
		return err
	}
	bin, err := os.Stat(s.bin)
	if err != nil {
		return err
	}
	s.judge("app.wasm, brotli 11", kilobytes(br.Size()), kilobytes(web.ProgramBudget), br.Size() <= web.ProgramBudget)
	s.printf("## Size\n\nbin/confab, with everything inside: %s.\n\n", kilobytes(bin.Size()))
	parts := exec.CommandContext(ctx, "go", "run", "./web/build", "-sizes")
	parts.Dir, parts.Stderr = root, os.Stderr
	table, err := parts.Output()
	if err != nil {
		return fmt.Errorf("measure the parts of the program: %w", err)
	}
	s.printf("What app.wasm is made of, plain and compressed (brotli 9; the table of budgets has brotli 11): functions by the package "+
		"that they belong to, and the memory that the program starts with. Compressed is by how much the program is smaller without "+
		"the part; parts that resemble each other cost more together. Written by `go run ./web/build -sizes`.\n\n%s\n", table)
	return nil
}

func kilobytes(n int64) string { return fmt.Sprintf("%.0f kB", float64(n)/1e3) }
