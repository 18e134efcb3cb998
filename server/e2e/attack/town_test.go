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
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/workspace"
)

// patience is how long a story waits for what has to happen. It is used up by a failure
// only.
const patience = 30 * time.Second

// home is the address of the honest. Strangers come from others in 127.0.0.0/8.
const home = "127.0.0.77"

// email is the address that signs in while the server is attacked.
const email = "hana@tideline.example"

// town is a place, seen from one story.
type town struct {
	*place
	t *testing.T

	// slack is how much longer honest people may wait under attack than a limit says.
	slack time.Duration
}

// place is a server with honest people in it.
type place struct {
	s *instance.Server
	w *bench.Workspace

	log    atomic.Int64 // bytes printed
	talk   *talk        // of the honest; nil: they are not connected
	others []bench.Seat // who has had no part in a story
	dir    string
	began  time.Time
}

// Write counts what the server prints.
func (p *place) Write(b []byte) (int, error) {
	p.log.Add(int64(len(b)))
	return len(b), nil
}

// settle starts a server in its default settings, for the honest and so many people more.
// The first is the owner. Everybody is in the main room.
func settle(ctx context.Context, more int, args ...string) (_ *place, err error) {
	p := &place{began: time.Now()}
	if p.dir, err = os.MkdirTemp("", "attack"); err != nil { // short enough for the name of a socket in it
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.close())
		}
	}()
	if p.w, err = workspace.Prepare(ctx, p.dir, honest+more, honest/2, 2); err != nil {
		return nil, err
	}
	p.others = p.w.Seats[honest:]
	if err := p.confab(ctx, instance.Password+"\n", "user", "add", email, "--name", "Hana"); err != nil {
		return nil, err
	}
	if p.s, err = instance.New(instance.Options{Data: p.w.Data, Args: args, Output: p}); err != nil {
		return nil, err
	}
	return p, p.s.Start(ctx)
}

// close ends the server and removes what it kept.
func (p *place) close() error {
	if p.talk != nil {
		p.talk.end()
	}
	if p.s != nil {
		p.s.Kill()
	}
	return os.RemoveAll(p.dir)
}

// found is settle for one story.
func found(t *testing.T, more int, args ...string) *town {
	t.Helper()
	p, err := settle(t.Context(), more, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.close(); err != nil {
			t.Error(err)
		}
	})
	return p.seen(t)
}

// seen is the place for a story, which tells what the server said if it fails.
func (p *place) seen(t *testing.T) *town {
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("the server said:\n%s", p.s.Output())
		}
	})
	return &town{place: p, t: t}
}

// The places that stories share, because founding one takes longer than most stories. The
// control is attacked by nobody.
var common, control *place

// age is how old a place gets that stories share: access tokens are good for ten minutes.
const age = 5 * time.Minute

// visit is found for stories that leave the place as it was, but for the people they need.
func visit(t *testing.T, which **place) *town {
	t.Helper()
	if *which != nil && time.Since((*which).began) > age {
		if err := leave(which); err != nil {
			t.Error(err)
		}
	}
	if *which == nil {
		p, err := settle(context.Background(), 60)
		if err != nil {
			t.Fatal(err)
		}
		*which = p
	}
	return (*which).seen(t)
}

// leave ends a place that stories share.
func leave(which **place) error {
	p := *which
	*which = nil
	if p == nil {
		return nil
	}
	return p.close()
}

// someone is a person who has had no part in a story and is not one of the honest.
func (n *town) someone() bench.Seat {
	n.t.Helper()
	if len(n.others) == 0 {
		n.t.Fatal("nobody is left")
	}
	s := n.others[0]
	n.others = n.others[1:]
	return s
}

// owner is the owner's access token.
func (n *town) owner() string { return n.w.Seats[0].Token }

// confab carries out a command of the program on the place's data.
func (p *place) confab(ctx context.Context, input string, args ...string) error {
	bin, err := instance.Binary()
	if err != nil {
		return err
	}
	c := exec.CommandContext(ctx, bin, append(args, "--data", p.w.Data)...)
	c.Stdin = strings.NewReader(input)
	if out, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("confab %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// address is where the server listens.
func (p *place) address() string { return strings.TrimPrefix(p.s.URL, "http://") }

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
func (n *town) ask(ctx context.Context, c *http.Client, method, path, token string, body any) (int, []byte, error) {
	head := http.Header{"Content-Type": {"application/json"}}
	if token != "" {
		head.Set("Authorization", "Bearer "+token)
	}
	var in []byte
	if body != nil {
		var err error
		if in, err = json.Marshal(body); err != nil {
			return 0, nil, err
		}
	}
	res, said, err := n.sends(ctx, c, method, path, head, in)
	if err != nil {
		return 0, nil, err
	}
	return res.StatusCode, said, nil
}

// sends makes a request and reads the whole answer.
func (n *town) sends(
	ctx context.Context, c *http.Client, method, path string, head http.Header, body []byte,
) (*http.Response, []byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, n.s.URL+path, bytes.NewReader(body))
	if err != nil {
		return nil, nil, err
	}
	req.Header = head
	if host := head.Get("Host"); host != "" {
		req.Host = host
	}
	res, err := c.Do(req)
	if err != nil {
		return nil, nil, err
	}
	said, err := io.ReadAll(res.Body)
	return res, said, errors.Join(err, res.Body.Close())
}

// must gives a command that is carried out, and reads the answer into out unless it is nil.
func (n *town) must(token, method, path string, in, out any) {
	n.t.Helper()
	status, said, err := n.ask(n.t.Context(), from(home), method, path, token, in)
	if err != nil || status != http.StatusOK {
		n.t.Fatalf("%s %s: %d %s %v", method, path, status, said, err)
	}
	if out == nil {
		return
	}
	if err := json.Unmarshal(said, out); err != nil {
		n.t.Fatalf("%s %s: %v\n%s", method, path, err, said)
	}
}

// submits posts a form as a browser on one of our pages would.
func (n *town) submits(ctx context.Context, ip, path, token string, form url.Values) (*http.Response, []byte, error) {
	head := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Origin": {n.s.URL}, "Sec-Fetch-Site": {"same-origin"}}
	if token != "" {
		head.Set("Authorization", "Bearer "+token)
	}
	return n.sends(ctx, from(ip), http.MethodPost, path, head, []byte(form.Encode()))
}

// signsIn signs the honest person in.
func (n *town) signsIn(ctx context.Context, c *http.Client) error {
	status, said, err := n.ask(ctx, c, http.MethodPost, "/api/v1/auth/token", "",
		map[string]string{"email": email, "password": instance.Password})
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("%d: %s", status, said)
	}
	return err
}

// rest waits, unless ctx ends.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// paced does something again and again until ctx ends, at most so often. A machine that
// cannot does it less often.
func paced(ctx context.Context, every time.Duration, do func() error) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if err := do(); err != nil {
			return err
		}
	}
}
