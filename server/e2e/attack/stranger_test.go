package attack

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// What somebody can do who has no account, or nothing but an invitation.

// hold keeps connections open that the server might wait for, until the story ends.
func (n *town) hold(ctx context.Context, write string, count int) error {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP("127.0.0.2")}}
	for range count {
		c, err := d.DialContext(ctx, "tcp", n.address())
		if err != nil {
			return err
		}
		n.t.Cleanup(func() { _ = c.Close() }) // the server may have closed it
		if _, err := io.WriteString(c, write); err != nil {
			return nil // it was not taken, which is as good
		}
	}
	<-ctx.Done()
	return nil
}

// program finds the address of the program for the browser.
func (n *town) program() string {
	n.t.Helper()
	_, page, err := n.ask(n.t.Context(), from("127.0.0.9"), http.MethodGet, "/app.js", "", nil)
	if err != nil {
		n.t.Fatal(err)
	}
	if found := regexp.MustCompile(`/static/[0-9a-f]+/app\.wasm`).Find(page); found != nil {
		return string(found)
	}
	n.t.Fatal("the program's address is not found")
	return ""
}

// A hundred ask for the program unpacked and read none of it.
func TestAttackProgramAskedForAndNotRead(t *testing.T) {
	n := visit(t, &common)
	head := "GET " + n.program() + " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\n\r\n"
	n.endures(1, 80<<20, func(ctx context.Context) error { return n.hold(ctx, head, 100) })
}

// Five hundred begin a request and never end it.
func TestAttackBodiesThatNeverEnd(t *testing.T) {
	n := visit(t, &common)
	began := time.Now()
	ended := make(chan struct{})
	c := n.connect("127.0.0.3")
	if _, err := io.WriteString(c, "POST /signin HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na"); err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.Copy(io.Discard, c) // until the server has had enough
		close(ended)
	}()
	n.endures(1, 60<<20, func(ctx context.Context) error {
		return n.hold(ctx, "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na", 500)
	})
	select {
	case <-ended:
		t.Logf("the first was ended after %.1f s", time.Since(began).Seconds())
	case <-time.After(patience):
		t.Errorf("a body that does not come is still waited for after %.0f s", time.Since(began).Seconds())
	}
}

// A page of another site has browsers in our network try sockets without a cookie.
func TestAttackForeignPageShutsNobodyOut(t *testing.T) {
	n := visit(t, &common)
	visitor := n.someone().Token
	var good, bad atomic.Int64
	knock := func(ctx context.Context) error {
		c := from(home)
		heads := []http.Header{
			{"Origin": {"https://evil.example"}}, {}, {"Origin": {"https://evil.example"}, "Cookie": {"confab_access=x"}},
		}
		i := 0
		return paced(ctx, 15*time.Millisecond, func() error {
			i++
			status, err := n.knocks(ctx, c, heads[i%len(heads)])
			if err == nil && status == http.StatusSwitchingProtocols {
				err = fmt.Errorf("let in with %v", heads[i%len(heads)])
			}
			return err
		})
	}
	var first atomic.Bool
	n.endures(2, 60<<20, func(ctx context.Context) error {
		if first.CompareAndSwap(false, true) {
			return knock(ctx)
		}
		rest(ctx, 500*time.Millisecond) // the page has been open for a moment
		return n.comesAndGoes(ctx, visitor, &good, &bad)
	})
	if bad.Load() > 0 || good.Load() < 2 {
		t.Errorf("of the good handshakes of that address %d came in and %d did not", good.Load(), bad.Load())
	}
}

// comesAndGoes opens a socket now and then, as honest people do, and counts: quickly as
// long as one person may, then once a second.
func (n *town) comesAndGoes(ctx context.Context, token string, good, bad *atomic.Int64) error {
	c := from(home)
	for i := 0; ctx.Err() == nil; i++ {
		status, err := n.knocks(ctx, c, http.Header{"Authorization": {"Bearer " + token}})
		switch {
		case ctx.Err() != nil:
		case err != nil:
			return err
		case status == http.StatusSwitchingProtocols:
			good.Add(1)
		default:
			bad.Add(1)
		}
		pause := 200 * time.Millisecond
		if i > 15 {
			pause = 1100 * time.Millisecond
		}
		rest(ctx, pause)
	}
	return nil
}

// knocks does the handshake of a socket, hangs up and returns the status of the answer.
func (n *town) knocks(ctx context.Context, c *http.Client, head http.Header) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.s.URL+"/ws", nil)
	if err != nil {
		return 0, err
	}
	req.Header, req.Host = head.Clone(), head.Get("Host")
	for k, v := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol": "confab.v1",
	} {
		req.Header.Set(k, v)
	}
	res, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	return res.StatusCode, res.Body.Close()
}

// A hundred and fifty networks try to sign in, all the time. Each password that is checked
// takes a processor for 20 to 40 ms, and all are taken: what honest people say may come as
// much later as one of those takes.
func TestAttackManyNetworksSignIn(t *testing.T) {
	n := visit(t, &common)
	n.slack = 50 * time.Millisecond
	var networks atomic.Int64
	n.endures(150, 100<<20, func(ctx context.Context) error {
		for ctx.Err() == nil {
			i := networks.Add(1)
			c := from(fmt.Sprintf("127.1.%d.%d", 1+i/200%200, 1+i%200))
			_, _, err := n.ask(ctx, c, http.MethodPost, "/api/v1/auth/token", "", map[string]string{
				"email": fmt.Sprintf("stranger%d@tideline.example", i), "password": "a guess of twelve",
			})
			if err != nil && ctx.Err() == nil {
				return err
			}
			rest(ctx, 100*time.Millisecond)
		}
		return nil
	})
	t.Logf("strangers tried %d times", networks.Load())
}

// Made-up refresh tokens do not reach the one that writes, whom everybody who sends waits
// for: they are answered while it can do nothing. Two hundred come at once, all eight strangers
// beginning together, which takes the processors some 15 ms: what honest people say in that
// moment comes so much later.
func TestAttackMadeUpRefreshTokens(t *testing.T) {
	n := visit(t, &common)
	n.slack = 20 * time.Millisecond
	var connections, made atomic.Int64
	n.endures(8, 60<<20, func(ctx context.Context) error {
		d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 3, byte(connections.Add(1)))}}
		c, err := d.DialContext(ctx, "tcp", n.address())
		if err != nil {
			return err
		}
		defer context.AfterFunc(ctx, func() { _ = c.Close() })() // what waits is over
		in := bufio.NewReader(c)
		return paced(ctx, 100*time.Millisecond, func() error {
			const batch = 25 // so that all together make 2,000 a second
			var out strings.Builder
			for i := range batch {
				path := []string{"refresh", "signout"}[i%2]
				body := fmt.Sprintf(`{"refresh_token":"made-up-%035d"}`, made.Add(1))
				fmt.Fprintf(&out, "POST /api/v1/auth/%s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "+
					"%d\r\n\r\n%s", path, len(body), body)
			}
			if _, err := io.WriteString(c, out.String()); err != nil {
				return err
			}
			for range batch {
				res, err := http.ReadResponse(in, nil)
				if err != nil {
					return err
				}
				if _, err := io.Copy(io.Discard, res.Body); err != nil {
					return err
				}
			}
			return nil
		})
	})
	t.Logf("%d made-up tokens", made.Load())

	release := n.occupies(t)
	for _, path := range []string{"/api/v1/auth/refresh", "/api/v1/auth/signout"} {
		began := time.Now()
		status, said, err := n.ask(t.Context(), from("127.0.3.99"), http.MethodPost, path, "",
			map[string]string{"refresh_token": strings.Repeat("x", 43)})
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%s with a made-up token waits among those who write, for %.1f s: %d %s", path, took.Seconds(), status, said)
		}
	}
	release()
}

// occupies writes to the database, beside the server, until release is called: whoever
// writes waits.
func (n *town) occupies(t *testing.T) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(n.w.Data, "confab.db")+"?_txlock=immediate&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(errors.Join(err, db.Close()))
	}
	release = sync.OnceFunc(func() {
		if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(release)
	return release
}

// joins makes an account by an invitation.
func (n *town) joins(ctx context.Context, ip, path, name, password string) (status int, err error) {
	form := url.Values{"name": {name}, "email": {id.New() + "@evil.example"}, "password": {password}}
	res, _, err := n.submits(ctx, ip, path, "", form)
	if err != nil {
		return 0, err
	}
	return res.StatusCode, nil
}

// An invitation for many does not fill the disk and the main room: neither with accounts
// nor with names that cost more than what they show. U+FDFA stands for a whole sentence.
func TestAttackJoinsWithoutEnd(t *testing.T) {
	n := visit(t, &common)
	var made wire.InviteInfo
	n.must(n.owner(), http.MethodPost, "/api/v1/invites", struct{}{}, &made)
	before := n.size()
	var joined, tried atomic.Int64
	n.endures(4, 100<<20, func(ctx context.Context) error {
		for i := tried.Add(1); ctx.Err() == nil && i < 200; i = tried.Add(1) {
			name := fmt.Sprintf("Bot %d", i)
			if i%2 == 0 {
				name = strings.Repeat("\ufdfa", 80)
			}
			status, err := n.joins(ctx, "127.0.4.1", made.Invite.Path, name, "correct horse battery staple")
			if err != nil {
				return err
			}
			if status == http.StatusSeeOther {
				joined.Add(1)
			}
		}
		<-ctx.Done()
		return nil
	})
	grown := n.size() - before
	t.Logf("%d joined by one link, the data grew by %.1f MB", joined.Load(), float64(grown)/1e6)
	if joined.Load() > 30 {
		t.Errorf("%d people joined by one link that nobody meant for so many", joined.Load())
	}
	if grown > 40<<20 {
		t.Errorf("the data grew by %.1f MB", float64(grown)/1e6)
	}
}

// size is how much the data directory holds, in bytes.
func (n *town) size() (total int64) {
	n.t.Helper()
	err := filepath.WalkDir(n.w.Data, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		total += info.Size()
		return nil
	})
	if err != nil {
		n.t.Fatal(err)
	}
	return total
}
