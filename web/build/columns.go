package main

import (
	"encoding/binary"
	"fmt"
)

// The records of functions, and the tables by which they are found, are rows of numbers that resemble those of
// the row before. Brotli does not see that; they were a twentieth of the compressed program. pack takes such columns out
// of a program's memory and leaves a list of differences, and unpacker makes the function that puts them back: it
// is the module's start function, which runs before anything else.

// column is numbers of 4 bytes at a constant distance.
type column struct{ address, stride, count int }

// columnsOf returns the columns of the table of functions in a program's memory, after dropTraces.
func columnsOf(memory image) ([]column, error) {
	table, err := findTable(memory)
	if err != nil {
		return nil, err
	}
	index := table.module.word(moduleIndex)
	finder, end := table.module.word(moduleFinder), table.module.word(moduleTableEnd)
	rows := index + 8*(table.count+1)
	width := (table.module.word(moduleFuncs) + table.module.word(moduleFuncs+1) - rows) / table.count
	columns := []column{{table.module.word(moduleNames), nameSize, table.count}, {index, 8, table.count}, {index + 4, 8, table.count}}
	for at := 0; at < width; at += 4 {
		columns = append(columns, column{rows + at, width, table.count})
	}
	return append(columns, column{finder, finderEntry, (end - finder) / finderEntry}), nil
}

// finderEntry is the size of a runtime.findfuncbucket: a number, and 16 bytes that are almost always zero.
const finderEntry = 20

// pack removes columns from a memory and returns them as a list: for each column its address, stride and count
// in 4 bytes each and the differences, signed, in LEB128 with the sign in the lowest bit; then a count of 0.
func pack(memory image, columns []column) []byte {
	var list []byte
	for _, c := range columns {
		if c.count == 0 {
			continue // it would end the list
		}
		for _, n := range []int{c.count, c.address, c.stride} {
			list = binary.LittleEndian.AppendUint32(list, uint32(n))
		}
		last := int32(0)
		for i := range c.count {
			cell := memory[c.address+i*c.stride:]
			n := int32(binary.LittleEndian.Uint32(cell))
			difference := n - last
			last = n
			list = appendUnsigned(list, int(uint32(difference<<1^difference>>31)))
			binary.LittleEndian.PutUint32(cell, 0)
		}
	}
	return append(list, 0, 0, 0, 0)
}

// packColumns packs the columns of the table of functions of a module, whose memory is given, and adds the function
// that unpacks them. It returns the list, which lies above the program's memory while it is unpacked.
func (m *module) packColumns(memory image) (piece, error) {
	columns, err := columnsOf(memory)
	if err != nil {
		return piece{}, err
	}
	table, err := findTable(memory)
	if err != nil {
		return piece{}, err
	}
	list := piece{table.module.word(moduleMemoryEnd), pack(memory, columns)}
	const room = 1<<20 - 1<<16 // what the linker adds to the memory that the program needs, at least
	if len(list.content) > room {
		return piece{}, fmt.Errorf("%w: the packed columns are too large", errTable)
	}
	return list, m.addStart(unpacker(list.address, len(list.content)))
}

// Instructions of WebAssembly, as far as unpacker uses them.
const (
	opBlock, opLoop          = 0x02, 0x03
	opBranch, opBranchIf     = 0x0c, 0x0d
	opGet, opSet, opTee      = 0x20, 0x21, 0x22
	opLoad, opLoad8, opStore = 0x28, 0x2d, 0x36
	opIsZero, opAtLeast      = 0x45, 0x4f // unsigned
	opAdd, opSub, opAnd      = 0x6a, 0x6b, 0x71
	opOr, opXor              = 0x72, 0x73
	opShiftLeft, opShiftDown = 0x74, 0x76 // unsigned
	opBulk, bulkFill         = 0xfc, 0x0b

	typeI32   = 0x7f
	typeNone  = 0x40
	alignByte = 0
	alignWord = 2
)

// unpacker returns the body of a function that unpacks a list of some length at an address, and clears it.
func unpacker(address, length int) []byte {
	const list, cell, stride, count, sum, number, shift, octet = 0, 1, 2, 3, 4, 5, 6, 7 // local variables
	var body []byte
	emit := func(code ...byte) { body = append(body, code...) }
	constant := func(n int) { body = appendSigned(append(body, opConst), n) }
	add := func(local byte, n int) { // to a local variable
		emit(opGet, local)
		constant(n)
		emit(opAdd, opSet, local)
	}
	emit(1, 8, typeI32) // eight local variables
	constant(address)
	emit(opSet, list)
	emit(opBlock, typeNone)
	{
		emit(opLoop, typeNone) // for each column
		emit(opGet, list, opLoad, alignByte, 0, opTee, count, opIsZero, opBranchIf, 1)
		emit(opGet, list, opLoad, alignByte, 4, opSet, cell)
		emit(opGet, list, opLoad, alignByte, 8, opSet, stride)
		add(list, 12)
		constant(0)
		emit(opSet, sum)
		{
			emit(opLoop, typeNone) // for each number
			constant(0)
			emit(opSet, number)
			constant(0)
			emit(opSet, shift)
			{
				emit(opLoop, typeNone) // for each byte: number |= (octet & 0x7f) << shift
				emit(opGet, list, opLoad8, alignByte, 0, opSet, octet)
				add(list, 1)
				emit(opGet, octet)
				constant(0x7f)
				emit(opAnd, opGet, shift, opShiftLeft, opGet, number, opOr, opSet, number)
				add(shift, 7)
				emit(opGet, octet)
				constant(0x80)
				emit(opAtLeast, opBranchIf, 0, opEnd)
			}
			// sum += number>>1 ^ -(number&1)
			emit(opGet, number)
			constant(1)
			emit(opShiftDown)
			constant(0)
			emit(opGet, number)
			constant(1)
			emit(opAnd, opSub, opXor, opGet, sum, opAdd, opSet, sum)
			emit(opGet, cell, opGet, sum, opStore, alignWord, 0)
			emit(opGet, cell, opGet, stride, opAdd, opSet, cell)
			add(count, -1)
			emit(opGet, count, opBranchIf, 0, opEnd)
		}
		emit(opBranch, 0, opEnd)
	}
	emit(opEnd)
	constant(address)
	constant(0)
	constant(length)
	emit(opBulk, bulkFill, 0)
	emit(opEnd)
	return body
}

// addStart adds a function without parameters and results, and has it called when the module is instantiated.
func (m *module) addStart(body []byte) error {
	imported, err := m.countOf(importSection)
	if err != nil {
		return err
	}
	index, err := m.countOf(functionSection)
	if err != nil {
		return err
	}
	sort, err := m.addEntry(typeSection, []byte{0x60, 0, 0})
	if err != nil {
		return err
	}
	if _, err := m.addEntry(functionSection, appendUnsigned(nil, sort)); err != nil {
		return err
	}
	if _, err := m.addEntry(codeSection, append(appendUnsigned(nil, len(body)), body...)); err != nil {
		return err
	}
	m.insert(section{startSection, appendUnsigned(nil, imported+index)})
	return nil
}
