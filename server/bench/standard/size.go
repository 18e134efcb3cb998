package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/confab/confab/web"
)

// size tells what a first visit downloads and what an operator copies.
func (s *set) size(context.Context) error {
	dist := filepath.Join(filepath.Dir(filepath.Dir(s.bin)), "web", "dist")
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
	return nil
}

func kilobytes(n int64) string { return fmt.Sprintf("%.0f kB", float64(n)/1e3) }
