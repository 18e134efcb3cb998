package power

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// mounted is a disk that goes away after the test.
func mounted(t *testing.T) *Disk {
	t.Helper()
	d, err := Mount(t.TempDir(), 1)
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

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// syncs makes a file or directory durable.
func syncs(t *testing.T, path string) {
	t.Helper()
	f, err := os.Open(path)
	must(t, err)
	must(t, f.Sync(), f.Close())
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q (%v), want %q", filepath.Base(path), got, err, want)
	}
}

func TestWhatWasSyncedOutlivesACut(t *testing.T) {
	d := mounted(t)
	dir := filepath.Join(d.Path(), "sub")
	kept, lost := filepath.Join(dir, "kept"), filepath.Join(dir, "lost")
	must(t, os.Mkdir(dir, 0o750), os.WriteFile(kept, []byte("low tide"), 0o640))
	syncs(t, kept)
	syncs(t, dir)
	syncs(t, d.Path())
	must(t, os.WriteFile(kept, []byte("high"), 0o640), os.WriteFile(lost, []byte("x"), 0o600))
	syncs(t, lost) // its directory is not
	holds(t, kept, "high")
	d.Cut(Nothing)
	if err := os.WriteFile(lost, []byte("y"), 0o600); !errors.Is(err, syscall.EIO) {
		t.Errorf("without power a write returned %v", err)
	}
	must(t, d.On())
	holds(t, kept, "low tide")
	if info, err := os.Stat(kept); err != nil || info.Mode() != 0o640 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
	if _, err := os.Stat(lost); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a name that was not durable is there: %v", err)
	}
	must(t, os.Rename(kept, lost), os.Remove(lost), os.Remove(dir))
	d.Cut(Nothing)
	must(t, d.On())
	holds(t, kept, "low tide")
}

func TestAFileThatWasMovedIsWhereItsDirectoryWasSynced(t *testing.T) {
	for _, synced := range []bool{true, false} {
		d := mounted(t)
		from, to := filepath.Join(d.Path(), "from"), filepath.Join(d.Path(), "to")
		must(t, os.Mkdir(from, 0o700), os.Mkdir(to, 0o700), os.WriteFile(filepath.Join(from, "x"), []byte("moved"), 0o600))
		syncs(t, filepath.Join(from, "x"))
		syncs(t, d.Path())
		must(t, os.Rename(filepath.Join(from, "x"), filepath.Join(to, "y")))
		holds(t, filepath.Join(to, "y"), "moved")
		if _, err := os.Stat(filepath.Join(from, "x")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("it is where it was, too: %v", err)
		}
		if synced {
			syncs(t, to)
		}
		d.Cut(Nothing)
		must(t, d.On())
		if synced {
			holds(t, filepath.Join(to, "y"), "moved")
		} else if _, err := os.Stat(filepath.Join(to, "y")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the name in a directory that was not synced: %v", err)
		}
	}
}

func TestADriveThatLiesLosesAll(t *testing.T) {
	d := mounted(t)
	d.Lies = true
	path := filepath.Join(d.Path(), "f")
	must(t, os.WriteFile(path, []byte("x"), 0o600))
	syncs(t, path)
	syncs(t, d.Path())
	d.Cut(Nothing)
	must(t, d.On())
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there: %v", err)
	}
}

func TestThePowerIsCutAtAChosenMoment(t *testing.T) {
	d := mounted(t)
	path := filepath.Join(d.Path(), "f")
	must(t, os.WriteFile(path, []byte("one"), 0o600))
	syncs(t, path)
	syncs(t, d.Path())
	dark := d.CutWhen(Nothing, func(op Op) bool { return op == Op{Sync, "f"} })
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	must(t, err)
	_, err = f.WriteString("two")
	must(t, err)
	if err := f.Sync(); !errors.Is(err, syscall.EIO) {
		t.Errorf("the sync at which the power was cut returned %v", err)
	}
	<-dark
	_ = f.Close() // without power it may fail too
	must(t, d.On())
	holds(t, path, "one")
}

func TestAFullDiskTakesNoMoreUntilItIsNot(t *testing.T) {
	d := mounted(t)
	path := filepath.Join(d.Path(), "f")
	must(t, os.WriteFile(path, []byte("one"), 0o600))
	d.Full(true)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, err)
	if _, err := f.WriteAt([]byte("two"), 0); err != nil {
		t.Errorf("what is there cannot be written over: %v", err)
	}
	if _, err := f.WriteAt([]byte("more"), 3); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a longer file: %v", err)
	}
	if err := os.WriteFile(path+"2", nil, 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("another file: %v", err)
	}
	d.Full(false)
	_, err = f.WriteAt([]byte("more"), 3)
	must(t, err, f.Close())
	holds(t, path, "twomore")
}

func TestAProgramListensOnItsSocket(t *testing.T) {
	d := mounted(t)
	path := filepath.Join(d.Path(), "s")
	l, err := net.Listen("unix", path)
	must(t, err)
	conn, err := net.Dial("unix", path)
	must(t, err)
	must(t, conn.Close(), l.Close())
}

func TestADirectoryIsLoadedAndSaved(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "to")
	must(t, os.Mkdir(filepath.Join(from, "sub"), 0o700), os.WriteFile(filepath.Join(from, "sub", "f"), []byte("low tide"), 0o600))
	d := mounted(t)
	must(t, d.Load("data", from))
	holds(t, filepath.Join(d.Path(), "data", "sub", "f"), "low tide")
	must(t, os.WriteFile(filepath.Join(d.Path(), "data", "g"), []byte("x"), 0o600))
	must(t, d.Save("data", to))
	holds(t, filepath.Join(to, "sub", "f"), "low tide")
	holds(t, filepath.Join(to, "g"), "x")
	d.Cut(Nothing)
	must(t, os.RemoveAll(to), d.Save("data", to))
	holds(t, filepath.Join(to, "sub", "f"), "low tide")
	if _, err := os.Stat(filepath.Join(to, "g")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what was not durable is saved: %v", err)
	}
	must(t, d.On())
}
