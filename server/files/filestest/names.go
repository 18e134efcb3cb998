package filestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/server/files"
)

func names(t *testing.T, s files.Store) {
	name := Put(t, s, []byte("well named"))
	for _, bad := range []string{
		"", ".", "..", "/", name[1:], name + "0", strings.ToUpper(name), "../../../../etc/passwd", "/etc/passwd", `..\..\x`,
		strings.Repeat("../", 21) + "a", strings.Repeat("a", 63) + "/", strings.Repeat("g", 64), name[:63] + "\x00", name[:62] + "é",
		strings.Repeat(" ", 64), name + "\n", "arriving", "lock", name[:32] + "/" + name[33:],
	} {
		refused(t, fmt.Sprintf("Put %q", bad), s.Put(t.Context(), bad, 1, bytes.NewReader([]byte("x"))), files.ErrName)
		_, err := s.Open(t.Context(), bad, 0, -1)
		refused(t, fmt.Sprintf("Open %q", bad), err, files.ErrName)
		refused(t, fmt.Sprintf("Delete %q", bad), s.Delete(t.Context(), bad), files.ErrName)
	}
	if got := Names(t, s); !slices.Equal(got, []string{name}) {
		t.Errorf("Walk tells of %q", got)
	}
}

func deleting(t *testing.T, s files.Store) {
	kept, gone := Put(t, s, []byte("kept")), Put(t, s, []byte("gone"))
	for range 2 { // what is not there is no error
		if err := s.Delete(t.Context(), gone); err != nil {
			t.Fatalf("Delete: %v", err)
		}
		_, err := s.Open(t.Context(), gone, 0, -1)
		refused(t, "Open of what was deleted", err, files.ErrNotFound)
	}
	if got := Names(t, s); !slices.Equal(got, []string{kept}) {
		t.Errorf("Walk tells of %q", got)
	}
	if Put(t, s, []byte("gone")); string(Read(t, s, gone, 0, -1)) != "gone" {
		t.Error("what was deleted and put again is something else")
	}
}

func walking(t *testing.T, s files.Store) {
	want := map[string]int64{}
	for i := range 40 {
		content := bytes.Repeat([]byte{byte(i)}, i)
		want[Put(t, s, content)] = int64(i)
	}
	last := ""
	err := s.Walk(t.Context(), func(b files.Blob) error {
		if size, ok := want[b.Name]; !ok || size != b.Size {
			t.Errorf("told of %s with %d bytes, of which it has %d", b.Name, b.Size, size)
		}
		if b.Name <= last {
			t.Errorf("%s comes after %s", b.Name, last)
		}
		if b.At.IsZero() {
			t.Errorf("%s is of no time", b.Name)
		}
		last = b.Name
		delete(want, b.Name)
		return s.Delete(t.Context(), b.Name)
	})
	if err != nil || len(want) != 0 {
		t.Errorf("Walk: %v, and was not told of %d", err, len(want))
	}
	if left := Names(t, s); len(left) != 0 {
		t.Errorf("deleted while walking, and there: %q", left)
	}
}

func stopping(t *testing.T, s files.Store) {
	for i := range 5 {
		Put(t, s, []byte{byte(i)})
	}
	enough := errors.New("enough")
	told := 0
	err := s.Walk(t.Context(), func(files.Blob) error { told++; return enough })
	if !errors.Is(err, enough) || told != 1 {
		t.Errorf("Walk: %v after %d blobs", err, told)
	}
	ctx, cancel := background(t)
	defer cancel()
	told = 0
	err = s.Walk(ctx, func(files.Blob) error { told++; cancel(); return nil })
	if !errors.Is(err, context.Canceled) || told != 1 {
		t.Errorf("Walk of a context that ended: %v after %d blobs", err, told)
	}
}

func over(t *testing.T, s files.Store) {
	name := Put(t, s, []byte("over"))
	ctx, cancel := background(t)
	cancel()
	refused(t, "Put", s.Put(ctx, name, 4, strings.NewReader("over")), context.Canceled)
	_, err := s.Open(ctx, name, 0, -1)
	refused(t, "Open", err, context.Canceled)
	refused(t, "Delete", s.Delete(ctx, name), context.Canceled)
	refused(t, "Walk", s.Walk(ctx, func(files.Blob) error { return nil }), context.Canceled)
	if got := Names(t, s); !slices.Equal(got, []string{name}) {
		t.Errorf("Walk tells of %q", got)
	}
}
