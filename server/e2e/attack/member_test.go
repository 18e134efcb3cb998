//go:build attack

package attack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// What somebody can do who is a member and has a token. They are the last seats; the
// honest are the first.

// joins makes an account by an invitation, from an address of this machine.
func (n *town) joins(ip, path string) bool {
	form := url.Values{
		"name": {strings.Repeat("\ufdfa", 80)}, "email": {id.New() + "@evil.example"}, "password": {"correct horse battery staple"},
	}
	req, err := http.NewRequestWithContext(n.t.Context(), http.MethodPost, n.s.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		n.t.Error(err)
		return false
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", n.s.URL)
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := from(ip).Do(req)
	if err != nil {
		n.t.Error(err)
		return false
	}
	if err := res.Body.Close(); err != nil {
		n.t.Error(err)
	}
	return res.StatusCode == http.StatusSeeOther
}

// asks gives the same commands over HTTP again and again, from so many goroutines.
func (n *town) asks(token string, paths ...string) assault {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}, Timeout: 2 * patience}
	n.t.Cleanup(client.CloseIdleConnections)
	return func(ctx context.Context) error {
		for i := 0; ctx.Err() == nil; i++ {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, n.s.URL+paths[i%len(paths)], nil)
			if err != nil {
				return err
			}
			req.Header.Set("Authorization", "Bearer "+token)
			res, err := client.Do(req)
			if err != nil {
				if ctx.Err() != nil {
					return nil
				}
				return err
			}
			if _, err := io.Copy(io.Discard, res.Body); err != nil && ctx.Err() == nil {
				return err
			}
			if err := res.Body.Close(); err != nil {
				return err
			}
		}
		return nil
	}
}

// A field that is read from the address, of a type that is not a string.
func TestAttackAddressThatPanics(t *testing.T) {
	n := found(t, honest+3)
	last := n.w.Seats[honest+2].Token
	status, said, err := n.ask(from("127.0.0.1"), http.MethodGet, "/api/v1/users?ghosts=true", last, nil)
	if err != nil || status != http.StatusOK {
		t.Errorf("a page with imported people: %d %s %v", status, said, err)
	}
	n.endures(4, 30<<20, n.asks(last, "/api/v1/users?ghosts=true", "/api/v1/rooms/"+n.w.Rooms[0]+"/members?real=true", "/api/v1/users?limit=x"))
}

// crowded imports so many people into a room of their own and returns its id.
func (n *town) crowded(people int) string {
	n.t.Helper()
	var b bytes.Buffer
	for i := range people {
		fmt.Fprintf(&b, `{"n":%d,"room":"crowd","at":"2019-03-01T09:14:00Z","nick":"a%06d anders","text":"hello"}`+"\n", i+1, i)
	}
	n.confab(b.String(), "import", "-")
	status, said, err := n.ask(from("127.0.0.1"), http.MethodGet, "/api/v1/rooms?query=crowd", n.w.Seats[honest+2].Token, nil)
	var rooms wire.Rooms
	if err != nil || status != http.StatusOK || json.Unmarshal(said, &rooms) != nil || len(rooms.Rooms) != 1 {
		n.t.Fatalf("the room is not found: %d %s %v", status, said, err)
	}
	return rooms.Rooms[0].ID
}

// One member looks for people in a room of fifty thousand, as quickly as they may.
func TestAttackListOfACrowd(t *testing.T) {
	n := found(t, honest+4)
	room := n.crowded(50_000)
	last := n.w.Seats[honest+2].Token
	if status, said, err := n.ask(from("127.0.0.1"), http.MethodPost, "/api/v1/rooms/"+room+"/join", last, struct{}{}); err != nil || status != http.StatusOK {
		t.Fatalf("%d %s %v", status, said, err)
	}
	lists := n.asks(last, "/api/v1/rooms/"+room+"/members?query=a", "/api/v1/users?query=a&ghosts=true", "/api/v1/rooms/"+room+"/members?query=anders")
	var slowest atomic.Int64
	n.endures(9, 80<<20, func(ctx context.Context) error {
		if slowest.CompareAndSwap(0, 1) { // one of them is another person, who lists their rooms
			c := from("127.0.0.1")
			for ctx.Err() == nil {
				began := time.Now()
				status, said, err := n.ask(c, http.MethodGet, "/api/v1/rooms", n.w.Seats[honest+3].Token, nil)
				if err != nil || status != http.StatusOK {
					return fmt.Errorf("%d %s %w", status, said, err)
				}
				slowest.Store(max(slowest.Load(), int64(time.Since(began))))
				if err := rest(ctx, 100*time.Millisecond); err != nil {
					return err
				}
			}
			return nil
		}
		return lists(ctx)
	})
	t.Logf("another's list of rooms took %v at most", time.Duration(slowest.Load()))
	if took := time.Duration(slowest.Load()); took > time.Second {
		t.Errorf("another's list of rooms took %v", took)
	}
}

// One person connects and leaves without a pause; another one's handshakes are let in.
func TestAttackConnectingWithoutAPause(t *testing.T) {
	n := found(t, honest+4)
	var good, bad, first atomic.Int64
	n.endures(5, 40<<20, func(ctx context.Context) error {
		if first.CompareAndSwap(0, 1) {
			for ctx.Err() == nil {
				k, err := n.enter(ctx, n.w.Seats[honest+3].Token, nothing)
				if k != nil {
					k.drops()
				}
				switch {
				case err == nil:
					good.Add(1)
				case ctx.Err() == nil:
					bad.Add(1)
				}
				if err := rest(ctx, 1100*time.Millisecond); err != nil {
					return err
				}
			}
			return nil
		}
		for ctx.Err() == nil {
			k, err := n.enter(ctx, n.w.Seats[honest+2].Token, nothing)
			if k != nil {
				k.drops()
			}
			if err != nil { // refused, as it should be
				if err := rest(ctx, time.Millisecond); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if bad.Load() > 0 || good.Load() < 3 {
		t.Errorf("of another's handshakes %d were let in, %d were not", good.Load(), bad.Load())
	}
}

// One person has two thousand short messages told again and again.
func TestAttackReplaysWithoutAPause(t *testing.T) {
	n := found(t, honest+3)
	room, epoch := n.written(2000, "hello")
	from := wire.Resume{User: 1, Rooms: map[string]wire.Cursor{room: {Epoch: epoch, Seq: 1800}}}
	began, err := n.s.Usage()
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now()
	n.endures(4, 60<<20, func(ctx context.Context) error {
		for ctx.Err() == nil {
			k, err := n.enter(ctx, n.w.Seats[honest+2].Token, from)
			if k != nil {
				k.drops()
			}
			if err != nil {
				if err := rest(ctx, time.Millisecond); err != nil {
					return err
				}
			}
		}
		return nil
	})
	now, err := n.s.Usage()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("the server used %.2f s of CPU in %.1f s", (now.CPU - began.CPU).Seconds(), time.Since(at).Seconds())
}

// written imports messages into a room that the last person is in.
func (n *town) written(count int, text string) (room, epoch string) {
	n.t.Helper()
	var b bytes.Buffer
	for i := range count {
		fmt.Fprintf(&b, `{"n":%d,"room":"long","at":"2019-03-01T09:14:00Z","nick":"ben","text":%q}`+"\n", i+1, text)
	}
	n.confab(b.String(), "import", "-")
	token := n.w.Seats[honest+2].Token
	_, said, err := n.ask(from("127.0.0.1"), http.MethodGet, "/api/v1/rooms?query=long", token, nil)
	var rooms wire.Rooms
	if err != nil || json.Unmarshal(said, &rooms) != nil || len(rooms.Rooms) != 1 {
		n.t.Fatalf("the room is not found: %s %v", said, err)
	}
	room = rooms.Rooms[0].ID
	var info wire.RoomInfo
	status, said, err := n.ask(from("127.0.0.1"), http.MethodPost, "/api/v1/rooms/"+room+"/join", token, struct{}{})
	if err != nil || status != http.StatusOK || json.Unmarshal(said, &info) != nil {
		n.t.Fatalf("%d %s %v", status, said, err)
	}
	return room, info.Room.Epoch
}

// Ten sockets of one person resume five megabytes each and read none of it.
func TestAttackCatchUpsThatAreNotRead(t *testing.T) {
	n := found(t, honest+3)
	room, epoch := n.written(320, strings.Repeat("x", 16<<10))
	from := wire.Resume{User: 1, Rooms: map[string]wire.Cursor{room: {Epoch: epoch, Seq: 30}}}
	n.endures(10, 60<<20, func(ctx context.Context) error {
		conn, err := n.bare(ctx, n.w.Seats[honest+2].Token, from)
		if err != nil {
			return nil // it was refused, which is as good
		}
		n.t.Cleanup(func() { _ = conn.Close() })
		<-ctx.Done()
		return nil
	})
}

// Refreshing is for when the access token has run out.
func TestAttackRefreshingWithoutAPause(t *testing.T) {
	n := found(t, honest+2)
	status, said, err := n.ask(from("127.0.0.1"), http.MethodPost, "/api/v1/auth/token", "", map[string]string{"email": email, "password": "correct horse battery staple"})
	var tokens wire.Tokens
	if err != nil || status != http.StatusOK || json.Unmarshal(said, &tokens) != nil {
		t.Fatalf("%d %s %v", status, said, err)
	}
	c := &http.Client{Timeout: patience}
	defer c.CloseIdleConnections()
	refreshed := 0
	n.endures(1, 30<<20, func(ctx context.Context) error {
		token := tokens.RefreshToken
		for ctx.Err() == nil {
			status, said, err := n.ask(c, http.MethodPost, "/api/v1/auth/refresh", "", wire.Refresh{RefreshToken: token})
			if err != nil {
				return err
			}
			var next wire.Tokens
			if status == http.StatusOK && json.Unmarshal(said, &next) == nil && next.RefreshToken != token {
				refreshed++
				token = next.RefreshToken
			}
		}
		return nil
	})
	t.Logf("refreshed %d times", refreshed)
	if refreshed > 30 {
		t.Errorf("one session was refreshed %d times in some seconds", refreshed)
	}
}

// Ten sockets of one person tell that they type, without a pause.
func TestAttackTypingOnTenSockets(t *testing.T) {
	n := found(t, honest+3)
	ear := n.opens(n.w.Seats[0].Token)
	var heard atomic.Int64
	ctx, end := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			if _, _, err := ear.hears(ctx, wire.TypeTyping); err != nil {
				return
			}
			heard.Add(1)
		}
	}()
	began := time.Now()
	n.endures(10, 40<<20, func(ctx context.Context) error {
		k, err := n.enter(ctx, n.w.Seats[honest+2].Token, nothing)
		if err != nil {
			return err
		}
		defer k.drops()
		for ctx.Err() == nil {
			o := &wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: n.w.Rooms[0]}
			if err := k.says(ctx, o); err != nil && ctx.Err() == nil {
				return err
			}
			if err := rest(ctx, 60*time.Millisecond); err != nil {
				return err
			}
		}
		return nil
	})
	took := time.Since(began).Seconds()
	end()
	<-done
	t.Logf("heard %d times in %.0f s", heard.Load(), took)
	if most := 3 + took/3 + 1; float64(heard.Load()) > most {
		t.Errorf("heard %d times in %.0f s", heard.Load(), took)
	}
}
