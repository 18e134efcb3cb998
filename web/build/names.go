package main

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
)

// The names of functions were a thirtieth of the compressed program, and only traces show them. In a slim
// program a function has a code for its name, which says which one it is in the linked program: four letters from
// A to P, the lowest first, each a digit of its number, and a dot, without which a trace leaves a function out.
// readTrace puts the names back.
//
// The runtime takes for its own what has a name that begins with its own; those functions share one.

const (
	nameSize    = 8 // bytes of a code and the zeros that end it
	nameDigits  = 4
	nameBase    = 16
	mostNames   = 1 << 16 // nameBase to the power of nameDigits
	runtimeName = "runtime."
	inlinedCode = "inlined." // for what was put into another function, which no record is about
)

// nameCode returns the code of function number i, with the zeros that end it.
func nameCode(i int) []byte {
	code := make([]byte, nameSize)
	for digit := range nameDigits {
		code[digit] = 'A' + byte(i%nameBase)
		i /= nameBase
	}
	code[nameDigits] = '.'
	return code
}

var coded = regexp.MustCompile(`\b[A-P]{4}\.`)

// number returns the number of the function that a code stands for.
func number(code string) (i int) {
	for digit := nameDigits - 1; digit >= 0; digit-- {
		i = i*nameBase + int(code[digit]-'A')
	}
	return i
}

// readTrace copies the trace of a crash of a program, with the names of the functions.
func readTrace(linked []byte, in io.Reader, out io.Writer) error {
	names, err := namesOf(linked)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := coded.ReplaceAllStringFunc(lines.Text(), func(code string) string {
			if i := number(code); i < len(names) {
				return names[i]
			}
			return code
		})
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return lines.Err()
}

// tableOf returns the table of functions of a linked program.
func tableOf(linked []byte) (funcTable, error) {
	m, err := readModule(linked)
	if err != nil {
		return funcTable{}, err
	}
	memory, err := m.memory()
	if err != nil {
		return funcTable{}, err
	}
	return findTable(memory)
}

// namesOf returns the names of a linked program's functions, in their order.
func namesOf(linked []byte) ([]string, error) {
	table, err := tableOf(linked)
	if err != nil {
		return nil, err
	}
	records, err := table.records()
	if err != nil {
		return nil, err
	}
	names := make([]string, len(records))
	for i, r := range records {
		if names[i], err = table.name(r.fixed[recordName]); err != nil {
			return nil, err
		}
	}
	return names, nil
}
