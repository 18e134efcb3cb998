package main

import (
	"bytes"
	"fmt"
	"time"

	"github.com/confab/confab/server/bench"
)

// report is what the sections have found so far.
type report struct {
	text bytes.Buffer
	met  [][]string // the rows of the budgets
}

func (r *report) printf(format string, args ...any) { fmt.Fprintf(&r.text, format, args...) }

// judge puts a figure beside its budget.
func (r *report) judge(what, measured, budget string, met bool) {
	verdict := "met"
	if !met {
		verdict = "**missed**"
	}
	r.met = append(r.met, []string{what, measured, budget, verdict})
}

// table writes results as RESULTS.md shows them.
func (r *report) table(results []bench.Result) error {
	if err := bench.WriteResults(&r.text, results); err != nil {
		return err
	}
	r.printf("\n")
	for _, one := range results {
		r.printf("- %s: generator %.1f us a delivery", one.Load.Name, float64(one.GeneratorPerDelivery())/float64(time.Microsecond))
		if one.Load.Rate > 0 {
			r.printf(", late by %s", one.Late)
		}
		if one.Load.Rate == 0 && !one.Load.Lockstep && one.Load.Members > 1 {
			r.printf(", members up to %d messages apart", one.Apart)
		}
		if one.Memory != nil {
			r.printf("; server %.1f KB a connection", float64(one.Memory.Each)/1024)
		}
		r.printf("\n")
	}
	r.printf("\n")
	return nil
}
