package picture

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// maxComplaint is how much of what a process complains of is kept, in bytes.
const maxComplaint = 4 << 10

// bounded keeps what a process writes, up to some bytes. Then it refuses the rest, or with cut lets it go.
type bounded struct {
	most    int
	cut     bool
	content bytes.Buffer
	over    bool
}

var errOver = errors.New("picture: more than is taken")

// Write implements io.Writer.
func (b *bounded) Write(p []byte) (int, error) {
	room := b.most - b.content.Len()
	if len(p) <= room {
		return b.content.Write(p)
	}
	b.over = true
	if !b.cut {
		return 0, errOver
	}
	b.content.Write(p[:room])
	return len(p), nil
}

// feed gives a process what it reads. It remembers whether that could be read.
type feed struct {
	from io.Reader
	done chan struct{} // closed when it has ended
	mu   sync.Mutex
	err  error
}

// newFeed begins to give a process what from reads.
func newFeed(from io.Reader, to io.WriteCloser) *feed {
	f := &feed{from: from, done: make(chan struct{})}
	go f.pour(to)
	return f
}

// pour copies until one of both ends. That nobody takes more is no error: a process that has seen enough ends.
func (f *feed) pour(to io.WriteCloser) {
	defer close(f.done)
	defer func() {
		if fault := recover(); fault != nil {
			f.fail(fmt.Errorf("it panicked: %v", fault))
		}
		_ = to.Close() // it is closed already if the process has ended
	}()
	_, _ = io.Copy(to, f)
}

// Read implements io.Reader.
func (f *feed) Read(p []byte) (int, error) {
	n, err := f.from.Read(p)
	if err != nil && err != io.EOF {
		f.fail(err)
	}
	return n, err
}

func (f *feed) fail(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.err = err
}

// end waits a moment for the end, after that of the process, and returns why it could not be read.
func (f *feed) end() error {
	late := time.NewTimer(settle)
	defer late.Stop()
	select {
	case <-f.done:
	case <-late.C:
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}
