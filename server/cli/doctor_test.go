package cli_test

import (
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/web"
)

const lines = `{"n":1,"room":"ubuntu","at":"2004-12-25T09:14:00Z","nick":"crimsun","text":"hello"}
{"n":2,"room":"ubuntu","at":"2004-12-25T09:15:00Z","nick":"sam","text":"hello yourself","reply_to":1}
`

// grown returns a data directory with a conversation in it.
func grown(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(tempDir(t), "data")
	run(t, lines, "import", "--data", dir, "-").want(t, 0, `^2 messages added`, `^$`)
	return dir
}

// spoil runs SQL without the server's knowledge.
func spoil(t *testing.T, dir, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "confab.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// findings returns the verdict and the names of the failed checks in a doctor's
// JSON. The missing web app of a test binary is left out.
func findings(t *testing.T, o outcome) (verdict, names string) {
	t.Helper()
	var d struct {
		Verdict string
		Checks  []struct {
			Name     string
			Problems []string
		}
	}
	if err := json.Unmarshal([]byte(o.out), &d); err != nil {
		t.Fatalf("%v: %s", err, o.out)
	}
	var found []string
	for _, c := range d.Checks {
		if len(c.Problems) > 0 && c.Name != "program" {
			found = append(found, c.Name)
		}
	}
	return d.Verdict, strings.Join(found, " ")
}

// wellCode is the exit code when nothing is wrong, apart from the web app that a
// test binary may lack.
func wellCode() int {
	if _, err := web.Assets().Program(); err != nil {
		return 1
	}
	return 0
}

func TestDoctorFindsNothingWrong(t *testing.T) {
	dir := grown(t)
	before := files(t, dir)
	o := run(t, "", "doctor", "--data", dir)
	o.want(t, wellCode(), `(?m)^ok    every room's log runs from 1 to its top, .*
(?s:.*)^2 messages and changes in 1 rooms, 2 people; .* rows in all, .*
checksum of all messages [0-9a-f]{16}, of all data [0-9a-f]{16}`, ``)
	if after := files(t, dir); after != before {
		t.Errorf("left behind: %s, before %s", after, before)
	}
	if _, found := findings(t, run(t, "", "doctor", "--json", "--data", dir)); found != "" {
		t.Errorf("found %s", found)
	}
}

// files lists a directory.
func files(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

// Content that is missing is noticed before somebody asks for it.
func TestDoctorMissesTheContentOfFiles(t *testing.T) {
	dir := grown(t)
	blob := strings.Repeat("0", 64)
	spoil(t, dir, `INSERT INTO files (id, person, cid, info, bytes, received, sum, done, room, seq, created, expires)
			SELECT 'f', min(id), 'c', '{}', 5, 5, x'', 1, '', 0, 1, 2 FROM users;
		INSERT INTO file_usage SELECT person, bytes FROM files UNION ALL SELECT '', 5;
		INSERT INTO file_blobs VALUES ('f', 'whole', 0, '`+blob+`', 5, 'text/plain')`)
	found := func() string {
		_, names := findings(t, run(t, "", "doctor", "--json", "--data", dir))
		return names
	}
	if got := found(); got != "blobs" {
		t.Errorf("without a directory: found %q", got)
	}
	path := filepath.Join(dir, "files", blob[:2])
	if err := os.MkdirAll(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := found(); got != "blobs" {
		t.Errorf("in an empty directory: found %q", got)
	}
	if err := os.WriteFile(filepath.Join(path, blob), []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := found(); got != "" {
		t.Errorf("with its content: found %q", got)
	}
	long := time.Now().Add(-100 * time.Hour)
	other := filepath.Join(path, blob[:63]+"1")
	if err := os.WriteFile(other, []byte("hello"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := found(); got != "" {
		t.Errorf("with one that may just be arriving: found %q", got)
	}
	if err := os.Chtimes(other, long, long); err != nil {
		t.Fatal(err)
	}
	if got := found(); got != "blobs" {
		t.Errorf("with one that nobody uses: found %q", got)
	}
}

func TestDoctorLooksAtARunningServer(t *testing.T) {
	dir := grown(t)
	serve(t, dir, "--setup-code", "a-code-of-mine")
	if verdict, found := findings(t, run(t, "", "doctor", "--json", "--data", dir)); verdict == "unseen" || found != "" {
		t.Errorf("%s: found %s", verdict, found)
	}
}

func TestDoctorFindsWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, dir string)
		found string
	}{
		"a gap": {func(t *testing.T, dir string) {
			spoil(t, dir, `UPDATE events SET key = key + 1 WHERE key & 1099511627775 = 2`)
		}, "density"},
		"an orphan": {func(t *testing.T, dir string) {
			spoil(t, dir, `INSERT INTO mentions (person, key) SELECT id, 77 FROM users LIMIT 1`)
		}, "orphans"},
		"an open directory": {func(t *testing.T, dir string) { chmod(t, dir, 0o755) }, "directory"},
		"an open database":  {func(t *testing.T, dir string) { chmod(t, filepath.Join(dir, "confab.db"), 0o644) }, "permissions"},
		"damaged keys": {func(t *testing.T, dir string) {
			if err := os.MkdirAll(filepath.Join(dir, "keys"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "keys", "signing.json"), []byte("{}"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "keys"},
		"lost keys": {func(t *testing.T, dir string) {
			spoil(t, dir, `INSERT INTO sessions (id, person, device, created, seen, ended, previous_until, expires) SELECT 's', id, '',`+
				` 0, 0, 0, 0, 0 FROM users LIMIT 1`)
		}, "keys"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := grown(t)
			c.spoil(t, dir)
			o := run(t, "", "doctor", "--json", "--data", dir)
			if verdict, found := findings(t, o); verdict != "ill" || found != c.found || o.code != 1 {
				t.Errorf("code %d, %s: found %q, want %q", o.code, verdict, found, c.found)
			}
			run(t, "", "doctor", "--data", dir).want(t, 1, `(?m)^not   `, `checks failed`)
		})
	}
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func TestDoctorSumsUpWhatABackupRestores(t *testing.T) {
	dir, to := grown(t), filepath.Join(tempDir(t), "restored")
	file := filepath.Join(tempDir(t), "backup")
	run(t, "", "backup", "--data", dir, file).want(t, 0, ``, ``)
	run(t, "", "restore", "--data", to, file).want(t, 0, ``, ``)
	was, is := talk(t, dir), talk(t, to)
	if was != is || len(was) != 64 {
		t.Errorf("the checksum of all messages was %s and is %s", was, is)
	}
	spoil(t, to, `UPDATE events SET body = 'another' WHERE key & 1099511627775 = 1`)
	if talk(t, to) == was {
		t.Error("another text has the same sum")
	}
}

// After a migration to PostgreSQL the old directory is often still there; it must
// not be backed up by mistake.
func TestABackupIsNotOfWhatIsKeptNoMore(t *testing.T) {
	dir, file := grown(t), filepath.Join(tempDir(t), "backup")
	t.Setenv("CONFAB_POSTGRES", "postgres://db.example.org/confab")
	run(t, "", "backup", "--data", dir, file).want(t, 2, `^$`, `^confab: the data is in PostgreSQL .* pg_dump`)
	if _, err := os.Stat(file); err == nil {
		t.Error("there is a backup all the same")
	}
	run(t, "", "backup", "--postgres=", "--data", dir, file).want(t, 0, ``, ``)
}

// talk returns the checksum of all messages, as the doctor prints it.
func talk(t *testing.T, dir string) string {
	t.Helper()
	var d struct{ Talk string }
	o := run(t, "", "doctor", "--json", "--data", dir)
	if err := json.Unmarshal([]byte(o.out), &d); err != nil {
		t.Fatalf("%v: %s", err, o.out)
	}
	return d.Talk
}

func TestDoctorSaysWhatItCannotSee(t *testing.T) {
	none := filepath.Join(tempDir(t), "none")
	run(t, "", "doctor", "--data", none).want(t, 2, `^ok    the web|^not   the web`, `^confab: there is no data in .*/none\n$`)
	if _, err := os.Stat(none); err == nil {
		t.Error("the directory was made")
	}
	newer := newerData(t, tempDir(t))
	run(t, "", "doctor", "--data", newer).want(t, 2, ``, `written by a newer version of Confab`)
	if verdict, _ := findings(t, run(t, "", "doctor", "--json", "--data", newer)); verdict != "unseen" {
		t.Errorf("verdict %s", verdict)
	}
	run(t, "", "doctor", "--postgres", "postgres://confab@127.0.0.1:1/none").want(t, 2, ``,
		`^confab: .*cannot connect to PostgreSQL at 127.0.0.1:1`)
}
