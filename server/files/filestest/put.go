package filestest

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/files"
)

func parts(t *testing.T, s files.Store) {
	content := []byte("The quick brown fox jumps over the lazy dog.")
	size := int64(len(content))
	name := Put(t, s, content)
	for _, part := range []struct{ offset, length int64 }{
		{0, -1}, {0, size}, {0, size + 1}, {0, 0}, {0, 1}, {4, 5}, {4, -1}, {size - 1, 1}, {size - 1, 10},
		{size, -1}, {size, 5}, {size + 9, 1},
	} {
		want := content[min(part.offset, size):]
		if part.length >= 0 {
			want = want[:min(part.length, int64(len(want)))]
		}
		if got := Read(t, s, name, part.offset, part.length); !bytes.Equal(got, want) {
			t.Errorf("from %d, %d bytes: %q, want %q", part.offset, part.length, got, want)
		}
	}
	r, err := s.Open(t.Context(), name, 4, 5)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if _, err := io.Copy(&b, r); err != nil || b.String() != "quick" {
		t.Errorf("io.Copy wrote %q, %v", b.String(), err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	missing := Name([]byte("missing"))
	for _, length := range []int64{-1, 0, 1} {
		_, err := s.Open(t.Context(), missing, 0, length)
		refused(t, "Open of what is not there", err, files.ErrNotFound)
	}
}

func largeBlob(t *testing.T, s files.Store, large int) {
	content := make([]byte, large)
	random := rand.NewChaCha8([32]byte{1})
	if _, err := random.Read(content); err != nil {
		t.Fatal(err)
	}
	name := Put(t, s, content)
	if got := Read(t, s, name, 0, -1); Name(got) != name {
		t.Errorf("read %d bytes other than the %d that were put", len(got), large)
	}
	if got := Read(t, s, name, int64(large)/2, 1000); !bytes.Equal(got, content[large/2:large/2+1000]) {
		t.Error("a part of it is another one")
	}
}

func empty(t *testing.T, s files.Store) {
	name := Put(t, s, nil)
	for _, length := range []int64{-1, 0, 1} {
		if got := Read(t, s, name, 0, length); len(got) != 0 {
			t.Errorf("read %q", got)
		}
	}
	if names := Names(t, s); len(names) != 1 || names[0] != name {
		t.Errorf("Walk tells of %q", names)
	}
}

func twice(t *testing.T, s files.Store) {
	content := []byte("once and again")
	name := Put(t, s, content)
	at := func() (at time.Time) {
		if err := s.Walk(t.Context(), func(b files.Blob) error { at = b.At; return nil }); err != nil {
			t.Fatal(err)
		}
		return at
	}
	first := at()
	for begin := time.Now(); !at().After(first); { // some storages count in seconds
		if time.Since(begin) > 10*time.Second {
			t.Fatalf("it was put again for 10 s, and is as old as at first: %v", first)
		}
		Put(t, s, content)
	}
	if got := Read(t, s, name, 0, -1); !bytes.Equal(got, content) {
		t.Errorf("read %q", got)
	}
	if names := Names(t, s); len(names) != 1 {
		t.Errorf("Walk tells of %q", names)
	}
}

func together(t *testing.T, s files.Store) {
	content := bytes.Repeat([]byte("together "), 10_000)
	name := Name(content)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := s.Put(t.Context(), name, int64(len(content)), bytes.NewReader(content)); err != nil {
				t.Errorf("Put: %v", err)
				return
			}
			r, err := s.Open(t.Context(), name, 0, -1)
			if err != nil {
				t.Errorf("Open right after Put: %v", err)
				return
			}
			got, err := io.ReadAll(r)
			if err = errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, content) {
				t.Errorf("read %d bytes, %v", len(got), err)
			}
		})
	}
	group.Wait()
}

func wrong(t *testing.T, s files.Store) {
	content := bytes.Repeat([]byte("this is what it is called for "), 5_000)
	name, size := Name(content), int64(len(content))
	other := bytes.Clone(content)
	other[len(other)-1]++
	for what, put := range map[string]struct {
		size    int64
		content []byte
	}{
		"another content":       {size, other},
		"a shorter one":         {size, content[:size-1]},
		"a longer one":          {size, append(bytes.Clone(content), 'x')},
		"too small a size":      {size - 1, content},
		"too large a size":      {size + 1, content},
		"none":                  {size, nil},
		"a size of nothing":     {0, content},
		"less than nothing":     {-1, content},
		"nothing, called thus":  {0, nil},
		"twice what it is said": {size, bytes.Repeat(content, 2)},
	} {
		refused(t, what, s.Put(t.Context(), name, put.size, stream{bytes.NewReader(put.content)}), files.ErrContent)
		refused(t, what+", which can be read again", s.Put(t.Context(), name, put.size, bytes.NewReader(put.content)), files.ErrContent)
		holdsNothing(t, s, name)
	}
	Put(t, s, content)
	refused(t, "another content for a name that is there", s.Put(t.Context(), name, size, bytes.NewReader(other)), files.ErrContent)
	if got := Read(t, s, name, 0, -1); !bytes.Equal(got, content) {
		t.Error("it has taken the place of what was there")
	}
}

// errAway is what the connection of somebody who sends a file may end with.
var errAway = errors.New("the sender has gone")

// ending reads what it has and then fails.
type ending struct {
	io.Reader
	end func() error
}

func (e ending) Read(p []byte) (int, error) {
	n, err := e.Reader.Read(p)
	if err == io.EOF {
		err = e.end()
	}
	return n, err
}

func unreadable(t *testing.T, s files.Store) {
	content := bytes.Repeat([]byte("cut "), 30_000)
	name := Name(content)
	for _, sent := range []int{0, 1, len(content) / 2, len(content) - 1, len(content)} {
		half := ending{bytes.NewReader(content[:sent]), func() error { return errAway }}
		refused(t, "a sender who goes", s.Put(t.Context(), name, int64(len(content)), half), errAway)
		holdsNothing(t, s, name)
	}
}

func givenUp(t *testing.T, s files.Store) {
	content := bytes.Repeat([]byte("given up "), 30_000)
	name := Name(content)
	ctx, cancel := background(t)
	defer cancel()
	half := ending{bytes.NewReader(content[:len(content)/2]), func() error { cancel(); return nil }}
	refused(t, "an upload that is given up", s.Put(ctx, name, int64(len(content)), half), ctx.Err())
	holdsNothing(t, s, name)
	Put(t, s, content)
}
