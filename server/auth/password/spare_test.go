package password

import (
	"runtime"
	"testing"
)

func TestWhileEveryProcessorHashesTheRestHasOneMore(t *testing.T) {
	usual := runtime.GOMAXPROCS(0)
	h := newHasher(Params{Memory: 8, Time: 1, Threads: 1}, usual)
	for i := range usual {
		if now := runtime.GOMAXPROCS(0); now != usual {
			t.Errorf("%d of %d hash, and there are %d", i, usual, now)
		}
		if err := h.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if now := runtime.GOMAXPROCS(0); now != usual+1 {
		t.Errorf("all of %d hash, and there are %d", usual, now)
	}
	for range usual {
		h.leave()
	}
	if now := runtime.GOMAXPROCS(0); now != usual {
		t.Errorf("nobody hashes, and there are %d of %d", now, usual)
	}
}
