package main

import (
	"errors"
	"fmt"
)

// image is the memory that a WebAssembly module starts with, from address 0.
type image []byte

// The parts of a module that are looked at: https://webassembly.github.io/spec/core/binary/modules.html
const (
	moduleHeader = 8 // magic number and version
	dataSection  = 11

	opConst = 0x41 // i32.const
	opEnd   = 0x0b
)

var errModule = errors.New("not a module as Go's linker writes it")

// joinData joins a module's memory into one segment. Go's linker leaves out every run of zeros and makes
// tens of thousands of segments, each with an address that compresses badly. With one segment the program
// is a little larger, but a tenth of a megabyte smaller after compression.
//
// edit may change the memory, but not its size.
func joinData(module []byte, edit func(image) error) ([]byte, error) {
	if len(module) < moduleHeader {
		return nil, errModule
	}
	joined := append([]byte(nil), module[:moduleHeader]...)
	rest := reader{module[moduleHeader:]}
	for len(rest.left) > 0 {
		id, err := rest.byte()
		if err != nil {
			return nil, err
		}
		content, err := rest.bytes()
		if err != nil {
			return nil, err
		}
		if id == dataSection {
			memory, err := readData(content)
			if err != nil {
				return nil, err
			}
			if err := edit(memory); err != nil {
				return nil, err
			}
			content = memory.section()
		}
		joined = append(joined, id)
		joined = appendUnsigned(joined, len(content))
		joined = append(joined, content...)
	}
	return joined, nil
}

// readData lays out the pieces of a data section in memory.
func readData(section []byte) (image, error) {
	var memory image
	rest := reader{section}
	count, err := rest.unsigned()
	if err != nil {
		return nil, err
	}
	for range count {
		address, piece, err := rest.piece()
		if err != nil {
			return nil, err
		}
		if end := address + len(piece); end > len(memory) {
			memory = append(memory, make([]byte, end-len(memory))...)
		}
		copy(memory[address:], piece)
	}
	return memory, nil
}

// section returns a data section of one piece.
func (m image) section() []byte {
	section := appendUnsigned(nil, 1)
	section = append(section, 0, opConst, 0, opEnd) // memory 0, at address 0
	section = appendUnsigned(section, len(m))
	return append(section, m...)
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
