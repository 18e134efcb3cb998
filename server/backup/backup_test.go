package backup_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/backup"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/wire"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// grown returns the data directory of a server in which Ada said three things.
func grown(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	st := open(t, dir)
	defer shut(t, st)
	update(t, st, func(tx store.Tx) error {
		ada := store.User{User: wire.User{ID: "ada-id", Handle: "ada", Name: "Ada", Role: wire.RoleOwner}, Email: "ada@example.org"}
		if err := tx.Users().Create(ada); err != nil {
			return err
		}
		if err := tx.Sessions().Create(store.Session{ID: "desk", User: "ada-id", Token: []byte("hash"),
			Expires: noon.UnixMilli() * 2}); err != nil {
			return err
		}
		if err := tx.Rooms().Create(store.Room{ID: "kitchen", Kind: wire.RoomPublic, Name: "Kitchen", Creator: "ada-id",
			Epoch: "first"}); err != nil {
			return err
		}
		if err := tx.Members().Put(store.Member{Room: "kitchen", User: "ada-id"}); err != nil {
			return err
		}
		return tx.Inbox().Put(&store.InboxEntry{User: "ada-id", Kind: wire.InboxRoom, Room: "kitchen"})
	})
	for _, body := range []string{"one", "two", "three"} {
		say(t, st, body)
	}
	if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "keys", "signing.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func open(t *testing.T, dir string) *sqlite.Store {
	t.Helper()
	st, err := sqlite.Open(t.Context(), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func shut(t *testing.T, st *sqlite.Store) {
	t.Helper()
	if err := st.Close(); err != nil {
		t.Error(err)
	}
}

func update(t *testing.T, st store.Store, fn func(store.Tx) error) {
	t.Helper()
	if err := st.Update(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func say(t *testing.T, st store.Store, body string) {
	t.Helper()
	update(t, st, func(tx store.Tx) error {
		return tx.Events().Append(&wire.Event{Room: "kitchen", Event: "event-" + body, CID: "cid-" + body,
			Author: "ada-id", Kind: wire.KindMessage, Body: body})
	})
}

// archived returns a backup of dir.
func archived(t *testing.T, dir string) []byte {
	t.Helper()
	var b bytes.Buffer
	m, err := backup.Write(t.Context(), dir, &b, backup.Options{Version: "v1", Temp: t.TempDir(), Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Files) != 2 || !m.Began.Equal(noon) {
		t.Errorf("the manifest says %+v", m)
	}
	return b.Bytes()
}

func TestARestoredServerHasEverythingAndIsAnotherOne(t *testing.T) {
	from := grown(t)
	running := open(t, from) // a server is running
	archive := archived(t, from)
	say(t, running, "too late")
	shut(t, running)

	to := filepath.Join(t.TempDir(), "data")
	if _, err := backup.Read(t.Context(), bytes.NewReader(archive), to, noon); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"confab.db", "keys/signing.json"} {
		info, err := os.Stat(filepath.Join(to, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want it to be the owner's alone", name, info, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(to, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
	st := open(t, to)
	defer shut(t, st)
	if problems, err := st.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("the restored database: %q, %v", problems, err)
	}
	if err := st.View(t.Context(), func(tx store.Tx) error { return another(t, tx) }); err != nil {
		t.Error(err)
	}
}

// another checks what clients of the old server find in the new one.
func another(t *testing.T, tx store.Tx) error {
	t.Helper()
	r, err := tx.Rooms().ByID("kitchen")
	if err != nil {
		return err
	}
	if r.Top != 3 || r.Epoch == "first" || r.Epoch == "" {
		t.Errorf("the room came back with top %d and epoch %q, want 3 and a new one", r.Top, r.Epoch)
	}
	log, err := tx.Events().After("kitchen", 0, 10)
	if err != nil {
		return err
	}
	for i, want := range []string{"one", "two", "three"} {
		if i >= len(log) || log[i].Body != want {
			t.Fatalf("the log came back as %+v", log)
		}
	}
	entries, err := tx.Inbox().After("ada-id", 1_000_000) // a position that the old server may have reached since
	if err != nil {
		return err
	}
	if len(entries) != 1 || entries[0].Room != "kitchen" {
		t.Errorf("a client ahead of the backup is told %+v, want everything anew", entries)
	}
	s, err := tx.Sessions().ByID("desk")
	if err != nil {
		return err
	}
	if s.Ended == 0 {
		t.Error("who was signed in still is")
	}
	return nil
}

// People's files come back with their messages.
func TestTheContentOfFilesIsInABackup(t *testing.T) {
	from, blob := grown(t), strings.Repeat("ab", 32)
	for _, name := range []string{"ab/" + blob, "cd/" + blob, "ab/half", "arriving/" + blob} { // only the first is one
		path := filepath.Join(from, "files", filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("hello"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	var archive bytes.Buffer
	m, err := backup.Write(t.Context(), from, &archive, backup.Options{Version: "v1", Temp: t.TempDir()})
	if err != nil || len(m.Files) != 3 || m.Files[2].Name != "files/ab/"+blob || m.Files[2].Size != 5 {
		t.Fatalf("%+v %v", m, err)
	}
	to := filepath.Join(t.TempDir(), "data")
	if _, err := backup.Read(t.Context(), &archive, to, noon); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(to, "files", "ab", blob)); string(text) != "hello" || err != nil {
		t.Errorf("it came back as %q, %v", text, err)
	}
	for _, name := range []string{"files/../../x", "files/ab/../" + blob, "files/ab/" + blob + "/x", "files/ac/" + blob} {
		bad := packed(t, map[string]string{name: "x"})
		_, err := backup.Read(t.Context(), bytes.NewReader(bad), filepath.Join(t.TempDir(), "d"), noon)
		if !errors.Is(err, backup.ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", name, err)
		}
	}
}

func TestWhatIsNotWholeIsRefusedAndLeavesNothing(t *testing.T) {
	archive := archived(t, grown(t))
	flipped := bytes.Clone(archive)
	flipped[len(flipped)/2] ^= 0x40
	cases := map[string][]byte{
		"nothing":         nil,
		"a text":          []byte("dear diary"),
		"a flipped bit":   flipped,
		"another's":       packed(t, map[string]string{"../../etc/passwd": "root::0:0"}),
		"only a manifest": packed(t, map[string]string{"manifest.json": `{"format":1}`}),
		"a newer format":  packed(t, map[string]string{"manifest.json": `{"format":2}`}),
		"a broken one":    packed(t, map[string]string{"manifest.json": `{"format":`}),
	}
	for _, part := range []int{1, 10, 30, 50, 70, 90, 99} {
		cases["cut at "+string(rune('0'+part/10))+string(rune('0'+part%10))+" %"] = archive[:len(archive)*part/100]
	}
	cases["without its last byte"] = archive[:len(archive)-1]
	for name, bad := range cases {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			if _, err := backup.Read(t.Context(), bytes.NewReader(bad), dir, noon); !errors.Is(err, backup.ErrDamaged) {
				t.Errorf("err = %v, want ErrDamaged", err)
			}
			left, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range left {
				if f.Name() != "confab.lock" {
					t.Errorf("%s was left behind", f.Name())
				}
			}
		})
	}
}

// packed returns an archive of arbitrary files.
func packed(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for name, text := range files {
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(text)), Mode: 0o600}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDataThatIsThereIsNeverReplaced(t *testing.T) {
	from := grown(t)
	archive := archived(t, from)
	if _, err := backup.Read(t.Context(), bytes.NewReader(archive), from, noon); !errors.Is(err, backup.ErrOccupied) {
		t.Errorf("onto a stopped server: %v, want ErrOccupied", err)
	}
	st := open(t, from)
	defer shut(t, st)
	if _, err := backup.Read(t.Context(), bytes.NewReader(archive), from, noon); !errors.Is(err, store.ErrInUse) {
		t.Errorf("onto a running server: %v, want ErrInUse", err)
	}
}

func TestABackupOfNothingIsNone(t *testing.T) {
	_, err := backup.Write(t.Context(), t.TempDir(), io.Discard, backup.Options{Temp: t.TempDir()})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("err = %v, want ErrNotExist", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	temp := t.TempDir()
	if _, err := backup.Write(ctx, grown(t), io.Discard, backup.Options{Temp: temp}); err == nil {
		t.Error("a backup that was called off succeeded")
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
