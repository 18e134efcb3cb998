package power

import (
	"maps"
	"math/rand/v2"
	"slices"
)

const (
	sector = 512
	page   = 4096
)

// entry is what a name in a directory stands for: *file or *folder.
type entry interface{ number() uint64 }

// file is a file with both its images.
type file struct {
	ino     uint64
	kind    uint32 // S_IFREG, or another that is no directory: a socket
	mode    uint32
	name    string // that it was made with
	now     []byte
	durable []byte
	pending []change // what was done since, in order
}

// change is one thing done to a file: a write, or a new length.
type change struct {
	at   int64
	data []byte // nil: at is the new length
}

// folder is a directory with both its images.
type folder struct {
	ino     uint64
	mode    uint32
	now     map[string]entry
	durable map[string]entry
	pending []move // what was done since, in order
}

// move is one thing done to a directory: what some names stand for after it,
// nil for those that are gone.
type move map[string]entry

func (f *file) number() uint64   { return f.ino }
func (f *folder) number() uint64 { return f.ino }

func newFolder(ino uint64, mode uint32) *folder {
	return &folder{ino: ino, mode: mode, now: map[string]entry{}, durable: map[string]entry{}}
}

// put changes the file as it is seen.
func (f *file) put(c change) {
	f.now = c.on(f.now)
	f.pending = append(f.pending, c)
}

// sync makes durable what the file holds.
func (f *file) sync() {
	for _, c := range f.pending {
		f.durable = c.on(f.durable)
	}
	f.pending = nil
}

// on returns content after the change. A hole reads as zeros.
func (c change) on(content []byte) []byte {
	end := int(c.at) + len(c.data)
	if c.data == nil && end < len(content) {
		clear(content[end:])
		return content[:end]
	}
	if grow := end - len(content); grow > 0 {
		content = append(content, make([]byte, grow)...)
	}
	copy(content[c.at:], c.data)
	return content
}

// pieces cuts a write where the drive may have stopped: at multiples of size.
func (c change) pieces(size int64) (pieces []change) {
	for at, data := c.at, c.data; len(data) > 0; {
		n := min(size-at%size, int64(len(data)))
		pieces = append(pieces, change{at, data[:n]})
		at, data = at+n, data[n:]
	}
	return pieces
}

// put changes the directory as it is seen.
func (f *folder) put(m move) {
	m.on(f.now)
	f.pending = append(f.pending, m)
}

// sync makes durable which names there are.
func (f *folder) sync() {
	f.durable = maps.Clone(f.now)
	f.pending = nil
}

func (m move) on(names map[string]entry) {
	for name, e := range m {
		if e == nil {
			delete(names, name)
		} else {
			names[name] = e
		}
	}
}

// Keep is what a power cut leaves of what was not durable.
type Keep int

// What a cut keeps.
const (
	Nothing Keep = iota // only what is durable
	Prefix              // what was written up to some moment, in each file another
	Pages               // any pages of 4 KiB, as written last or before
	Sectors             // any sectors of 512 bytes: pages may be torn
)

// String returns the name.
func (k Keep) String() string {
	return [...]string{"nothing", "a prefix", "some pages", "some sectors"}[k]
}

// survivor is what is left of a file: its own next life, all of it durable.
func (f *file) survivor(keep Keep, rng *rand.Rand) *file {
	left := slices.Clone(f.durable)
	switch keep {
	case Prefix:
		for _, c := range f.pending[:rng.IntN(len(f.pending)+1)] {
			left = c.on(left)
		}
	case Pages, Sectors:
		size := int64(page)
		if keep == Sectors {
			size = sector
		}
		for _, c := range f.pending {
			if c.data == nil && rng.IntN(2) == 0 {
				left = c.on(left)
			}
			for _, piece := range c.pieces(size) {
				if rng.IntN(2) == 0 {
					left = piece.on(left)
				}
			}
		}
	}
	return &file{ino: f.ino, kind: f.kind, mode: f.mode, name: f.name, now: slices.Clone(left), durable: left}
}

// survivor is what is left of a directory and all below it.
func (f *folder) survivor(keep Keep, rng *rand.Rand) *folder {
	names := maps.Clone(f.durable)
	if keep != Nothing {
		for _, m := range f.pending[:rng.IntN(len(f.pending)+1)] {
			m.on(names)
		}
	}
	left := newFolder(f.ino, f.mode)
	for _, name := range slices.Sorted(maps.Keys(names)) { // in order: the same draw, the same image
		switch e := names[name].(type) {
		case *file:
			left.now[name] = e.survivor(keep, rng)
		case *folder:
			left.now[name] = e.survivor(keep, rng)
		}
	}
	left.sync()
	return left
}
