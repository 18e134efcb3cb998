package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/andybalholm/brotli"
	"golang.org/x/sync/errgroup"
)

// Brotli's quality for printSizes: the program is compressed once for each line, and the best quality takes ten
// times as long for a program that is an eighth smaller.
const costQuality = 9

// smallPackage is the size of a package's functions, in bytes, below which it has no line of its own.
const smallPackage = 10_000

// part is a part of the program that has a line: the functions of a package, or one sort of data.
type part struct {
	name  string
	spans []span
	cost  int // by how many bytes the compressed program is smaller without it
}

// span is some bytes of the program, without the last.
type span struct{ from, to int }

func (p *part) size() (n int) {
	for _, s := range p.spans {
		n += s.to - s.from
	}
	return n
}

// printSizes writes a table of what the parts of the program cost, the most expensive first.
func printSizes(to io.Writer) error {
	linked, err := os.ReadFile(linkedProgram)
	if err != nil {
		return fmt.Errorf("%w; run: make build", err)
	}
	program, err := slim(linked, runtime.Version())
	if err != nil {
		return err
	}
	parts, err := partsOf(linked, program)
	if err != nil {
		return err
	}
	whole, err := measure(program, parts)
	if err != nil {
		return err
	}
	slices.SortFunc(parts, func(a, b *part) int { return cmp.Or(b.cost-a.cost, strings.Compare(a.name, b.name)) })
	table := tabwriter.NewWriter(to, 0, 0, 1, ' ', 0)
	fmt.Fprintf(table, "| Part of app.wasm\t| Plain\t| Compressed\t|\n|---\t|---\t|---\t|\n")
	for _, p := range append([]*part{{name: "everything", spans: []span{{0, len(program)}}, cost: whole}}, parts...) {
		fmt.Fprintf(table, "| %s\t| %s\t| %s\t|\n", p.name, kilobytes(p.size()), kilobytes(p.cost))
	}
	return table.Flush()
}

func kilobytes(n int) string { return fmt.Sprintf("%.1f kB", float64(n)/1e3) }

// sizesBefore has, in a table that printSizes wrote, the sizes of the parts at some time before.
const sizesBefore = "server/bench/RESULTS.md"

// whatGrew returns the parts that have grown most, plain, since a table was written, as a sentence.
func whatGrew(table string, parts []*part) string {
	before := map[string]float64{}
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		if size, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(cells[2]), " kB"), 64); err == nil {
			before[strings.TrimSpace(cells[1])] = size * 1e3
		}
	}
	growth := func(p *part) int { return p.size() - int(before[p.name]) }
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b *part) int { return growth(b) - growth(a) })
	var grown []string
	for _, p := range parts[:min(6, len(parts))] {
		if growth(p) >= 1_000 {
			grown = append(grown, fmt.Sprintf("%s by %s to %s", p.name, kilobytes(growth(p)), kilobytes(p.size())))
		}
	}
	if len(grown) == 0 {
		return "no part has grown since the table in " + sizesBefore
	}
	return "grown most, plain, since the table in " + sizesBefore + ": " + strings.Join(grown, "; ")
}

// measure finds the cost of each part, and returns the size of the whole program.
func measure(program []byte, parts []*part) (whole int, err error) {
	if whole, err = compressed(program); err != nil {
		return 0, err
	}
	var all errgroup.Group
	all.SetLimit(runtime.NumCPU())
	for _, p := range parts {
		all.Go(func() error {
			size, err := compressed(without(program, p.spans))
			p.cost = whole - size
			return err
		})
	}
	return whole, all.Wait()
}

func compressed(content []byte) (int, error) {
	var packed bytes.Buffer
	w := brotli.NewWriterOptions(&packed, brotli.WriterOptions{Quality: costQuality, LGWin: 24})
	if _, err := w.Write(content); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	return packed.Len(), nil
}

// without returns a program without some spans, which are in order.
func without(program []byte, spans []span) []byte {
	var rest []byte
	at := 0
	for _, s := range spans {
		rest = append(rest, program[at:s.from]...)
		at = s.to
	}
	return append(rest, program[at:]...)
}

// partsOf takes a slim program apart. The names of the functions are in the linked one.
func partsOf(linked, program []byte) ([]*part, error) {
	table, err := tableOf(linked)
	if err != nil {
		return nil, err
	}
	functions, data, err := findContent(program)
	if err != nil {
		return nil, err
	}
	packages, err := byPackage(&table, functions)
	if err != nil {
		return nil, err
	}
	kinds, err := dataParts(program, data)
	if err != nil {
		return nil, err
	}
	return append(packages, kinds...), nil
}

// placed is a piece of data: its address in memory, and where it is in the program.
type placed struct {
	address int
	span
}

// findContent returns where a program's functions and its data are.
func findContent(program []byte) (functions []span, data []placed, err error) {
	rest := reader{program[moduleHeader:]}
	for len(rest.left) > 0 {
		id, errID := rest.byte()
		content, errContent := rest.bytes()
		if err := errors.Join(errID, errContent); err != nil {
			return nil, nil, err
		}
		if id != codeSection && id != dataSection {
			continue
		}
		inside := reader{content}
		count, err := inside.unsigned()
		if err != nil {
			return nil, nil, err
		}
		for range count {
			read, address := inside.bytes, 0
			if id == dataSection {
				read = func() (content []byte, err error) {
					address, content, err = inside.piece()
					return content, err
				}
			}
			content, err := read()
			if err != nil {
				return nil, nil, err
			}
			end := len(program) - len(rest.left) - len(inside.left)
			where := span{end - len(content), end}
			if id == codeSection {
				functions = append(functions, where)
			} else {
				data = append(data, placed{address, where})
			}
		}
	}
	return functions, data, nil
}

// byPackage groups functions by the package that they are named for. A generic function belongs to its own package,
// wherever its types come from.
func byPackage(table *funcTable, functions []span) ([]*part, error) {
	records, err := table.records()
	if err != nil {
		return nil, err
	}
	packages := map[string]*part{}
	for _, r := range records {
		name, err := table.name(r.fixed[recordName])
		if err != nil {
			return nil, err
		}
		i := int(r.fixed[0] - records[0].fixed[0]) // functions are numbered from 4096 on
		if i >= len(functions) {
			return nil, fmt.Errorf("%w: %s is function %d", errTable, name, i)
		}
		pkg := packageOf(name)
		if packages[pkg] == nil {
			packages[pkg] = &part{name: pkg}
		}
		packages[pkg].spans = append(packages[pkg].spans, functions[i])
	}
	var parts []*part
	small := &part{name: "smaller packages"}
	for _, p := range packages {
		if p.size() >= smallPackage {
			parts = append(parts, p)
		} else {
			small.spans = append(small.spans, p.spans...)
		}
	}
	slices.SortFunc(small.spans, func(a, b span) int { return a.from - b.from })
	return append(parts, small), nil
}

// packageOf returns the package of a function, such as strings of strings.(*Builder).Grow.
func packageOf(function string) string {
	if strings.HasPrefix(function, "type:.") {
		return "comparisons of types"
	}
	function, _, _ = strings.Cut(function, "[")
	base := strings.LastIndexByte(function, '/') + 1
	name, _, found := strings.Cut(function[base:], ".")
	if !found {
		return "runtime" // written in assembly
	}
	return strings.TrimPrefix(function[:base]+name, "github.com/confab/confab/")
}

// dataParts divides what a program's memory starts with.
func dataParts(program []byte, data []placed) ([]*part, error) {
	m, err := readModule(program)
	if err != nil {
		return nil, err
	}
	memory, err := m.memory()
	if err != nil {
		return nil, err
	}
	table, err := findTable(memory)
	if err != nil {
		return nil, err
	}
	at := table.module.word
	end := at(moduleMemoryEnd)
	// Each part begins at its address and ends where the next one begins.
	borders := []struct {
		from int
		name string
	}{
		{0, "data: types, texts and constants"}, {table.at, "data: names of functions"},
		{at(moduleValues), "data: values by instruction"}, {at(moduleFuncs), "data: records of functions"},
		{at(moduleData), "data: pointers on the stack"}, {at(moduleTableEnd), "data: variables"},
		{end, "data: columns of numbers"},
	}
	var parts []*part
	for i, b := range borders {
		to := math.MaxInt
		if i+1 < len(borders) {
			to = borders[i+1].from
		}
		p := &part{name: b.name}
		for _, d := range data {
			from, to := max(b.from, d.address), min(to, d.address+d.to-d.from)
			if from < to {
				p.spans = append(p.spans, span{d.from + from - d.address, d.from + to - d.address})
			}
		}
		if len(p.spans) > 0 { // records are nothing but columns of numbers
			parts = append(parts, p)
		}
	}
	return parts, nil
}
