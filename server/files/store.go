package files

import (
	"context"
	"errors"
	"io"
	"time"
)

// Store keeps blobs by their names, see NameOf. Each method returns ErrName for
// a name that is none, the context's error after its end, and ErrUnavailable if
// the storage cannot be reached now and nothing is wrong with the call.
type Store interface {
	// Put stores a blob. It is durable when Put returns nil, and not there when it
	// fails, unless it was before; only after ErrUnavailable it may be there all
	// the same. Putting what is there already is harmless. Returns ErrFull if there
	// is no space for it, and ErrContent if content is not what name and size say.
	Put(ctx context.Context, name string, size int64, content io.Reader) error
	// Open reads length bytes of a blob from offset on; to its end if length is
	// negative, or if less than length is there. At or beyond its end there is
	// nothing to read, which is no error. Returns ErrNotFound if there is no such
	// blob. The reader has an io.WriterTo where that is faster; close it.
	Open(ctx context.Context, name string, offset, length int64) (io.ReadCloser, error)
	// Delete deletes a blob for good; one that is not there is no error. Who is
	// reading it may fail or read on.
	Delete(ctx context.Context, name string) error
	// Walk calls each for every blob, in the order of their names, and returns
	// each's first error. Blobs that are put or deleted meanwhile may be told of or not.
	Walk(ctx context.Context, each func(Blob) error) error
	// Close gives back what the Store holds, when none of its methods runs any more.
	Close() error
}

// Blob is what Walk tells of a blob.
type Blob struct {
	Name string
	Size int64     // in bytes
	At   time.Time // when it was last put, by the storage's clock
}

// The errors that callers tell apart.
var (
	// ErrNotFound means that there is no such blob.
	ErrNotFound = errors.New("files: no such blob")
	// ErrFull means that the storage has no space for a blob, or none that files may use.
	ErrFull = errors.New("files: storage full")
	// ErrContent means that the content of a blob is not what its name and size say.
	ErrContent = errors.New("files: the content is not what its name and size say")
	// ErrName means that a name is not the SHA-256 of anything.
	ErrName = errors.New("files: not a blob's name")
	// ErrUnavailable means that the storage cannot be reached; trying again may help.
	ErrUnavailable = errors.New("files: the storage cannot be reached")
)
