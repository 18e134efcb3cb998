package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The table of functions that Go's runtime carries (runtime.pclntab) also says which source line each
// instruction came from, and what a function's arguments are. Only the traces of a crash show that,
// and it is an eighth of the compressed program. dropLines blanks it; traces keep the names of the
// functions and the offsets in them, which fit the program in bin/build.
//
// The layout is that of runtime/symtab.go and runtime/runtime2.go (_func) of these toolchains. One
// that is not listed gets a program with everything in it, and a note.
var knownTables = []string{"go1.26"}

// tableStart is how the table begins: its magic number, two zeros, the smallest instruction and the
// size of a pointer.
var tableStart = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// Places in the header of the table, and in the record of a function, in bytes.
const (
	atFuncCount = 8
	atUnitTab   = 40 // the offsets of the parts from the table's start
	atPCTab     = 56
	atFuncTab   = 64
	headerSize  = 72

	atStack      = 16 // pcsp
	atFile       = 20
	atLine       = 24
	atPCCount    = 28
	atUnit       = 32
	atFirstLine  = 36
	atDataCount  = 43 // one byte
	funcSize     = 44
	noData       = 0xffffffff
	maxPCTables  = 16
	maxDataItems = 16
)

// What only asynchronous preemption (which js/wasm has none of) or a crash's trace reads, by its index.
var (
	idlePCTables  = []int{0, 3} // PCDATA_UnsafePoint, PCDATA_ArgLiveIndex
	idleDataItems = []int{5, 6} // FUNCDATA_ArgInfo, FUNCDATA_ArgLiveInfo
)

var errTable = errors.New("the table of functions is not laid out as expected")

// dropLines blanks the lines of the table of functions in a program's memory.
func dropLines(memory image) error {
	table, err := findTable(memory)
	if err != nil {
		return err
	}
	used := make([]bool, len(table.values))
	used[0] = true // offset 0 stands for "no table"
	for i := range table.count {
		record, err := table.record(i)
		if err != nil {
			return err
		}
		for _, offset := range record.blank() {
			if err := table.mark(used, offset); err != nil {
				return err
			}
		}
	}
	for i := range table.values {
		if !used[i] {
			table.values[i] = 0
		}
	}
	clear(table.files)
	return nil
}

// funcTable is the table of functions in a program's memory.
type funcTable struct {
	count  int
	files  []byte // which file a line is in, and the files' names
	values []byte // pctab: what holds from which instruction on, for all purposes
	funcs  []byte // an index of the records, and the records
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
	table := memory[at:]
	field := func(place int) int { return int(binary.LittleEndian.Uint32(table[place:])) }
	units, values, funcs := field(atUnitTab), field(atPCTab), field(atFuncTab)
	if units < headerSize || values < units || funcs <= values || funcs+8*field(atFuncCount) > len(table) {
		return funcTable{}, fmt.Errorf("%w: parts at %d, %d and %d", errTable, units, values, funcs)
	}
	return funcTable{
		count: field(atFuncCount), files: table[units:values], values: table[values:funcs], funcs: table[funcs:],
	}, nil
}

// funcRecord is what the table says about one function: fixed fields, then the offsets of its tables
// of values, then those of its data.
type funcRecord struct {
	fixed    []byte
	pcTables []byte
	data     []byte
}

func (t funcTable) record(i int) (funcRecord, error) {
	at := int(binary.LittleEndian.Uint32(t.funcs[8*i+4:]))
	if at+funcSize > len(t.funcs) {
		return funcRecord{}, fmt.Errorf("%w: function %d lies outside", errTable, i)
	}
	fixed := t.funcs[at : at+funcSize]
	pcTables, data := 4*int(binary.LittleEndian.Uint32(fixed[atPCCount:])), 4*int(fixed[atDataCount])
	end := at + funcSize + pcTables + data
	if pcTables > 4*maxPCTables || data > 4*maxDataItems || end > len(t.funcs) {
		return funcRecord{}, fmt.Errorf("%w: function %d has %d and %d tables", errTable, i, pcTables/4, data/4)
	}
	return funcRecord{fixed, t.funcs[at+funcSize : end-data], t.funcs[end-data : end]}, nil
}

// blank removes what nothing reads and returns the offsets of the tables that stay.
func (r funcRecord) blank() []uint32 {
	for _, place := range []int{atFile, atLine, atUnit, atFirstLine} {
		binary.LittleEndian.PutUint32(r.fixed[place:], 0)
	}
	for _, i := range idleDataItems {
		if 4*i < len(r.data) {
			binary.LittleEndian.PutUint32(r.data[4*i:], noData)
		}
	}
	stay := []uint32{binary.LittleEndian.Uint32(r.fixed[atStack:])}
	for i := 0; 4*i < len(r.pcTables); i++ {
		if slices.Contains(idlePCTables, i) {
			binary.LittleEndian.PutUint32(r.pcTables[4*i:], 0)
			continue
		}
		stay = append(stay, binary.LittleEndian.Uint32(r.pcTables[4*i:]))
	}
	return stay
}

// mark notes the bytes of the table of values at an offset as used: pairs of numbers, how much the
// value changes and how many instructions it holds for, until a change of 0, save as the first.
func (t funcTable) mark(used []bool, offset uint32) error {
	if offset == 0 {
		return nil
	}
	at := int(offset)
	next := func() (first byte, err error) {
		for start := at; at < len(t.values); {
			used[at] = true
			at++
			if t.values[at-1] < 0x80 {
				return t.values[start], nil
			}
		}
		return 0, fmt.Errorf("%w: values at %d have no end", errTable, offset)
	}
	for first := true; ; first = false {
		change, err := next()
		if err != nil {
			return err
		}
		if change == 0 && !first {
			return nil
		}
		if _, err := next(); err != nil {
			return err
		}
	}
}
