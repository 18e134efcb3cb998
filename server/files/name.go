package files

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
)

// NameOf returns the name of the blob of which hash, a SHA-256, has read the content.
func NameOf(hash hash.Hash) string { return hex.EncodeToString(hash.Sum(nil)) }

// IsName tells whether a text is the name of a blob: 64 hexadecimal digits, none of them in upper case.
// What is one is safe as the name of a file.
func IsName(name string) bool {
	if len(name) != hex.EncodedLen(sha256.Size) {
		return false
	}
	for i := range len(name) {
		if c := name[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// checked reads content and fails with ErrContent in the place of its last bytes
// if it has another size or name: who writes down what it gives never has all
// of the content, even if only the size is wrong. It ends with its context.
type checked struct {
	ctx     context.Context
	content *bufio.Reader
	name    string
	size    int64
	read    int64
	hash    hash.Hash
	err     error // that it ended with; io.EOF: all is well
}

// check returns a reader of content that checks it.
func check(ctx context.Context, name string, size int64, content io.Reader) (*checked, error) {
	if !IsName(name) {
		return nil, ErrName
	}
	if size < 0 {
		return nil, fmt.Errorf("%w: a size of %d", ErrContent, size)
	}
	return &checked{ctx: ctx, content: bufio.NewReader(content), name: name, size: size, hash: sha256.New()}, nil
}

// Read implements io.Reader.
func (c *checked) Read(p []byte) (int, error) {
	if c.err == nil {
		c.err = c.ctx.Err()
	}
	if c.err != nil || len(p) == 0 {
		return 0, c.err
	}
	n, err := c.content.Read(p)
	c.read += int64(n)
	c.hash.Write(p[:n])
	if err == nil {
		_, err = c.content.Peek(1) // whether these were the last ones
	}
	switch {
	case c.read > c.size, c.read == c.size && err == nil, err == io.EOF && (c.read < c.size || NameOf(c.hash) != c.name):
		c.err = ErrContent
	case err == nil:
		return n, nil
	case err == io.EOF:
		c.err = io.EOF
		return n, io.EOF
	case c.ctx.Err() != nil: // which may be why it cannot be read
		c.err = c.ctx.Err()
	default:
		c.err = fmt.Errorf("files: read the content: %w", err)
	}
	return 0, c.err
}

// failed returns what was wrong with the content, or with its context.
func (c *checked) failed() error {
	if c.err == io.EOF {
		return nil
	}
	return c.err
}
