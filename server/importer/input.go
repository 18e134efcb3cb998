package importer

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// counter counts the bytes that are read through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// decompress returns the text of r, which may be compressed with gzip.
func decompress(r io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	head, err := b.Peek(2)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return b, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, fmt.Errorf("not a whole gzip file: %w", err)
	}
	return bufio.NewReaderSize(z, 64<<10), nil
}

// lineBytes is the maximum length of a line. A longer one is skipped and
// reported.
const lineBytes = 1 << 20

var errLineTooLong = fmt.Errorf("longer than %d bytes", lineBytes)

// lines splits the input into lines and groups them into batches.
type lines struct {
	r      *bufio.Reader
	buf    []byte
	number int // of the last line
}

func newLines(r *bufio.Reader) *lines { return &lines{r: r} }

// fill reads up to batchLines lines into b. last is true at the end of the
// input.
func (l *lines) fill(b *batch) (last bool, err error) {
	for len(b.messages)+len(b.problems) < batchLines {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil && !errors.Is(err, errLineTooLong) {
			return true, err
		}
		if len(bytes.TrimSpace(line)) == 0 && err == nil {
			continue
		}
		b.lines++
		m, problem := message{}, err
		if problem == nil {
			m, problem = parse(line)
		}
		if problem != nil {
			b.complain(l.number, problem)
			continue
		}
		m.line = l.number
		b.messages = append(b.messages, m)
	}
	return false, nil
}

// next returns the next line, which is valid until the next call. For a line that
// is too long it returns errLineTooLong.
func (l *lines) next() ([]byte, error) {
	l.buf = l.buf[:0]
	long := false
	for {
		part, err := l.r.ReadSlice('\n')
		if len(l.buf)+len(part) > lineBytes {
			long = true
		} else {
			l.buf = append(l.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case errors.Is(err, io.EOF) && len(l.buf) == 0 && !long:
			return nil, io.EOF
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		}
		break
	}
	l.number++
	if l.number == 1 {
		l.buf = bytes.TrimPrefix(l.buf, []byte("\xef\xbb\xbf"))
	}
	if long {
		return nil, errLineTooLong
	}
	return l.buf, nil
}
