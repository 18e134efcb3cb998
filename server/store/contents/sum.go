package contents

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
	"slices"
)

// Sum is what a number of rows come to: how many there are, and the sum, modulo
// 2^256, of the SHA-256 of each. It is the same in whatever order they are
// read, and differs if one is changed, lost or there twice. It finds damage; it
// does not withstand somebody who makes rows up to fit. The zero Sum is of no rows.
type Sum struct {
	Rows int64
	hash [4]uint64 // the lowest first
}

// Add puts one more hash in.
func (s *Sum) add(h [sha256.Size]byte) {
	var carry uint64
	for i := range s.hash {
		s.hash[i], carry = bits.Add64(s.hash[i], binary.LittleEndian.Uint64(h[8*i:]), carry)
	}
	s.Rows++
}

// Merge puts the rows of another sum in.
func (s *Sum) Merge(o Sum) {
	var carry uint64
	for i := range s.hash {
		s.hash[i], carry = bits.Add64(s.hash[i], o.hash[i], carry)
	}
	s.Rows += o.Rows
}

// Hash is the digest in hexadecimal, 64 signs.
func (s Sum) Hash() string {
	var b []byte
	for _, word := range slices.Backward(s.hash[:]) {
		b = binary.BigEndian.AppendUint64(b, word)
	}
	return hex.EncodeToString(b)
}

// Sums are the sums of a store's tables: by table, and there by the number of
// the room, 0 for what belongs to none.
type Sums map[string]map[int64]Sum

// Adder makes Sums, row by row. Not safe for concurrent use.
type Adder struct {
	Sums Sums
	buf  []byte
}

// NewAdder returns an Adder of no rows.
func NewAdder() *Adder { return &Adder{Sums: make(Sums)} }

// Add puts a row of t in.
func (a *Adder) Add(t Table, r Row) {
	a.buf = appendRow(append(a.buf[:0], t.Name...), r)
	rooms := a.Sums[t.Name]
	if rooms == nil {
		rooms = make(map[int64]Sum)
		a.Sums[t.Name] = rooms
	}
	room := t.Room(r)
	s := rooms[room]
	s.add(sha256.Sum256(a.buf))
	rooms[room] = s
}

// appendRow writes r so that no two rows are written alike.
func appendRow(b []byte, r Row) []byte {
	for _, v := range r {
		switch v := v.(type) {
		case nil:
			b = append(b, 'n')
		case string:
			b = append(binary.AppendUvarint(append(b, 't'), uint64(len(v))), v...)
		case []byte:
			b = append(binary.AppendUvarint(append(b, 'b'), uint64(len(v))), v...)
		case int64:
			b = binary.AppendVarint(append(b, 'i'), v)
		case bool:
			if v {
				b = append(b, 'y')
			} else {
				b = append(b, 'x')
			}
		}
	}
	return b
}

// Table is the sum of all rows of a table.
func (s Sums) Table(name string) Sum {
	var all Sum
	for _, sum := range s[name] {
		all.Merge(sum)
	}
	return all
}

// All is the sum of everything.
func (s Sums) All() Sum {
	var all Sum
	for name := range s {
		all.Merge(s.Table(name))
	}
	return all
}

// talk is what people said and what became of it: the tables whose sums are the
// same before and after a backup was restored, where everybody is signed out
// and rooms get another epoch.
var talk = []string{Events, MessageState, Reactions, Mentions, Marks}

// Talk is the sum of what was said in all rooms: their logs, edits, erasures,
// reactions, mentions and marks.
func (s Sums) Talk() Sum {
	var all Sum
	for _, name := range talk {
		all.Merge(s.Table(name))
	}
	return all
}

// Difference is one part of two stores that is not the same.
type Difference struct {
	Table       string
	Room        int64 // its number; 0: the table is not by room
	This, Other Sum
}

// Compare returns where s and o differ, in the order of Tables and rooms.
func (s Sums) Compare(o Sums) []Difference {
	var out []Difference
	for _, t := range tables {
		seen := make(map[int64]bool)
		for _, rooms := range []map[int64]Sum{s[t.Name], o[t.Name]} {
			for room := range rooms {
				seen[room] = true
			}
		}
		var nums []int64
		for room := range seen {
			nums = append(nums, room)
		}
		slices.Sort(nums)
		for _, room := range nums {
			if a, b := s[t.Name][room], o[t.Name][room]; a != b {
				out = append(out, Difference{Table: t.Name, Room: room, This: a, Other: b})
			}
		}
	}
	return out
}
