package main

import (
	"encoding/binary"
	"slices"
	"testing"
)

func TestUnpackedColumnsAreWhatWasPacked(t *testing.T) {
	m, memory := memoryOf(t, linkProbe(t))
	if err := dropTraces(memory); err != nil {
		t.Fatal(err)
	}
	before := slices.Clone(memory)
	list, err := m.packColumns(memory)
	if err != nil {
		t.Fatal(err)
	}
	if slices.Equal(before, memory) {
		t.Error("nothing was packed")
	}
	if table := findTableIn(t, before); list.address < table.module.word(moduleTableEnd) || len(list.content) < table.count {
		t.Errorf("%d bytes at %d are no list of columns", len(list.content), list.address)
	}
	unpack(memory, list.content)
	if !slices.Equal(before, memory) {
		t.Error("the unpacked memory is not what was packed")
	}
}

func TestColumnsOfAnyNumbersArePacked(t *testing.T) {
	memory := make(image, 100)
	for i, n := range []uint32{7, 0xffffffff, 0, 0x80000000, 0x7fffffff, 6} {
		binary.LittleEndian.PutUint32(memory[3+12*i:], n)
		memory[3+12*i+4] = 'x'
	}
	before := slices.Clone(memory)
	unpack(memory, pack(memory, []column{{3, 12, 6}, {80, 4, 0}, {90, 4, 2}}))
	if !slices.Equal(before, memory) {
		t.Errorf("unpacked\n%x, want\n%x", memory, before)
	}
}

func findTableIn(t *testing.T, memory image) funcTable {
	t.Helper()
	table, err := findTable(memory)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// unpack does what unpacker's function does in the browser.
func unpack(memory image, list []byte) {
	word := func() uint32 {
		n := binary.LittleEndian.Uint32(list)
		list = list[4:]
		return n
	}
	for {
		count := word()
		if count == 0 {
			return
		}
		cell, stride, sum := word(), word(), uint32(0)
		for range count {
			n, size := binary.Uvarint(list)
			list = list[size:]
			number := uint32(n)
			sum += number>>1 ^ -(number & 1)
			binary.LittleEndian.PutUint32(memory[cell:], sum)
			cell += stride
		}
	}
}
