package filestest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"testing"

	"github.com/confab/confab/server/files"
)

// Open opens an empty Store for a test, which closes it.
type Open func(t *testing.T) files.Store

// Run runs the suite. large is the size of its largest blob, in bytes.
func Run(t *testing.T, open Open, large int) {
	for _, story := range []struct {
		name string
		run  func(t *testing.T, s files.Store)
	}{
		{"what was put is read, as a whole and in parts", parts},
		{"a large blob is read as it was put", func(t *testing.T, s files.Store) { largeBlob(t, s, large) }},
		{"an empty blob is a blob", empty},
		{"the same blob may be put twice, and becomes new", twice},
		{"many put the same blob at once", together},
		{"content that is not what it is called is refused", wrong},
		{"content that cannot be read leaves nothing", unreadable},
		{"an upload that is given up leaves nothing", givenUp},
		{"only names of blobs are names", names},
		{"what was deleted is gone, and the rest is not", deleting},
		{"a walk tells of each blob in order", walking},
		{"a walk ends when it is told to", stopping},
		{"what is over does not begin", over},
	} {
		t.Run(story.name, func(t *testing.T) { story.run(t, open(t)) })
	}
}

// Name returns the name of the blob with a content.
func Name(content []byte) string {
	hash := sha256.New()
	hash.Write(content)
	return files.NameOf(hash)
}

// Put stores a blob, and returns its name.
func Put(t *testing.T, s files.Store, content []byte) (name string) {
	t.Helper()
	name = Name(content)
	if err := s.Put(t.Context(), name, int64(len(content)), stream{bytes.NewReader(content)}); err != nil {
		t.Fatalf("Put: %v", err)
	}
	return name
}

// stream hides all of a reader but that it reads, like the body of a request.
type stream struct{ io.Reader }

// Read reads a part of a blob.
func Read(t *testing.T, s files.Store, name string, offset, length int64) []byte {
	t.Helper()
	r, err := s.Open(t.Context(), name, offset, length)
	if err != nil {
		t.Fatalf("Open from %d, %d bytes: %v", offset, length, err)
	}
	content, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil {
		t.Fatalf("read from %d, %d bytes: %v", offset, length, err)
	}
	return content
}

// Names returns the names of all blobs.
func Names(t *testing.T, s files.Store) (names []string) {
	t.Helper()
	err := s.Walk(t.Context(), func(b files.Blob) error {
		names = append(names, b.Name)
		return nil
	})
	if err != nil {
		t.Fatalf("Walk: %v", err)
	}
	return names
}

// holdsNothing fails the test if there is a blob.
func holdsNothing(t *testing.T, s files.Store, name string) {
	t.Helper()
	if r, err := s.Open(t.Context(), name, 0, -1); !errors.Is(err, files.ErrNotFound) {
		t.Errorf("Open: %v, want ErrNotFound", err)
		if err == nil {
			_ = r.Close()
		}
	}
	if names := Names(t, s); len(names) != 0 {
		t.Errorf("Walk tells of %q", names)
	}
}

// refused fails the test if err is not want.
func refused(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

// background is a context that a test may end.
func background(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}
