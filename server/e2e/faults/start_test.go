package faults

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io/fs"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
)

// outcome is what came of running the program.
type outcome struct {
	code     int
	out, err string
}

// runs runs bin/confab until it ends by itself.
func runs(t *testing.T, change func(*exec.Cmd), args ...string) outcome {
	t.Helper()
	bin, err := instance.Binary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin, args...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if change != nil {
		change(cmd)
	}
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Fatalf("confab %s goes on and on; it said %s", strings.Join(args, " "), complaint.String())
	}
	return outcome{cmd.ProcessState.ExitCode(), out.String(), complaint.String()}
}

// refuses checks that the program ended with code and one complaint, on
// standard error and nowhere else, that holds all of words.
func (o outcome) refuses(t *testing.T, code int, words ...string) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, want %d", o.code, code)
	}
	if o.out != "" {
		t.Errorf("printed %q, want nothing", o.out)
	}
	if !strings.HasPrefix(o.err, "confab: ") || strings.Contains(o.err, "goroutine ") || code == 1 && strings.Count(o.err, "\n") != 1 {
		t.Errorf("complained %q, want one message", o.err)
	}
	for _, w := range words {
		if !strings.Contains(o.err, w) {
			t.Errorf("complained %q, which does not mention %q", o.err, w)
		}
	}
}

// contents are the files below dir with a hash of each, and what else there is.
// The index of SQLite's log is made anew by whoever reads it and left out.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || strings.HasSuffix(path, "-shm") {
			return err
		}
		if !d.Type().IsRegular() {
			found[path] = d.Type().String()
			return nil
		}
		b, err := os.ReadFile(path)
		sum := sha256.Sum256(b)
		found[path] = string(sum[:])
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return found
}

// untouched returns a function that checks that dir is as it is now. Of the
// files named in written, which a running server writes, it checks only that
// they are still there.
func untouched(t *testing.T, dir string, written ...string) func() {
	t.Helper()
	look := func() map[string]string {
		found := contents(t, dir)
		for _, name := range written {
			if path := filepath.Join(dir, name); found[path] != "" {
				found[path] = "written"
			}
		}
		return found
	}
	before := look()
	return func() {
		t.Helper()
		if after := look(); !maps.Equal(before, after) {
			t.Errorf("the directory was touched: %q before, %q after",
				slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
		}
	}
}

func TestEverythingTypedWrongIsToldAtOnce(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	o := runs(t, func(cmd *exec.Cmd) {
		cmd.Env = append(os.Environ(), "CONFAB_LOG_FORMAT=xml", "CONFAB_PUBLIC_URL=chat.example.org")
	}, "serve", "--data", data, "--listen", "8080", "--lissen", ":1", "--log-level=loud", "--setup-code", "x", "--limits", "some",
		"--trusted-proxy", "10.0.0.0/99", "--allowed-origin", "*", "--admin-listen", "nowhere")
	o.refuses(t, 2, "10 problems", "--lissen", `--listen: "8080"`, "--log-level", "--setup-code", "--limits", "--trusted-proxy",
		"--allowed-origin", "--admin-listen", "--log-format", "--public-url")
	if _, err := os.Stat(data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the data directory was made all the same: %v", err)
	}
	runs(t, nil, "bench", "--rooms", "0", "--in-flight", "99", "--room", "x").refuses(t, 2, "--rooms", "--in-flight", "--url", "--tokens")
	runs(t, nil, "sevre").refuses(t, 2, "sevre")
}

func TestAPortInUseIsToldBeforeAnythingIsTouched(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	data := filepath.Join(t.TempDir(), "data")
	runs(t, nil, "serve", "--data", data, "--listen", l.Addr().String()).refuses(t, 1, l.Addr().String(), "in use", "--listen")
	runs(t, nil, "serve", "--data", data, "--listen", "127.0.0.1:0", "--admin-listen", l.Addr().String()).refuses(t, 1, "in use",
		"--admin-listen")
	if _, err := os.Stat(data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the data directory was made all the same: %v", err)
	}
}

// nobody is a user without rights, for tests that run as root.
const nobody = 65534

func TestADirectoryThatCannotBeWrittenIsTold(t *testing.T) {
	dir := t.TempDir()
	locked := filepath.Join(dir, "locked")
	if err := os.Mkdir(locked, 0o555); err != nil {
		t.Fatal(err)
	}
	bin, err := instance.Binary()
	if err != nil {
		t.Fatal(err)
	}
	// Root may write anywhere, and where the program lies may be closed to others.
	own := filepath.Join(dir, "confab")
	if err := copyFile(own, bin); err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{dir, filepath.Dir(dir)} { // t.TempDir makes both
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	asNobody := func(cmd *exec.Cmd) {
		cmd.Path, cmd.Dir = own, dir
		if os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
	}
	check := untouched(t, dir)
	for _, data := range []string{locked, filepath.Join(locked, "data")} {
		runs(t, asNobody, "serve", "--listen", "127.0.0.1:0", "--data", data).refuses(t, 1, data, "cannot be written", "--data")
	}
	file := filepath.Join(dir, "confab") // no directory at all
	runs(t, nil, "serve", "--listen", "127.0.0.1:0", "--data", file).refuses(t, 1, file, "not a directory")
	runs(t, nil, "serve", "--listen", "127.0.0.1:0", "--data", filepath.Join(file, "data")).refuses(t, 1, "not a directory")
	check()
}

func copyFile(to, from string) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, b, 0o755)
}

func TestADatabaseOfANewerVersionIsRefused(t *testing.T) {
	w := prepare(t, 2, 1, 2)
	db, err := sql.Open("sqlite", filepath.Join(w.Data, "confab.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	check := untouched(t, w.Data)
	runs(t, nil, "serve", "--listen", "127.0.0.1:0", "--data", w.Data).refuses(t, 1, w.Data, "newer version", "nothing was changed")
	check()
}

func TestAFileThatIsNoDatabaseIsLeftAlone(t *testing.T) {
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "confab.db"), bytes.Repeat([]byte("somebody's diary\n"), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	before := contents(t, data)
	runs(t, nil, "serve", "--listen", "127.0.0.1:0", "--data", data).refuses(t, 1)
	if after := contents(t, data); after[filepath.Join(data, "confab.db")] != before[filepath.Join(data, "confab.db")] {
		t.Error("the file was changed")
	}
}

func TestASecondServerOnTheSameDataIsRefused(t *testing.T) {
	w := prepare(t, 2, 1, 2)
	s := serve(t, w.Data)
	k := opens(t, s, w.Seats[0].Token)
	check := untouched(t, w.Data, "confab.db", "confab.db-wal")
	runs(t, nil, "serve", "--listen", "127.0.0.1:0", "--data", w.Data).refuses(t, 1, w.Data, "in use by another Confab server")
	check()
	alive(t, s, k, w.Rooms[0])
}

// alive checks that the server is ready, and that a message still comes
// through on a connection from before.
func alive(t *testing.T, s *instance.Server, k *socket, room string) {
	t.Helper()
	res, err := http.Get(s.URL + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("not ready: %s", res.Status)
	}
	k.says(send(room, id.New(), "is anybody there?"))
	k.hearsAck()
}
