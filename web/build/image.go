package main

import (
	"errors"
	"fmt"
	"slices"
)

// The parts of a module that are looked at: https://webassembly.github.io/spec/core/binary/modules.html
const (
	moduleHeader = 8 // magic number and version

	typeSection     = 1
	importSection   = 2
	functionSection = 3
	startSection    = 8
	codeSection     = 10
	dataSection     = 11

	opConst = 0x41 // i32.const
	opEnd   = 0x0b
)

var errModule = errors.New("not a module as Go's linker writes it")

// module is a WebAssembly module.
type module struct {
	header   []byte
	sections []section
}

type section struct {
	id      byte
	content []byte
}

func readModule(program []byte) (*module, error) {
	if len(program) < moduleHeader {
		return nil, errModule
	}
	m := &module{header: program[:moduleHeader]}
	for rest := (reader{program[moduleHeader:]}); len(rest.left) > 0; {
		id, err := rest.byte()
		if err != nil {
			return nil, err
		}
		content, err := rest.bytes()
		if err != nil {
			return nil, err
		}
		m.sections = append(m.sections, section{id, content})
	}
	return m, nil
}

func (m *module) bytes() []byte {
	program := slices.Clone(m.header)
	for _, s := range m.sections {
		program = append(program, s.id)
		program = appendUnsigned(program, len(s.content))
		program = append(program, s.content...)
	}
	return program
}

// section returns the one section of a sort.
func (m *module) section(id byte) (*section, error) {
	i := slices.IndexFunc(m.sections, func(s section) bool { return s.id == id })
	if i < 0 {
		return nil, fmt.Errorf("%w: no section %d", errModule, id)
	}
	return &m.sections[i], nil
}

// countOf returns how many entries a section has.
func (m *module) countOf(id byte) (int, error) {
	s, err := m.section(id)
	if err != nil {
		return 0, err
	}
	rest := reader{s.content}
	return rest.unsigned()
}

// addEntry adds an entry to a section, and returns its index.
func (m *module) addEntry(id byte, entry []byte) (int, error) {
	s, err := m.section(id)
	if err != nil {
		return 0, err
	}
	rest := reader{s.content}
	count, err := rest.unsigned()
	if err != nil {
		return 0, err
	}
	s.content = slices.Concat(appendUnsigned(nil, count+1), rest.left, entry)
	return count, nil
}

// insert puts a section where it belongs: sections are in the order of their numbers, except those with 0.
func (m *module) insert(added section) {
	i := slices.IndexFunc(m.sections, func(s section) bool { return s.id > added.id })
	m.sections = slices.Insert(m.sections, i, added)
}

// image is the memory that a module starts with, from address 0.
type image []byte

// memory lays out the pieces of the data section.
func (m *module) memory() (image, error) {
	data, err := m.section(dataSection)
	if err != nil {
		return nil, err
	}
	var memory image
	rest := reader{data.content}
	count, err := rest.unsigned()
	if err != nil {
		return nil, err
	}
	for range count {
		address, content, err := rest.piece()
		if err != nil {
			return nil, err
		}
		if end := address + len(content); end > len(memory) {
			memory = append(memory, make([]byte, end-len(memory))...)
		}
		copy(memory[address:], content)
	}
	return memory, nil
}

// piece is some bytes and where in memory they belong.
type piece struct {
	address int
	content []byte
}

// setMemory replaces the data section. Go's linker leaves out every run of zeros and makes tens of thousands of
// pieces, each with an address that compresses badly. With few pieces the program is a tenth of a megabyte smaller
// after compression.
func (m *module) setMemory(pieces ...piece) error {
	data, err := m.section(dataSection)
	if err != nil {
		return err
	}
	data.content = appendUnsigned(nil, len(pieces))
	for _, p := range pieces {
		data.content = append(data.content, 0, opConst) // memory 0
		data.content = appendSigned(data.content, p.address)
		data.content = append(data.content, opEnd)
		data.content = appendUnsigned(data.content, len(p.content))
		data.content = append(data.content, p.content...)
	}
	return nil
}

// pieces returns a memory without its long runs of zeros.
func (memory image) pieces() []piece {
	const long = 4096
	var pieces []piece
	for at := 0; at < len(memory); {
		end, zeros := at, 0
		for ; end < len(memory) && zeros < long; end++ {
			if zeros++; memory[end] != 0 {
				zeros = 0
			}
		}
		if content := memory[at : end-zeros]; len(content) > 0 {
			pieces = append(pieces, piece{at, content})
		}
		for at = end; at < len(memory) && memory[at] == 0; at++ {
		}
	}
	return pieces
}

// reader reads the binary format.
type reader struct{ left []byte }

func (r *reader) byte() (byte, error) {
	if len(r.left) == 0 {
		return 0, errModule
	}
	b := r.left[0]
	r.left = r.left[1:]
	return b, nil
}

// bytes reads a length and as many bytes.
func (r *reader) bytes() ([]byte, error) {
	n, err := r.unsigned()
	if err != nil {
		return nil, err
	}
	if n > len(r.left) {
		return nil, errModule
	}
	content := r.left[:n]
	r.left = r.left[n:]
	return content, nil
}

// piece reads one piece of a data section.
func (r *reader) piece() (address int, content []byte, err error) {
	memory, errMemory := r.unsigned()
	op, errOp := r.byte()
	address, errAddress := r.signed()
	end, errEnd := r.byte()
	content, errContent := r.bytes()
	if err := errors.Join(errMemory, errOp, errAddress, errEnd, errContent); err != nil {
		return 0, nil, errModule
	}
	const sane = 1 << 28 // bytes; the linker would not place anything above
	if memory != 0 || op != opConst || end != opEnd || address < 0 || address > sane {
		return 0, nil, fmt.Errorf("%w: a piece of data at %d", errModule, address)
	}
	return address, content, nil
}

// unsigned reads a number in LEB128.
func (r *reader) unsigned() (int, error) {
	n, _, err := r.leb()
	return n, err
}

// signed reads a number in signed LEB128.
func (r *reader) signed() (int, error) {
	n, bits, err := r.leb()
	if err == nil && n&(1<<(bits-1)) != 0 {
		n -= 1 << bits
	}
	return n, err
}

func (r *reader) leb() (n int, bits uint, err error) {
	for bits < 35 {
		b, err := r.byte()
		if err != nil {
			return 0, 0, err
		}
		n |= int(b&0x7f) << bits
		bits += 7
		if b < 0x80 {
			return n, bits, nil
		}
	}
	return 0, 0, errModule
}

func appendUnsigned(to []byte, n int) []byte {
	for n >= 0x80 {
		to = append(to, byte(n)|0x80)
		n >>= 7
	}
	return append(to, byte(n))
}

func appendSigned(to []byte, n int) []byte {
	for n < -0x40 || n >= 0x40 {
		to = append(to, byte(n)|0x80)
		n >>= 7
	}
	return append(to, byte(n)&0x7f)
}
