//go:build attack

package attack

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// What somebody can do who has no account and no invitation.

// hold keeps connections open that the server might wait for, until the story ends.
func (n *town) hold(ctx context.Context, write string, count int, address func(i int) string) error {
	var d net.Dialer
	for i := range count {
		d.LocalAddr = &net.TCPAddr{IP: net.ParseIP(address(i))}
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
	_, page, err := n.ask(from("127.0.0.9"), http.MethodGet, "/app.js", "", nil)
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
	n := found(t, honest+2)
	head := "GET " + n.program() + " HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\n\r\n"
	n.endures(1, 40<<20, func(ctx context.Context) error {
		return n.hold(ctx, head, 100, func(int) string { return "127.0.0.2" })
	})
}

// Five hundred begin a request and never end it.
func TestAttackBodiesThatNeverEnd(t *testing.T) {
	n := found(t, honest+2)
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
	n.endures(1, 30<<20, func(ctx context.Context) error {
		return n.hold(ctx, "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na", 500, func(int) string { return "127.0.0.2" })
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
	n := found(t, honest+4)
	knock := func(ctx context.Context) error {
		c := from("127.0.0.1") // the address of the honest
		for ctx.Err() == nil {
			for _, head := range []http.Header{
				{"Origin": {"https://evil.example"}}, {}, {"Origin": {"https://evil.example"}, "Cookie": {"confab_access=x"}},
			} {
				status, err := n.knocks(ctx, c, head)
				if err != nil {
					return err
				}
				if status == http.StatusSwitchingProtocols {
					return fmt.Errorf("let in with %v", head)
				}
			}
			if err := rest(ctx, 50*time.Millisecond); err != nil {
				return err
			}
		}
		return nil
	}
	var in, out atomic.Int64
	n.endures(2, 30<<20, func(ctx context.Context) error {
		if in.Add(1) == 1 {
			return knock(ctx)
		}
		in.Store(0)
		for ctx.Err() == nil {
			k, err := n.enter(ctx, n.w.Seats[honest+2].Token, nothing)
			if err != nil && ctx.Err() == nil {
				out.Add(1)
			}
			if err == nil {
				in.Add(1)
			}
			if k != nil {
				k.drops()
			}
			if err := rest(ctx, 1100*time.Millisecond); err != nil {
				return err
			}
		}
		return nil
	})
	if out.Load() > 0 || in.Load() < 3 {
		t.Errorf("of the good handshakes of that address %d came in and %d did not", in.Load(), out.Load())
	}
}

// knocks does the handshake of a socket and returns the status of the answer.
func (n *town) knocks(ctx context.Context, c *http.Client, head http.Header) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.s.URL+"/ws", nil)
	if err != nil {
		return 0, err
	}
	req.Header = head.Clone()
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

// rest waits, unless ctx ends.
func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
	return nil
}

// A hundred and fifty networks try to sign in at once, all the time.
func TestAttackManyNetworksSignIn(t *testing.T) {
	n := found(t, honest+2)
	if err := n.signsIn(from("127.0.0.77")); err != nil { // who was here before
		t.Fatal(err)
	}
	var from254 atomic.Int64
	n.endures(60, 60<<20, func(ctx context.Context) error {
		for ctx.Err() == nil {
			i := from254.Add(1)
			c := from(fmt.Sprintf("127.0.%d.%d", 1+i/200%200, 1+i%200))
			_, _, err := n.ask(c, http.MethodPost, "/api/v1/auth/token", "", map[string]string{
				"email": fmt.Sprintf("stranger%d@tideline.example", i), "password": "a guess of twelve",
			})
			if err != nil && ctx.Err() == nil {
				return err
			}
		}
		return nil
	})
}

// Made-up refresh tokens do not reach the one that writes.
func TestAttackMadeUpRefreshTokens(t *testing.T) {
	n := found(t, honest+2)
	var i atomic.Int64
	n.endures(4, 30<<20, func(ctx context.Context) error {
		c := &http.Client{Timeout: patience, Transport: &http.Transport{
			DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 3, byte(i.Add(1)))}}).DialContext,
		}}
		defer c.CloseIdleConnections()
		for ctx.Err() == nil {
			for _, path := range []string{"/api/v1/auth/refresh", "/api/v1/auth/signout"} {
				_, _, err := n.ask(c, http.MethodPost, path, "", map[string]string{"refresh_token": fmt.Sprintf("made-up-%043d", i.Add(1))})
				if err != nil && ctx.Err() == nil {
					return err
				}
			}
		}
		return nil
	})
}

// An invitation for many does not fill the disk and the main room.
func TestAttackJoinsWithoutEnd(t *testing.T) {
	n := found(t, honest+2)
	status, said, err := n.ask(from("127.0.0.1"), http.MethodPost, "/api/v1/invites", n.w.Seats[0].Token, struct{}{})
	if err != nil || status != http.StatusOK {
		t.Fatalf("%d %s %v", status, said, err)
	}
	path := string(regexp.MustCompile(`/join/[^"]+`).Find(said))
	before := n.usage()
	var joined atomic.Int64
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 60 {
				if n.joins("127.0.4.1", path) {
					joined.Add(1)
				}
			}
		})
	}
	wait.Wait()
	t.Logf("%d joined by one link from one address", joined.Load())
	if joined.Load() > 60 {
		t.Errorf("%d people joined by one link from one address in a moment", joined.Load())
	}
	n.modest(before, 60<<20)
}
