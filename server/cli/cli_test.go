package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/confab/confab/server/cli"
	"github.com/confab/confab/server/proof/instance"
)

// outcome is the result of a command line.
type outcome struct {
	code     int
	out, err string
}

// run executes a command line with some input.
func run(t *testing.T, input string, args ...string) outcome {
	t.Helper()
	var out, err bytes.Buffer
	code := cli.Program{Version: "v-test", In: strings.NewReader(input), Out: &out, Err: &err}.Run(t.Context(), args)
	return outcome{code, out.String(), err.String()}
}

func (o outcome) want(t *testing.T, code int, out, err string) {
	t.Helper()
	for what, c := range map[string][2]string{"printed": {o.out, out}, "complained": {o.err, err}} {
		if !regexp.MustCompile(c[1]).MatchString(c[0]) {
			t.Errorf("%s %q, want %q", what, c[0], c[1])
		}
	}
	if o.code != code {
		t.Errorf("exit code %d, want %d; complained %q", o.code, code, o.err)
	}
}

// tempDir returns a directory whose name is short enough for a socket in it.
func tempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "confab")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestWhatIsTypedWrong(t *testing.T) {
	t.Setenv("CONFAB_LOG_FORMAT", "xml")
	t.Setenv("CONFAB_SERVICE_HOST", "10.0.0.1") // set by a container platform: not reported as unknown
	run(t, "", "serve", "--lisen", ":1", "--foo=bar", "--listen", "8080", "--data=", "--limits", "maybe").want(t, 2, `^$`,
		`(?s)^confab: 6 problems:\n  unknown flag --lisen, did you mean "--listen"\?\n  unknown flag --foo\n  --listen: "8080" is not`+
			` .*\n  --data: .*\n  --log-format: "xml" .*\n  --limits: "maybe" .*\nRun confab --help for a list of commands.\n$`)
	t.Setenv("CONFAB_LOG_FORMAT", "text")
	run(t, "", "--listen", "x").want(t, 2, `^$`, `^confab: --listen: "x" is not host:port or :port\n`)
	run(t, "", "sevre").want(t, 2, `^$`, `^confab: unexpected argument sevre`)
	run(t, "", "user").want(t, 2, `^$`, `^confab: expected one of "add"`)
	run(t, "", "user", "role", "ada", "king").want(t, 2, `^$`, `must be one of "owner","admin","member"`)
	run(t, "", "import", "--format=xml", "x").want(t, 2, `^$`, `must be one of "jsonl"`)
	run(t, "", "import").want(t, 2, `^$`, `expected "<file>"`)
}

func TestHelpAndVersion(t *testing.T) {
	run(t, "", "--help").want(t, 0, `(?s)serve .*import .*user .*doctor .*version`, `^$`)
	run(t, "", "serve", "--help").want(t, 0, `(?s)--listen=ADDRESS .*\(:8080\).*--trusted-proxy.*\$CONFAB_TRUSTED_PROXY`, `^$`)
	run(t, "", "version").want(t, 0, `^confab v-test \(go`, `^$`)
}

func TestWhatKeepsAServerFromStarting(t *testing.T) {
	dir := tempDir(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()

	fresh := filepath.Join(dir, "fresh")
	run(t, "", "serve", "--listen", taken.Addr().String(), "--data", fresh).want(t, 1, `^$`,
		`^confab: the address 127.* is in use by another program; choose another one with --listen\n$`)
	if _, err := os.Stat(fresh); err == nil {
		t.Error("a data directory was made all the same")
	}

	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "", "serve", "--listen", "127.0.0.1:0", "--data", file).want(t, 1, `^$`,
		`^confab: .*/file is not a directory; choose another one with --data\n$`)

	newer := newerData(t, dir)
	before := contents(t, newer)
	run(t, "", "serve", "--listen", "127.0.0.1:0", "--data", newer).want(t, 1, `^$`,
		`^confab: the data in .*/newer was written by a newer version of Confab; nothing was changed\n$`)
	run(t, "", "user", "list", "--data", newer).want(t, 1, `^$`,
		`^confab: the data in .*/newer was written by a newer version of Confab; nothing was changed\n$`)
	if after := contents(t, newer); after != before {
		t.Errorf("it was changed: %q, before %q", after, before)
	}
}

// newerData makes a data directory that a later version wrote.
func newerData(t *testing.T, dir string) string {
	t.Helper()
	newer := filepath.Join(dir, "newer")
	run(t, "", "user", "list", "--data", newer).want(t, 0, `^$`, `^$`)
	db, err := sql.Open("sqlite", filepath.Join(newer, "confab.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`, `PRAGMA wal_checkpoint(TRUNCATE)`,
	} {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return newer
}

// contents returns the bytes of the database in dir.
func contents(t *testing.T, dir string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "confab.db"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// output collects what is printed and can be read meanwhile.
type output struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// serve runs a server until the test ends. It returns its address and its output.
func serve(t *testing.T, dir string, args ...string) (url string, out *output) {
	t.Helper()
	port := freePort(t)
	out = &output{}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan int, 1)
	go func() {
		p := cli.Program{Version: "v-test", In: strings.NewReader(""), Out: out, Err: out}
		done <- p.Run(ctx, append([]string{"serve", "--listen", "127.0.0.1:" + port, "--data", dir}, args...))
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != 0 {
			t.Errorf("the server ended with %d and said %s", code, out)
		}
	})
	url = "http://127.0.0.1:" + port
	eventually(t, out, func() bool { return get(url+"/readyz") == http.StatusOK })
	return url, out
}

// eventually polls until ok is true. After half a minute it fails and prints the
// server's output.
func eventually(t *testing.T, said *output, ok func() bool) {
	t.Helper()
	late, look := time.After(30*time.Second), time.NewTicker(2*time.Millisecond)
	defer look.Stop()
	for !ok() {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("not ready: %s", said)
		}
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	port, err := instance.FreePort()
	if err != nil {
		t.Fatal(err)
	}
	return strconv.Itoa(port)
}

// get returns the status of a GET, 0 if there was no answer.
func get(url string) int {
	res, err := http.Get(url)
	if err != nil {
		return 0
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		return 0
	}
	return res.StatusCode
}

const history = `{"n":1,"room":"ubuntu","at":"2004-12-25T09:14:00Z","nick":"crimsun","text":"hello"}
{"n":2,"room":"ubuntu"
{"n":3,"room":"ubuntu","at":"2004-12-25T09:15:00Z","nick":"sam","text":"hello yourself","reply_to":1}
`

func TestAServerAndItsConsole(t *testing.T) {
	dir := tempDir(t)
	url, out := serve(t, dir, "--setup-code", "a-code-of-mine", "--admin-listen", "127.0.0.1:0")
	if want := url[len("http://127.0.0.1"):] + "/setup?code=a-code-of-mine"; !strings.Contains(out.String(), "http://localhost"+want) {
		t.Errorf("no setup link: %s", out)
	}
	if strings.Contains(out.String(), "plain HTTP") {
		t.Errorf("a loopback server warns: %s", out)
	}
	for path, want := range map[string]int{"/livez": 200, "/readyz": 200, "/debug/pprof/": 404, "/debug/vars": 404, "/metrics": 404,
		"/ws": 426} {
		if got := get(url + path); got != want {
			t.Errorf("%s: status %d, want %d", path, got, want)
		}
	}
	run(t, "", "serve", "--listen", "127.0.0.1:0", "--data", dir).want(t, 1, `^$`,
		`^confab: the data directory .* is in use by another Confab server\n$`)

	file := filepath.Join(dir, "history.jsonl")
	if err := os.WriteFile(file, []byte(history), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "", "import", "--data", dir, file).want(t, 0,
		`^2 messages added, 0 were there already; 2 people and 1 rooms added; 1 broken lines`, `^line 2: .*\n$`)
	run(t, history, "import", "--data", dir, "-").want(t, 0, `^0 messages added, 2 were there already; 0 people and 0 rooms added`,
		`^line 2: `)
	run(t, "", "import", "--data", dir, filepath.Join(dir, "nothing")).want(t, 1, `^$`, `no such file`)
	run(t, "", "user", "list", "--data", dir).want(t, 0, `(?s)^@crimsun +crimsun +member +imported\n@sam .*imported\n$`, `^$`)
	run(t, "correct horse battery\n", "user", "add", "ada@example.com", "--name", "Ada", "--data", dir).want(t, 1, `^$`,
		`has not been set up yet`)
	run(t, "", "user", "role", "nobody", "admin", "--data", dir).want(t, 1, `^$`, `^confab: there is nobody called "nobody"`)
}

func TestAServerIsSetUpByAScript(t *testing.T) {
	dir := tempDir(t)
	init := func(in string, more ...string) outcome {
		args := append([]string{"init", "nora@example.com", "--name", "Nora", "--workspace", "Acme", "--data", dir}, more...)
		return run(t, in, args...)
	}
	init("short\n").want(t, 1, `^$`, `password`)
	file := filepath.Join(dir, "password")
	init("", "--password-file", file).want(t, 1, `^$`, `no such file`)
	if err := os.WriteFile(file, []byte("correct horse battery\nand more\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	init("", "--password-file", file).want(t, 0, `^created the workspace; its owner is @nora\n$`, `^$`)
	init("correct horse battery\n").want(t, 1, `^$`, `^confab: there is already a workspace; nothing was changed\n$`)

	url, out := serve(t, dir)
	if strings.Contains(out.String(), "/setup") {
		t.Errorf("the server asks to be set up: %s", out)
	}
	res, err := http.Post(url+"/api/v1/auth/token", "application/json",
		strings.NewReader(`{"email":"nora@example.com","password":"correct horse battery"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("the owner cannot sign in: %s", res.Status)
	}
	run(t, "", "user", "add", "ada@example.com", "--name", "Ada", "--data", dir, "--password-file", file).want(t, 0,
		`^added @ada, member\n$`, `^$`)
}

func TestAFileOfWhichNothingCanBeReadIsAFailure(t *testing.T) {
	dir := tempDir(t)
	run(t, "\xff\xfe{\x00\nno\n", "import", "--data", dir, "-").want(t, 1, `^0 messages added.*2 broken lines`,
		`no line could be read\n$`)
	run(t, "", "import", "--data", dir, "-").want(t, 0, `^0 messages added`, `^$`) // an empty import is not a failure
}

func TestHelpSaysWhereAPasswordComesFrom(t *testing.T) {
	for _, command := range [][]string{{"init"}, {"user", "add"}, {"user", "password"}} {
		run(t, "", append(command, "--help")...).want(t, 0, `(?s)standard\s+input.*--password-file`, `^$`)
	}
}

func TestTheConsoleWithoutAServer(t *testing.T) {
	dir := tempDir(t)
	run(t, history, "import", "--data", dir, "-").want(t, 0, `^2 messages added`, `^line 2: `)
	url, _ := serve(t, dir) // now it serves
	if got := get(url + "/livez"); got != 200 {
		t.Errorf("status %d", got)
	}
}

func TestAPublicListenerWarnsOfPlainHTTP(t *testing.T) {
	dir := tempDir(t)
	port := freePort(t)
	var out output
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan int, 1)
	go func() {
		p := cli.Program{Version: "v-test", In: strings.NewReader(""), Out: &out, Err: &out}
		done <- p.Run(ctx, []string{"--listen", ":" + port, "--data", dir, "--setup-code", "a-code-of-mine"})
	}()
	eventually(t, &out, func() bool { return strings.Contains(out.String(), "enter the code") })
	stop()
	if code := <-done; code != 0 {
		t.Errorf("ended with %d: %s", code, &out)
	}
	want := fmt.Sprintf("http://localhost:%s/setup\n", port)
	if s := out.String(); !strings.Contains(s, want) || !strings.Contains(s, "a-code-of-mine") || strings.Contains(s, "code=") ||
		!strings.Contains(s, "plain HTTP") {
		t.Errorf("said %s", s)
	}
}
