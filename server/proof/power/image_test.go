package power

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

func draw() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

func filled(b byte, n int) []byte { return bytes.Repeat([]byte{b}, n) }

// written is a file with three pages of 'a' on the disk, and 'b' written over
// the last two and one more, not durable.
func written() *file {
	f := &file{}
	f.put(change{0, filled('a', 3*page)})
	f.sync()
	f.put(change{page, filled('b', 3*page)})
	return f
}

func TestACutThatKeepsNothingLeavesTheLastSync(t *testing.T) {
	f := written()
	left := f.survivor(Nothing, draw())
	if !bytes.Equal(left.now, filled('a', 3*page)) || !bytes.Equal(left.durable, left.now) || len(left.pending) > 0 {
		t.Errorf("%d bytes are left, of them %d durable", len(left.now), len(left.durable))
	}
	f.sync()
	if left := f.survivor(Nothing, draw()); !bytes.Equal(left.now, f.now) {
		t.Error("what was synced is not left")
	}
}

func TestWhatACutKeepsIsWholePagesOrSectors(t *testing.T) {
	for keep, size := range map[Keep]int{Prefix: 3 * page, Pages: page, Sectors: sector} {
		rng := draw()
		differ := map[string]bool{}
		for range 200 {
			left := written().survivor(keep, rng).now
			if !bytes.Equal(left[:page], filled('a', page)) {
				t.Fatalf("%v: what was not written over is changed", keep)
			}
			differ[string(left)] = true
			for chunk := range slices.Chunk(left[page:], size) {
				// A page that was never written reads as zeros where the file is longer.
				if n := min(len(chunk), size); bytes.ContainsFunc(chunk[:n], func(r rune) bool { return r != rune(chunk[0]) }) &&
					size != 3*page {
					t.Fatalf("%v: a chunk of %d bytes is torn", keep, size)
				}
			}
		}
		if want := map[Keep]int{Prefix: 2, Pages: 8, Sectors: 100}[keep]; len(differ) < want {
			t.Errorf("%v: %d different images, want %d at least", keep, len(differ), want)
		}
	}
}

func TestALengthIsLostOrKeptLikeAWrite(t *testing.T) {
	f := written()
	f.sync()
	f.put(change{at: 10})
	f.put(change{at: 20})
	if want := append(filled('a', 10), make([]byte, 10)...); !bytes.Equal(f.now, want) {
		t.Errorf("cut to 10 bytes and stretched to 20 it holds %q", f.now)
	}
	if left := f.survivor(Nothing, draw()); len(left.now) != 4*page {
		t.Errorf("%d bytes are left, want all", len(left.now))
	}
	f.sync()
	if left := f.survivor(Nothing, draw()); !bytes.Equal(left.now, f.now) {
		t.Errorf("%q is left, want %q", left.now, f.now)
	}
}

func TestANameIsDurableOnceItsDirectoryWasSynced(t *testing.T) {
	d := newFolder(1, 0o700)
	f := &file{ino: 2}
	f.put(change{0, []byte("x")})
	f.sync()
	d.put(move{"new": f})
	if left := d.survivor(Nothing, draw()); len(left.now) != 0 {
		t.Error("a name is left of a directory that was never synced")
	}
	d.sync()
	d.put(move{"new": nil, "renamed": f})
	if left := d.survivor(Nothing, draw()); left.now["new"] == nil || left.now["renamed"] != nil {
		t.Errorf("before the sync the names are %v", left.now)
	}
	rng := draw()
	for range 100 {
		if left := d.survivor(Prefix, rng).now; len(left) != 1 {
			t.Fatalf("a rename was torn: %v", left)
		}
	}
}
