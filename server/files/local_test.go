package files_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/files/filestest"
)

// openLocal opens a Local for a test.
func openLocal(t *testing.T, dir string, reserve int64) *files.Local {
	t.Helper()
	l, err := files.OpenLocal(dir, reserve)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
			t.Error(err)
		}
	})
	return l
}

// arriving returns what is half written in a Local's directory.
func arriving(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(dir, "arriving"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

func TestLocal(t *testing.T) {
	filestest.Run(t, func(t *testing.T) files.Store {
		dir := t.TempDir()
		t.Cleanup(func() {
			if left := arriving(t, dir); len(left) != 0 {
				t.Errorf("left half written: %q", left)
			}
		})
		return openLocal(t, dir, -1)
	}, 20<<20)
}

// waiting is a content of which nothing comes until the test says so.
type waiting struct {
	asked, begin chan struct{}
	io.Reader
}

func wait(content []byte) *waiting {
	return &waiting{make(chan struct{}), make(chan struct{}), bytes.NewReader(content)}
}

func (w *waiting) Read(p []byte) (int, error) {
	if w.asked != nil {
		close(w.asked)
		<-w.begin
		w.asked = nil
	}
	return w.Reader.Read(p)
}

func TestWhatKilledProcessesLeftIsDeletedAndWhatOthersWriteIsNot(t *testing.T) {
	dir, content := t.TempDir(), []byte("in the middle of it")
	first := openLocal(t, dir, -1)
	left := filepath.Join(dir, "arriving", "left")
	if err := os.WriteFile(left, []byte("half of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	slow, put := wait(content), make(chan error)
	go func() { put <- first.Put(t.Context(), filestest.Name(content), int64(len(content)), slow) }()
	<-slow.asked
	second := openLocal(t, dir, -1) // confab doctor, say, while the server runs
	if names := arriving(t, dir); len(names) != 2 {
		t.Errorf("half written while somebody writes: %q", names)
	}
	close(slow.begin)
	if err := <-put; err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(first.Close(), second.Close()); err != nil {
		t.Fatal(err)
	}
	third := openLocal(t, dir, -1)
	if names := arriving(t, dir); len(names) != 0 {
		t.Errorf("half written after all have gone: %q", names)
	}
	if got := filestest.Read(t, third, filestest.Name(content), 0, -1); !bytes.Equal(got, content) {
		t.Errorf("read %q", got)
	}
}

func TestFilesLeaveAPartOfTheDiskToMessages(t *testing.T) {
	dir, content := t.TempDir(), bytes.Repeat([]byte("x"), 100)
	l := openLocal(t, dir, 1000)
	put := func(content []byte) error {
		return l.Put(t.Context(), filestest.Name(content), int64(len(content)), bytes.NewReader(content))
	}
	l.SetFree(1099)
	if err := put(content); !errors.Is(err, files.ErrFull) {
		t.Errorf("Put into the reserve: %v, want ErrFull", err)
	}
	l.SetFree(1150)
	slow, done := wait(content), make(chan error)
	go func() { done <- l.Put(t.Context(), filestest.Name(content), int64(len(content)), slow) }()
	<-slow.asked
	if err := put(content[:51]); !errors.Is(err, files.ErrFull) {
		t.Errorf("Put of what another one is about to take: %v, want ErrFull", err)
	}
	if err := put(content[:50]); err != nil {
		t.Errorf("Put of what there is space for: %v", err)
	}
	close(slow.begin)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if err := put(content[:51]); err != nil {
		t.Errorf("Put when the other one has ended: %v", err)
	}
	if names := arriving(t, dir); len(names) != 0 {
		t.Errorf("left half written: %q", names)
	}
	if free, err := files.Free(dir); err != nil || free == 0 {
		t.Errorf("free: %d bytes, %v", free, err)
	}
}

func TestWhatIsNoBlobIsPassedOver(t *testing.T) {
	dir := t.TempDir()
	l := openLocal(t, dir, -1)
	name := filestest.Put(t, l, []byte("a blob"))
	other := name[:2] + strings.Repeat("0", 62)
	if err := errors.Join(os.WriteFile(filepath.Join(dir, name[:2], "notes.txt"), nil, 0o600),
		os.Mkdir(filepath.Join(dir, name[:2], other), 0o700)); err != nil {
		t.Fatal(err)
	}
	if got := filestest.Names(t, l); !slices.Equal(got, []string{name}) {
		t.Errorf("Walk tells of %q", got)
	}
	if info, err := os.Stat(filepath.Join(dir, name[:2], name)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the blob's file: %v, %v", info, err)
	}
}

func TestAddresses(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for _, address := range []string{filepath.Join(dir, "a"), "b", "./c/d", "file://" + dir + "/e"} {
		s, err := files.Open(context.Background(), address, files.Options{})
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, made := range []string{"a", "b", "c/d", "e"} {
		if _, err := os.Stat(filepath.Join(dir, made, "ff")); err != nil {
			t.Error(err)
		}
	}
	for _, address := range []string{"", "http://example.org/files", "file://host/files", "file://", "file:///x?y=z", "ftp://x/y",
		"file:///x#y", "://",
		"s4://bucket", "file://%zz"} {
		if _, err := files.Open(context.Background(), address, files.Options{}); err == nil {
			t.Errorf("%q was opened", address)
		}
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := files.OpenLocal(file, 0); err == nil {
		t.Error("a file was opened as a directory")
	}
}
