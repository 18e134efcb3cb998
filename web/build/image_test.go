package main

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

const emptyModule = "\x00asm\x01\x00\x00\x00"

func TestDataIsJoinedWhereItBelongs(t *testing.T) {
	other := "\x01\x02ab"
	pieces := "\x03" + "\x00\x41\x80\x01\x0b\x02xy" + "\x00\x41\x02\x0b\x01z" + // xy at 128, z at 2
		"\x00\x41\x80\xc0\x00\x0b\x01f" // f at 8192
	m, err := readModule([]byte(emptyModule + other + "\x0b" + string(rune(len(pieces))) + pieces))
	if err != nil {
		t.Fatal(err)
	}
	memory, err := m.memory()
	if err != nil {
		t.Fatal(err)
	}
	if len(memory) != 8193 || memory[2] != 'z' || string(memory[128:130]) != "xy" || memory[8192] != 'f' {
		t.Fatalf("the memory is %q", memory)
	}
	memory[3] = 'w'
	if err := m.setMemory(memory.pieces()...); err != nil {
		t.Fatal(err)
	}
	// The short run of zeros stays and the long one goes.
	first := "\x00\x00zw" + strings.Repeat("\x00", 124) + "xy"
	data := "\x02" + "\x00\x41\x00\x0b\x82\x01" + first + "\x00\x41\x80\xc0\x00\x0b\x01f"
	if expected := emptyModule + other + "\x0b" + string(appendUnsigned(nil, len(data))) + data; string(m.bytes()) != expected {
		t.Errorf("joined is\n%q, want\n%q", m.bytes(), expected)
	}
}

func TestNothingIsLostBetweenZeros(t *testing.T) {
	for _, lengths := range [][]int{{1}, {0, 5000, 1}, {3, 4095, 3}, {3, 4096, 3}, {3, 4097, 3, 9000}, {0, 4096}, {}} {
		var memory image
		for i, n := range lengths {
			memory = append(memory, bytes.Repeat([]byte{byte(1 - i%2)}, n)...)
		}
		again := make(image, len(memory))
		for _, p := range memory.pieces() {
			copy(again[p.address:], p.content)
		}
		if !slices.Equal(memory, again) {
			t.Errorf("runs of %d bytes are not put together again", lengths)
		}
	}
}

func TestBrokenModulesAreRefused(t *testing.T) {
	for name, module := range map[string]string{
		"too short":        "\x00asm",
		"no data":          emptyModule,
		"no length":        emptyModule + "\x0b",
		"length too large": emptyModule + "\x0b\x05a",
		"endless number":   emptyModule + "\x0b\xff\xff\xff\xff\xff\xff",
		"pieces missing":   emptyModule + "\x0b\x01\x02",
		"another opcode":   emptyModule + "\x0b\x07\x01\x00\x23\x00\x0b\x01x",
		"below zero":       emptyModule + "\x0b\x07\x01\x00\x41\x7f\x0b\x01x",
	} {
		if _, err := slim([]byte(module), "go1.26"); !errors.Is(err, errModule) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
