package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/bench/between"
	"github.com/confab/confab/server/cli"
	"github.com/confab/confab/server/proof/workspace"
)

func TestWhatIsTypedWrongOfALoad(t *testing.T) {
	for complaint, line := range map[string]string{
		"--messages: 0 is not from 1":          "--messages 0",
		"--size: 15 is not from 16":            "--size 15",
		"--in-flight: 17 is not from 1 to 16":  "--in-flight 17",
		"--rooms: 0 is not from 1":             "--rooms 0",
		"--senders: 11 is not from 1 to 10":    "--senders 11",
		"--rate: -1 is not a number":           "--rate=-1",
		"--rate: NaN is not a number":          "--rate=NaN",
		"--duration: -1s is not a time":        "--duration=-1s",
		"--client: \"wasm\" is neither":        "--client wasm",
		"--lockstep: does not go with --rate":  "--lockstep --rate 5",
		"--url: is missing":                    "--token x",
		"--tokens: is missing":                 "--url http://127.0.0.1:1",
		"--url: \"example\" is not an address": "--url example --token x",
		"--admin: \"here\" is not an address":  "--url http://127.0.0.1:1 --token x --admin here",
	} {
		o := run(t, "", append([]string{"bench"}, strings.Fields(line)...)...)
		if o.code != 2 || !strings.Contains(o.err, complaint) || o.out != "" {
			t.Errorf("%s: exit code %d, complained %q, want %q", line, o.code, o.err, complaint)
		}
	}
}

// office starts a server with people who are all in one room.
func office(t *testing.T, people int, args ...string) (w *bench.Workspace, url string) {
	t.Helper()
	dir := tempDir(t)
	w, err := workspace.Prepare(t.Context(), dir, people, 1, people)
	if err != nil {
		t.Fatal(err)
	}
	url, _ = serve(t, dir, args...)
	return w, url
}

// signed returns the flags that name the people of w.
func signed(w *bench.Workspace) (flags []string) {
	for _, s := range w.Seats {
		flags = append(flags, "--token", s.Token)
	}
	return flags
}

// result decodes what --json printed.
func (o outcome) result(t *testing.T) bench.Result {
	t.Helper()
	var results []bench.Result
	if err := json.Unmarshal([]byte(o.out), &results); err != nil || len(results) != 1 {
		t.Fatalf("exit code %d, printed %q, complained %q: %v", o.code, o.out, o.err, err)
	}
	return results[0]
}

func TestALoadOnSeveralAddressesWithRoomsOfItsOwn(t *testing.T) {
	w, url := office(t, 4, "--limits", "off")
	file := filepath.Join(t.TempDir(), "tokens")
	if err := os.WriteFile(file, []byte("\n"+w.Seats[2].Token+"\n\n  "+w.Seats[3].Token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"bench", "--url", url, "--url", strings.Replace(url, "127.0.0.1", "localhost", 1), "--tokens", file,
		"--token", w.Seats[0].Token, "--token", w.Seats[1].Token,
		"--rooms", "3", "--members", "4", "--senders", "2", "--messages", "60", "--client", "lean"}
	o := run(t, "", append(args, "--json")...)
	if r := o.result(t); o.code != 0 || r.Nodes != 2 || r.Messages != 60 || r.Deliveries != 240 || r.History.Acked != 60 ||
		r.Memory != nil {
		t.Errorf("exit code %d, measured %+v", o.code, r)
	}
	o.want(t, 0, "", `making 3 rooms of 4 members\neverybody has left the 3 rooms`)
	run(t, "", args...).want(t, 0, `(?s)\| 3 x 4 +\| .*\| unknown .*\| clean +\|\nclosed loop.*lean.*not known.*history: clean \(60`+
		` sent, 60 acknowledged`, "")
}

func TestALoadThatCannotBegin(t *testing.T) {
	w, url := office(t, 2, "--limits", "off")
	token := w.Seats[0].Token
	base := []string{"bench", "--messages", "5", "--room", w.Rooms[0]}
	with := func(more ...string) outcome { return run(t, "", append(base, more...)...) }
	with("--url", "http://127.0.0.1:"+freePort(t), "--token", token).want(t, 1, "^$",
		`^confab: token 1: http://\S+ cannot be reached: .*refused\n$`)
	with("--url", url, "--token", token, "--token", "nonsense").want(t, 1, "^$",
		`^confab: token 2: http://\S+ does not accept it \(signed_out\)\n$`)
	with("--url", url, "--token", token, "--token", token).want(t, 1, "^$", `tokens 1 and 2 are of the same person`)
	with("--url", url+"/elsewhere", "--token", token).want(t, 1, "^$", `does not answer like a Confab server`)
	with("--url", url, "--token", token, "--room", "no-such-room").want(t, 1, "^$", `is not in room no-such-room`)
	with("--url", url, "--token", token, "--admin", url).want(t, 1, "^$", `--admin`)
	with("--url", url, "--tokens", filepath.Join(t.TempDir(), "none")).want(t, 1, "^$", `--tokens: .*no such file`)
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte("\n \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	with("--url", url, "--tokens", empty).want(t, 1, "^$", `holds no token`)
	run(t, "", "bench", "--url", url, "--token", token, "--members", "3", "--rooms", "1").want(t, 1, "^$",
		`needs as many tokens; there are 1`)
}

// The admin listener reports the server's processor time and memory, to local
// callers only.
func TestALoadTellsWhatTheServerUses(t *testing.T) {
	admin := "127.0.0.1:" + freePort(t)
	w, url := office(t, 3, "--limits", "off", "--admin-listen", admin)
	args := append([]string{"bench", "--url", url, "--admin", "http://" + admin, "--room", w.Rooms[0], "--messages", "200", "--json"},
		signed(w)...)
	o := run(t, "", args...)
	if runtime.GOOS != "linux" {
		o.want(t, 1, "", "does not tell what its process uses")
		return
	}
	if r := o.result(t); o.code != 0 || r.CPU <= 0 || r.Memory == nil || r.Memory.Before < 1e6 || r.Memory.Peak < r.Memory.Steady {
		t.Errorf("exit code %d, processor time %v, memory %+v", o.code, r.CPU, r.Memory)
	}
}

// A load against a server with rate limits ends instead of being retried for
// ever.
func TestALoadBeyondTheLimitsOnRates(t *testing.T) {
	w, url := office(t, 2)
	args := append([]string{"bench", "--url", url, "--room", w.Rooms[0], "--messages", "1000"}, signed(w)...)
	run(t, "", args...).want(t, 1, `not all of it: the server limits how much a person may send`, `the load is not done: .*--limits off`)
}

func TestABrokenPromiseEndsALoadWithOne(t *testing.T) {
	w, url := office(t, 3, "--limits", "off")
	var once sync.Once
	url = between.Proxy(t, url, func(_ int, b []byte) error {
		if i := bytes.Index(b, []byte("000000007 What")); i >= 0 {
			once.Do(func() { copy(b[i:], "000000007 That") })
		}
		return nil
	})
	args := append([]string{"bench", "--url", url, "--room", w.Rooms[0], "--messages", "20", "--client", "lean"}, signed(w)...)
	run(t, "", args...).want(t, 1, `history: \d+ VIOLATIONS .*\n  I4 room `, `confab: the history is not as it must be\n$`)
}

func TestALoadThatIsInterruptedTellsWhatItHas(t *testing.T) {
	w, url := office(t, 3, "--limits", "off")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	url = between.Proxy(t, url, func(_ int, b []byte) error {
		if bytes.Contains(b, []byte("000000050 What")) {
			cancel()
		}
		return nil
	})
	var out, err bytes.Buffer
	args := append([]string{"bench", "--url", url, "--rooms", "2", "--members", "3", "--senders", "1", "--rate", "500", "--duration",
		"1h"}, signed(w)...)
	code := cli.Program{Version: "v-test", In: strings.NewReader(""), Out: &out, Err: &err}.Run(ctx, args)
	outcome{code, out.String(), err.String()}.want(t, 1,
		`(?s)\| 2 x 3 .*\| clean .*not all of it: interrupted\nopen loop, 500 messages a second.*history: clean`,
		`(?s)everybody has left the 2 rooms.*the load is not done: interrupted`)
}
