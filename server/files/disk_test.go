package files_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/confab/confab/server/files"
	"github.com/confab/confab/server/files/filestest"
	"github.com/confab/confab/server/proof/power"
)

func mounted(t *testing.T) *power.Disk {
	t.Helper()
	d, err := power.Mount(t.TempDir(), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func TestAFullDiskIsSaidAndNothingIsLeftOnIt(t *testing.T) {
	d := mounted(t)
	dir := filepath.Join(d.Path(), "files")
	for _, reserve := range []int64{-1, 1} { // the disk says so itself, or is asked
		l := openLocal(t, dir, reserve)
		before := filestest.Put(t, l, []byte("before"))
		d.Full(true)
		content := bytes.Repeat([]byte("x"), 100_000)
		err := l.Put(t.Context(), filestest.Name(content), int64(len(content)), bytes.NewReader(content))
		if !errors.Is(err, files.ErrFull) {
			t.Errorf("Put on a full disk: %v, want ErrFull", err)
		}
		if names := arriving(t, dir); len(names) != 0 {
			t.Errorf("left half written: %q", names)
		}
		if got := filestest.Names(t, l); !slices.Equal(got, []string{before}) {
			t.Errorf("there are %q", got)
		}
		if got := filestest.Read(t, l, before, 0, -1); string(got) != "before" {
			t.Errorf("read %q", got)
		}
		d.Full(false)
		after := filestest.Put(t, l, content)
		if err := errors.Join(l.Delete(t.Context(), after), l.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAPowerCutTakesNoBlobThatWasPutAndBringsNoneBack(t *testing.T) {
	d := mounted(t)
	dir := filepath.Join(d.Path(), "files")
	l := openLocal(t, dir, -1)
	var want []string
	for i := range 20 {
		want = append(want, filestest.Put(t, l, bytes.Repeat([]byte{byte(i)}, 10_000)))
	}
	slices.Sort(want)
	if err := l.Delete(t.Context(), want[0]); err != nil {
		t.Fatal(err)
	}
	want = want[1:]
	if err := os.WriteFile(filepath.Join(dir, "not-synced"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	d.Cut(power.Nothing)
	_ = l.Close() // its disk is gone
	if err := d.On(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "not-synced")); err == nil {
		t.Error("the disk kept what was not synced: the test proves nothing")
	}
	again := openLocal(t, dir, -1)
	if got := filestest.Names(t, again); !slices.Equal(got, want) {
		t.Errorf("there are %d blobs, want %d", len(got), len(want))
	}
	for _, name := range want {
		if got := filestest.Read(t, again, name, 0, -1); filestest.Name(got) != name {
			t.Errorf("%s is something else", name)
		}
	}
}
