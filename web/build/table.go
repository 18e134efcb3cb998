package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Go's runtime carries a table of the program's functions (runtime.pclntab). The layout is that of
// runtime/symtab.go, runtime/symtabinl.go, runtime/runtime2.go (_func) and internal/abi/symtab.go of these
// toolchains.
var knownTables = []string{"go1.26"}

// tableStart is how the table begins: its magic number, two zeros, the smallest instruction and the
// size of a pointer.
var tableStart = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// Places in the header of the table, in bytes.
const (
	atFuncCount = 8
	atNames     = 32 // the offsets of the parts from the table's start
	atUnits     = 40
	atFileNames = 48
	atValues    = 56
	atFuncs     = 64
	headerSize  = 72
)

// The record of a function: words of 4 bytes, then the offsets of its tables of values, then those of its data.
const (
	recordName      = 1
	recordStack     = 4 // pcsp, a table of values
	recordFile      = 5
	recordLine      = 6
	recordTables    = 7 // how many of values follow
	recordUnit      = 8
	recordFirstLine = 9
	recordKind      = 10 // funcID in the first byte; in the last one how many pieces of data follow
	recordWords     = 11

	noData     = 0xffffffff
	maxOffsets = 16
)

// kindWrapper is abi.FuncIDWrapper: a function that the compiler made to call another.
const kindWrapper = 23

// Places in runtime.moduledata, in words of 8 bytes. It begins with the addresses of the table and of its names.
// A slice is its address, its length and its capacity.
const (
	moduleNames     = 1
	moduleUnits     = 4
	moduleFileNames = 7
	moduleValues    = 10
	moduleFuncs     = 13
	moduleIndex     = 16
	moduleFinder    = 19 // findfunctab, by which a function is found in the index
	moduleVariables = 24 // noptrdata, to edata
	moduleVarsEnd   = 27
	moduleMemoryEnd = 34
	moduleData      = 40 // go:func.*, what functions' records refer to as their data
	moduleTableEnd  = 41
	moduleWords     = 42
)

var errTable = errors.New("the table of functions is not laid out as expected")

// funcTable is the table of functions in a program's memory.
type funcTable struct {
	memory image
	at     int // where it begins
	module words
	count  int
	names  []byte // each ends with a zero
	values []byte // pctab: what holds from which instruction on, for all purposes
	funcs  []byte // an index of the records, and the records
	data   []byte // which slots of the stack are pointers, and more about functions
}

// words are words of 8 bytes.
type words []byte

func (w words) word(i int) int { return int(binary.LittleEndian.Uint64(w[8*i:])) }

func (w words) setWord(i, n int) { binary.LittleEndian.PutUint64(w[8*i:], uint64(n)) }

func (w words) setSlice(i, address, length int) {
	w.setWord(i, address)
	w.setWord(i+1, length)
	w.setWord(i+2, length)
}

// findTable finds the one table, and fails if its parts are not where they should be.
func findTable(memory image) (funcTable, error) {
	at := bytes.Index(memory, tableStart)
	if at < 0 || len(memory) < at+headerSize {
		return funcTable{}, fmt.Errorf("%w: it is missing", errTable)
	}
	if bytes.Contains(memory[at+1:], tableStart) {
		return funcTable{}, fmt.Errorf("%w: there are two", errTable)
	}
	field := func(place int) int { return at + int(binary.LittleEndian.Uint32(memory[at+place:])) }
	names, units, values, funcs := field(atNames), field(atUnits), field(atValues), field(atFuncs)
	beginning := binary.LittleEndian.AppendUint64(nil, uint64(at))
	beginning = binary.LittleEndian.AppendUint64(beginning, uint64(names))
	moduleAt := bytes.Index(memory, beginning)
	if moduleAt < 0 || moduleAt+8*moduleWords > len(memory) {
		return funcTable{}, fmt.Errorf("%w: nothing refers to it", errTable)
	}
	module := words(memory[moduleAt : moduleAt+8*moduleWords])
	data, finder, end := module.word(moduleData), module.word(moduleFinder), module.word(moduleTableEnd)
	parts := []int{at + headerSize, names, units, values, funcs, data, finder, end, len(memory)}
	count := field(atFuncCount) - at
	if !slices.IsSorted(parts) || funcs+8*(count+1) > data {
		return funcTable{}, fmt.Errorf("%w: parts at %d", errTable, parts)
	}
	return funcTable{
		memory: memory, at: at, module: module, count: count, names: memory[names:units], values: memory[values:funcs],
		funcs: memory[funcs:data], data: memory[data:finder],
	}, nil
}

// record is what the table says about one function.
type record struct {
	fixed  [recordWords]uint32
	tables []uint32 // offsets of tables of values, 0 for none
	data   []uint32 // offsets of pieces of data, noData for none
}

func (r *record) isWrapper() bool { return byte(r.fixed[recordKind]) == kindWrapper }

// records returns the records of all functions, in their order.
func (t *funcTable) records() ([]*record, error) {
	records := make([]*record, t.count)
	for i := range records {
		r := new(record)
		at := int(binary.LittleEndian.Uint32(t.funcs[8*i+4:]))
		if at+4*recordWords > len(t.funcs) {
			return nil, fmt.Errorf("%w: function %d lies outside", errTable, i)
		}
		copy(r.fixed[:], numbers(t.funcs[at:at+4*recordWords]))
		at += 4 * recordWords
		tables, data := int(r.fixed[recordTables]), int(r.fixed[recordKind]>>24)
		if tables > maxOffsets || data > maxOffsets || at+4*(tables+data) > len(t.funcs) {
			return nil, fmt.Errorf("%w: function %d has %d and %d tables", errTable, i, tables, data)
		}
		r.tables, r.data = numbers(t.funcs[at:at+4*tables]), numbers(t.funcs[at+4*tables:at+4*(tables+data)])
		records[i] = r
	}
	return records, nil
}

// numbers returns a row of numbers of 4 bytes.
func numbers(row []byte) []uint32 {
	list := make([]uint32, len(row)/4)
	for i := range list {
		list[i] = binary.LittleEndian.Uint32(row[4*i:])
	}
	return list
}

// name returns the name at an offset.
func (t *funcTable) name(offset uint32) (string, error) {
	if int(offset) < len(t.names) {
		if name, _, found := bytes.Cut(t.names[offset:], []byte{0}); found {
			return string(name), nil
		}
	}
	return "", fmt.Errorf("%w: a name at %d", errTable, offset)
}

// valueTable returns the table of values at an offset: pairs of numbers, how much the value changes and how many
// instructions it holds for, until a change of 0, save as the first.
func (t *funcTable) valueTable(offset uint32) ([]byte, error) {
	broken := fmt.Errorf("%w: values at %d", errTable, offset)
	if int(offset) > len(t.values) {
		return nil, broken
	}
	rest := reader{t.values[offset:]}
	for first := true; ; first = false {
		change, err := rest.unsigned()
		if err != nil {
			return nil, broken
		}
		if change == 0 && !first {
			return t.values[offset : len(t.values)-len(rest.left)], nil
		}
		if _, err := rest.unsigned(); err != nil {
			return nil, broken
		}
	}
}

// dataPiece returns the piece of functions' data at an offset, which ends where the next one starts.
func (t *funcTable) dataPiece(offset uint32, starts []uint32) ([]byte, error) {
	end := uint32(len(t.data))
	if next, _ := slices.BinarySearch(starts, offset+1); next < len(starts) {
		end = min(end, starts[next])
	}
	if offset > end {
		return nil, fmt.Errorf("%w: data at %d", errTable, offset)
	}
	return t.data[offset:end], nil
}
