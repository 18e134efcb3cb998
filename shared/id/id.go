package id

import (
	"sync/atomic"
	"time"
)

// Len is the length of an id in bytes and in characters.
const Len = 32

// New returns a new id.
func New() string {
	const version, variant = 0x7, 0x2
	t := uint64(tick())
	return hex(t>>12<<16|version<<12|t&0xfff, random()>>2|variant<<62)
}

// lastTick is what tick returned last.
var lastTick atomic.Int64

// tick returns the time since 1970 in 4096ths of a millisecond, the precision that
// RFC 9562, section 6.2, method 3 has room for. Each result is larger than the one
// before, however fast it is called and even if the clock goes back.
func tick() int64 {
	const parts = 4096
	now := time.Now()
	t := now.UnixMilli()*parts + int64(now.Nanosecond())%1e6*parts/1e6
	for {
		last := lastTick.Load()
		t = max(t, last+1)
		if lastTick.CompareAndSwap(last, t) {
			return t
		}
	}
}

// hex writes 128 bits. encoding/hex would bring fmt into the browser's program.
func hex(high, low uint64) string {
	var b [Len]byte
	for i := range Len / 2 {
		b[Len/2-1-i] = "0123456789abcdef"[high>>(4*i)&0xf]
		b[Len-1-i] = "0123456789abcdef"[low>>(4*i)&0xf]
	}
	return string(b[:])
}

// Valid reports whether s has the form of an id. It does not check that anything
// with that id exists.
func Valid(s string) bool {
	if len(s) != Len {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
