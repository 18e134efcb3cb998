package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// The table of functions also says which source line each instruction came from, what a function's arguments
// are, and which functions were put into others. Only the traces of a crash show that, and it is a fifth of the
// compressed program. dropTraces takes it out; traces keep codes of the functions that were called (names.go) and the
// offsets in them, which fit the program in bin/build.

// Only asynchronous preemption (which js/wasm has none of) or a trace reads these, by their index.
var (
	idleTables = []int{0, 3}    // PCDATA_UnsafePoint, PCDATA_ArgLiveIndex
	idleData   = []int{5, 6, 7} // FUNCDATA_ArgInfo, FUNCDATA_ArgLiveInfo, FUNCDATA_WrapInfo
)

// Which functions were put into a function, by their index. recover reads it too: it counts the functions
// between itself and the panic, except wrappers, and wants one. A function that calls recover is never
// put into another. So it makes a difference only for a wrapper, which keeps it.
const (
	inlinedTable = 2 // PCDATA_InlTreeIndex
	inlinedData  = 3 // FUNCDATA_InlTree: entries, of which the second word is the offset of a name
	inlinedEntry = 16
	inlinedName  = 4
)

// dropTraces writes the table of functions in a program's memory anew, without what only traces show. All records
// then have the same length.
func dropTraces(memory image) error {
	old, err := findTable(memory)
	if err != nil {
		return err
	}
	records, err := old.records()
	if err != nil {
		return err
	}
	starts := dataStarts(records)
	for _, r := range records {
		r.dropTraces()
	}
	moved, err := move(&old, records, starts)
	if err != nil {
		return err
	}
	return moved.write(&old, records)
}

// dataStarts returns where pieces of functions' data begin, in order. Each ends where the next one begins.
func dataStarts(records []*record) []uint32 {
	var starts []uint32
	for _, r := range records {
		for _, offset := range r.data {
			if offset != noData {
				starts = append(starts, offset)
			}
		}
	}
	slices.Sort(starts)
	return slices.Compact(starts)
}

func (r *record) dropTraces() {
	for _, word := range []int{recordFile, recordLine, recordUnit, recordFirstLine} {
		r.fixed[word] = 0
	}
	drop := func(offsets []uint32, nothing uint32, idle []int, inlined int) []uint32 {
		for _, i := range idle {
			if i < len(offsets) {
				offsets[i] = nothing
			}
		}
		if inlined < len(offsets) && !r.isWrapper() {
			offsets[inlined] = nothing
		}
		for len(offsets) > 0 && offsets[len(offsets)-1] == nothing {
			offsets = offsets[:len(offsets)-1]
		}
		return offsets
	}
	r.tables = drop(r.tables, 0, idleTables, inlinedTable)
	r.data = drop(r.data, noData, idleData, inlinedData)
}

// contents are the parts of a new table that its records refer to. Each has what one field of the records refers
// to together, in the order of the functions: like beside like compresses best.
type contents struct{ names, values, data heap }

// heap holds things once.
type heap struct {
	content []byte
	places  map[string]uint32
}

func (h *heap) add(thing []byte, align int) uint32 {
	if place, known := h.places[string(thing)]; known {
		return place
	}
	if h.places == nil {
		h.places = map[string]uint32{}
	}
	for len(h.content)%align != 0 {
		h.content = append(h.content, 0)
	}
	place := uint32(len(h.content))
	h.places[string(thing)] = place
	h.content = append(h.content, thing...)
	return place
}

// move collects what records refer to, and makes them refer to where it is now.
func move(old *funcTable, records []*record, starts []uint32) (*contents, error) {
	to := &contents{}
	to.values.content = []byte{0} // offset 0 stands for "no table"
	if err := to.codeNames(old, records); err != nil {
		return nil, err
	}
	for _, r := range records {
		if err := to.moveValues(old, &r.fixed[recordStack]); err != nil {
			return nil, err
		}
	}
	for i := range maxOffsets {
		for _, r := range records {
			if i < len(r.tables) {
				if err := to.moveValues(old, &r.tables[i]); err != nil {
					return nil, err
				}
			}
			if i < len(r.data) && r.data[i] != noData {
				if err := to.moveData(old, &r.data[i], starts, i == inlinedData); err != nil {
					return nil, err
				}
			}
		}
	}
	return to, nil
}

// codeNames gives the functions codes for names.
func (c *contents) codeNames(old *funcTable, records []*record) error {
	if len(records) > mostNames {
		return fmt.Errorf("%w: there are %d functions, and codes for %d", errTable, len(records), mostNames)
	}
	for i := range records {
		c.names.add(nameCode(i), 1)
	}
	own := c.names.add([]byte(runtimeName+"\x00"), 1)
	c.names.add([]byte(inlinedCode+"\x00"), 1)
	for i, r := range records {
		name, err := old.name(r.fixed[recordName])
		if err != nil {
			return err
		}
		if r.fixed[recordName] = uint32(i * nameSize); strings.HasPrefix(name, runtimeName) {
			r.fixed[recordName] = own
		}
	}
	return nil
}

func (c *contents) moveValues(old *funcTable, offset *uint32) error {
	if *offset == 0 {
		return nil
	}
	table, err := old.valueTable(*offset)
	*offset = c.values.add(table, 1)
	return err
}

func (c *contents) moveData(old *funcTable, offset *uint32, starts []uint32, inlined bool) error {
	content, err := old.dataPiece(*offset, starts)
	if err != nil {
		return err
	}
	if inlined {
		content = bytes.Clone(content)
		for entry := range slices.Chunk(content, inlinedEntry) {
			if len(entry) < inlinedEntry {
				continue // what fills up to the next piece
			}
			binary.LittleEndian.PutUint32(entry[inlinedName:], c.names.add([]byte(inlinedCode+"\x00"), 1))
		}
	}
	*offset = c.data.add(content, 4)
	return nil
}

// write replaces the table.
func (c *contents) write(old *funcTable, records []*record) error {
	tables, data := 0, 0
	for _, r := range records {
		tables, data = max(tables, len(r.tables)), max(data, len(r.data))
	}
	var rows []byte
	for _, r := range records {
		r.fixed[recordTables] = uint32(tables)
		r.fixed[recordKind] = r.fixed[recordKind]&0xffffff | uint32(data)<<24
		row := append(slices.Clone(r.fixed[:]), r.tables...)
		row = append(row, make([]uint32, tables-len(r.tables))...)
		row = append(row, r.data...)
		for range data - len(r.data) {
			row = append(row, noData)
		}
		for _, word := range row {
			rows = binary.LittleEndian.AppendUint32(rows, word)
		}
	}
	index := bytes.Clone(old.funcs[:8*(old.count+1)])
	for i := range records {
		binary.LittleEndian.PutUint32(index[8*i+4:], uint32(len(index)+i*len(rows)/len(records)))
	}
	binary.LittleEndian.PutUint32(index[8*old.count+4:], 0) // the last entry only tells where the functions end

	start, end := old.at, old.module.word(moduleFinder)
	table := bytes.Clone(old.memory[start : start+headerSize])
	place := func(content []byte) int {
		for len(table)%8 != 0 {
			table = append(table, 0)
		}
		table = append(table, content...)
		return len(table) - len(content)
	}
	names, values := place(c.names.content), place(c.values.content)
	funcs, pieces := place(append(index, rows...)), place(c.data.content)
	if len(table) > end-start {
		return fmt.Errorf("%w: it has grown to %d bytes", errTable, len(table))
	}
	for field, offset := range map[int]int{atNames: names, atUnits: values, atFileNames: values, atValues: values, atFuncs: funcs} {
		binary.LittleEndian.PutUint64(table[field:], uint64(offset))
	}
	clear(old.memory[start:end])
	copy(old.memory[start:], table)
	m := old.module
	m.setSlice(moduleNames, start+names, len(c.names.content))
	m.setSlice(moduleUnits, start+values, 0)
	m.setSlice(moduleFileNames, start+values, 0)
	m.setSlice(moduleValues, start+values, len(c.values.content))
	m.setSlice(moduleFuncs, start+funcs, len(index)+len(rows))
	m.setWord(moduleIndex, start+funcs)
	m.setWord(moduleData, start+pieces)
	return nil
}
