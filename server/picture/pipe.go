package picture

import (
	"bytes"
	"errors"
	"io"
	"sync"
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

// feed is what a process reads. It remembers whether it could be read.
type feed struct {
	from io.Reader
	mu   sync.Mutex
	err  error
}

// Read implements io.Reader.
func (f *feed) Read(p []byte) (int, error) {
	n, err := f.from.Read(p)
	if err != nil && err != io.EOF {
		f.mu.Lock()
		f.err = err
		f.mu.Unlock()
	}
	return n, err
}

func (f *feed) failed() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err
}
