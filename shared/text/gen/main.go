// Command gen writes what is generated from shared/text/en.json: the Go of package
// text, and the language for tests. It is run by go generate, in shared/text.
package main

import (
	"fmt"
	"os"

	"github.com/confab/confab/shared/text/catalog"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "shared/text/gen:", err)
		os.Exit(1)
	}
}

func run() error {
	files, err := catalog.Generate(os.DirFS("."))
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
