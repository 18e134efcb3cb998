package faults

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// example is one case of a corpus: what is sent, and what must come of it.
type example struct {
	name string
	send []byte
	want []string // the words of the last line
}

// corpus reads a file of examples; the file says what its words mean. There
// must be at least so many.
func corpus(t *testing.T, file string, least int) []example {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for i, block := range strings.Split(strings.TrimSpace(string(text)), "\n\n") {
		if i == 0 {
			continue // what the words mean
		}
		e, err := parse(block)
		if err != nil {
			t.Fatalf("%s: %q: %v", file, block, err)
		}
		all = append(all, e)
	}
	if len(all) < least {
		t.Fatalf("%s holds %d examples, want %d", file, len(all), least)
	}
	return all
}

func parse(block string) (e example, err error) {
	lines := bufio.NewScanner(strings.NewReader(block))
	for lines.Scan() {
		word, rest, _ := strings.Cut(lines.Text(), " ")
		switch word {
		case "#":
			e.name = rest
		case "raw":
			var b []byte
			if b, err = bytesOf(rest); err != nil {
				return e, err
			}
			e.send = append(e.send, b...)
		case "frame":
			first, rest, _ := strings.Cut(rest, " ")
			op, err := hex.DecodeString(first)
			if err != nil || len(op) != 1 {
				return e, fmt.Errorf("%q is no byte", first)
			}
			payload, err := bytesOf(rest)
			if err != nil {
				return e, err
			}
			e.send = append(e.send, masked(op[0], payload)...)
		default:
			e.want = strings.Fields(lines.Text())
		}
	}
	if e.name == "" || len(e.want) == 0 {
		err = fmt.Errorf("it has no name, or wants nothing")
	}
	return e, err
}

// bytesOf is a quoted text, perhaps repeated.
func bytesOf(s string) ([]byte, error) {
	quoted, err := strconv.QuotedPrefix(s)
	if err != nil {
		return nil, err
	}
	text, err := strconv.Unquote(quoted)
	if err != nil {
		return nil, err
	}
	times := 1
	if n, ok := strings.CutPrefix(s[len(quoted):], " x"); ok {
		if times, err = strconv.Atoi(n); err != nil {
			return nil, err
		}
	}
	return []byte(strings.Repeat(text, times)), nil
}

// masked is a client's frame.
func masked(first byte, payload []byte) []byte {
	b := []byte{first}
	switch n := len(payload); {
	case n <= 125:
		b = append(b, 0x80|byte(n))
	case n <= 0xFFFF:
		b = append(b, 0x80|126, byte(n>>8), byte(n))
	default:
		b = append(b, 0x80|127, 0, 0, 0, 0, byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
	}
	key := [4]byte{0x12, 0x34, 0x56, 0x78}
	b = append(b, key[:]...)
	for i, c := range payload {
		b = append(b, c^key[i%4])
	}
	return b
}
