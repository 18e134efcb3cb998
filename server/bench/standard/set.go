package main

import (
	"bytes"
	_ "embed"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/pin"
)

// limits is what people have found out about the figures.
//
//go:embed limits.md
var limits string

// set is a run of the standard set.
type set struct {
	options
	bin   string
	cores *pin.Cores // nil: everything runs where there is room
	report
}

// results is all of RESULTS.md.
func (s *set) results() ([]byte, error) {
	var all bytes.Buffer
	s.head(&all)
	if len(s.met) > 0 {
		all.WriteString("## Budgets\n\n")
		if err := bench.Table(&all, []string{"What", "Measured", "Budget", ""}, s.met); err != nil {
			return nil, err
		}
		all.WriteString("\n")
	}
	all.Write(s.text.Bytes())
	all.WriteString(limits)
	return all.Bytes(), nil
}
