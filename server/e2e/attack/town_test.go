//go:build attack

package attack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/e2e/instance"
)

// patience is how long a story waits for what has to happen. It is used up by a failure
// only.
const patience = 30 * time.Second

// maxLog is how much a story may make the server print, in bytes.
const maxLog = 64 << 10

// town is a server with honest people in it.
type town struct {
	t   *testing.T
	s   *instance.Server
	w   *bench.Workspace
	log atomic.Int64 // bytes printed
}

// Write counts what the server prints.
func (n *town) Write(p []byte) (int, error) {
	n.log.Add(int64(len(p)))
	return len(p), nil
}

// email is the address that signs in while the server is attacked.
const email = "hana@tideline.example"

// found starts a server in its default settings, with so many people. The first is the
// owner, the next honest are the talkers; all are in the main room and in Rooms.
func found(t *testing.T, people int, args ...string) *town {
	t.Helper()
	w, err := bench.Prepare(t.Context(), shortDir(t), people, 3, people)
	if err != nil {
		t.Fatal(err)
	}
	return move(t, w, args...)
}

// move starts a server on a workspace.
func move(t *testing.T, w *bench.Workspace, args ...string) *town {
	t.Helper()
	n := &town{t: t, w: w}
	n.confab(instance.Password+"\n", "user", "add", email, "--name", "Hana")
	var err error
	if n.s, err = instance.New(instance.Options{Data: w.Data, Args: args, Output: n}); err != nil {
		t.Fatal(err)
	}
	if err := n.s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the server said:\n%s", n.s.Output())
		}
		n.s.Kill()
	})
	return n
}

// shortDir is a directory whose name is short enough for a socket in it.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "attack")
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

// confab carries out a command of the program on the town's data.
func (n *town) confab(input string, args ...string) {
	n.t.Helper()
	bin, err := instance.Binary()
	if err != nil {
		n.t.Fatal(err)
	}
	c := exec.CommandContext(n.t.Context(), bin, append(args, "--data", n.w.Data)...)
	c.Stdin = strings.NewReader(input)
	if out, err := c.CombinedOutput(); err != nil {
		n.t.Fatalf("confab %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// address is where the server listens.
func (n *town) address() string { return strings.TrimPrefix(n.s.URL, "http://") }

// from returns a client whose connections come from an address of this machine, such as
// 127.0.0.7, and are not kept.
func from(ip string) *http.Client {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}, Timeout: patience}
	return &http.Client{
		Transport:     &http.Transport{DialContext: d.DialContext, DisableKeepAlives: true, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       2 * patience,
	}
}

// connect opens a bare connection from an address of this machine.
func (n *town) connect(ip string) net.Conn {
	n.t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(ip)}, Timeout: patience}
	c, err := d.DialContext(n.t.Context(), "tcp", n.address())
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { _ = c.Close() }) // the server may have closed it
	return c
}

// ask gives a command over HTTP and returns the status and what was answered.
func (n *town) ask(c *http.Client, method, path, token string, body any) (int, []byte, error) {
	var in io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return 0, nil, err
		}
		in = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(n.t.Context(), method, n.s.URL+path, in)
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := c.Do(req)
	if err != nil {
		return 0, nil, err
	}
	b, err := io.ReadAll(res.Body)
	return res.StatusCode, b, errors.Join(err, res.Body.Close())
}

// signsIn signs the honest person in from their own address.
func (n *town) signsIn(c *http.Client) error {
	status, said, err := n.ask(c, http.MethodPost, "/api/v1/auth/token", "", map[string]string{"email": email, "password": instance.Password})
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%d: %s", status, said)
	}
	return err
}

// assault is what a stranger does until ctx ends. It is called by several goroutines.
type assault func(ctx context.Context) error

// endures runs an assault by so many at once, and judges how the honest fare and what the
// server uses, compared with before.
func (n *town) endures(attackers int, memory int64, do assault) {
	n.t.Helper()
	talk := n.talk()
	n.warm()
	quiet := slices.Min(talk.windows(2))
	before := n.usage()
	logged := n.log.Load()

	ctx, end := context.WithCancel(n.t.Context())
	var work sync.WaitGroup
	var failed atomic.Value
	for range attackers {
		work.Go(func() {
			if err := do(ctx); err != nil && ctx.Err() == nil {
				failed.CompareAndSwap(nil, err.Error())
				end()
			}
		})
	}
	var most atomic.Int64
	var signedIn, refused int
	var refusal error
	work.Go(func() {
		c := from("127.0.0.77")
		tick := time.NewTicker(500 * time.Millisecond)
		defer tick.Stop()
		for {
			if usage, err := n.s.Usage(); err == nil {
				most.Store(max(most.Load(), usage.RSS))
			}
			if err := n.signsIn(c); err == nil {
				signedIn++
			} else if ctx.Err() == nil {
				refused++
				refusal = err
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
	attacked := talk.windows(5)
	end()
	work.Wait()

	n.t.Logf("send to delivery: p99 %v quiet, %v attacked; %d signed in, %d refused; memory %+.1f MB; log %d bytes",
		quiet, attacked, signedIn, refused, float64(most.Load()-before)/1e6, n.log.Load()-logged)
	if why := failed.Load(); why != nil {
		n.t.Errorf("the attack could not be carried out: %s", why)
	}
	if best := slices.Min(attacked); best > max(quiet*6/5, quiet+2*time.Millisecond) {
		n.t.Errorf("honest people wait: p99 %v, quiet %v", best, quiet)
	}
	if refused > 0 {
		n.t.Errorf("honest people were not let in %d times of %d: %v", refused, refused+signedIn, refusal)
	}
	n.modest(before, memory)
	if printed := n.log.Load() - logged; printed > maxLog {
		n.t.Errorf("the log grew by %d bytes", printed)
	}
}

// warm has two sign in at once, so that the memory for hashing passwords, 19 MiB each, is
// there before anything is measured.
func (n *town) warm() {
	n.t.Helper()
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := n.signsIn(from("127.0.0.77")); err != nil {
				n.t.Error(err)
			}
		})
	}
	both.Wait()
}

// modest looks at what the server uses, compared with before.
func (n *town) modest(before, most int64) {
	n.t.Helper()
	if grown := n.usage() - before; grown > most {
		n.t.Errorf("the server's memory grew by %.1f MB, allowed are %.1f", float64(grown)/1e6, float64(most)/1e6)
	}
}

// usage is the server's resident memory in bytes.
func (n *town) usage() int64 {
	n.t.Helper()
	u, err := n.s.Usage()
	if err != nil {
		n.t.Fatal(err)
	}
	return u.RSS
}
