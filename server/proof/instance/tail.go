package instance

import "sync"

// Tail keeps the last 64 KiB of what is written to it. It may be used by several
// goroutines at once.
type Tail struct {
	mu  sync.Mutex
	buf []byte
}

// Write keeps p, and drops what is older than the last 64 KiB.
func (t *Tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	if over := len(t.buf) - 64<<10; over > 0 {
		t.buf = append(t.buf[:0], t.buf[over:]...)
	}
	return len(p), nil
}

// String returns what is kept.
func (t *Tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.buf)
}
