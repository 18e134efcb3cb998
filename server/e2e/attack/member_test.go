package attack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/shared/wire"
)

// What somebody can do who is a member and has a token.

// asks gives the same commands over HTTP again and again.
func (n *town) asks(token string, every time.Duration, paths ...string) assault {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}, Timeout: 2 * patience}
	n.t.Cleanup(client.CloseIdleConnections)
	return func(ctx context.Context) error {
		i := 0
		return paced(ctx, every, func() error {
			i++
			_, _, err := n.ask(ctx, client, http.MethodGet, paths[i%len(paths)], token, nil)
			return err
		})
	}
}

// A field that is read from the address, of a type that is not a string.
func TestAttackAddressThatPanics(t *testing.T) {
	n := visit(t, &common)
	bad := n.someone().Token
	n.endures(4, 60<<20, n.asks(bad, 4*time.Millisecond,
		"/api/v1/users?ghosts=true", "/api/v1/rooms/"+n.w.Rooms[0]+"/members?real=true", "/api/v1/users?limit=x"))
	if status, said, err := n.ask(t.Context(), from(home), http.MethodGet, "/api/v1/users?ghosts=true", n.owner(), nil); err != nil ||
		status != http.StatusOK {
		t.Errorf("a page with imported people: %d %s %v", status, said, err)
	}
}

// roomNamed finds a public room by its name and has somebody join it.
func (n *town) roomNamed(name, token string) wire.Room {
	n.t.Helper()
	var rooms wire.Rooms
	n.must(token, http.MethodGet, "/api/v1/rooms?query="+name, nil, &rooms)
	if len(rooms.Rooms) != 1 {
		n.t.Fatalf("rooms found: %+v", rooms.Rooms)
	}
	var info wire.RoomInfo
	n.must(token, http.MethodPost, "/api/v1/rooms/"+rooms.Rooms[0].ID+"/join", struct{}{}, &info)
	return info.Room
}

// crowded imports so many people into a room of their own.
func (n *town) crowded(people int) {
	n.t.Helper()
	var b bytes.Buffer
	for i := range people {
		fmt.Fprintf(&b, `{"n":%d,"room":"crowd","at":"2019-03-01T09:14:00Z","nick":"a%06d anders","text":"hello"}`+"\n", i+1, i)
	}
	if err := n.confab(n.t.Context(), b.String(), "import", "-"); err != nil {
		n.t.Fatal(err)
	}
}

// One member looks for people in a room of fifty thousand, as quickly as they may.
func TestAttackListOfACrowd(t *testing.T) {
	n := found(t, 2)
	n.crowded(50_000)
	bad, good := n.someone().Token, n.someone().Token
	room := n.roomNamed("crowd", bad).ID
	lists := n.asks(bad, 100*time.Millisecond,
		"/api/v1/rooms/"+room+"/members?query=a", "/api/v1/users?query=a&ghosts=true", "/api/v1/rooms/"+room+"/members?query=anders")
	var first atomic.Bool
	var slowest atomic.Int64
	cost := n.endures(9, 80<<20, func(ctx context.Context) error {
		if !first.CompareAndSwap(false, true) {
			return lists(ctx)
		}
		c := from(home) // one of them is another person, who lists their rooms
		return paced(ctx, 100*time.Millisecond, func() error {
			began := time.Now()
			status, said, err := n.ask(ctx, c, http.MethodGet, "/api/v1/rooms", good, nil)
			if err != nil || status != http.StatusOK {
				return fmt.Errorf("%d %s %w", status, said, err)
			}
			slowest.Store(max(slowest.Load(), int64(time.Since(began))))
			return nil
		})
	})
	t.Logf("another's list of rooms took %v at most", time.Duration(slowest.Load()).Round(time.Millisecond))
	if took := time.Duration(slowest.Load()); took > 2*time.Second {
		t.Errorf("another's list of rooms took %v", took)
	}
	if cost.cores > 0.8 {
		t.Errorf("one member took %.2f cores with lists", cost.cores)
	}
}

// One person connects and leaves without a pause; another one's handshakes are let in. They are
// 2,000 a second: as fast as they go, the attackers themselves take what the two servers that are
// compared need.
func TestAttackConnectingWithoutAPause(t *testing.T) {
	n := visit(t, &common)
	one, another := n.someone().Token, n.someone().Token
	head := "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: confab.v1\r\nAuthorization: Bearer " + one + "\r\n\r\n"
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 5)}}
	var good, bad, tries atomic.Int64
	var first atomic.Bool
	n.endures(9, 60<<20, func(ctx context.Context) error {
		if first.CompareAndSwap(false, true) {
			rest(ctx, 500*time.Millisecond)
			return n.comesAndGoes(ctx, another, &good, &bad)
		}
		return paced(ctx, 4*time.Millisecond, func() error {
			c, err := d.DialContext(ctx, "tcp", n.address())
			if err != nil {
				return err
			}
			tries.Add(1)
			if _, err := io.WriteString(c, head); err == nil {
				_, _ = c.Read(make([]byte, 16)) // whatever the answer is
			}
			return c.Close()
		})
	})
	t.Logf("of another's handshakes %d were let in, %d were not, beside %d", good.Load(), bad.Load(), tries.Load())
	if bad.Load() > 0 || good.Load() < 2 {
		t.Errorf("of another's handshakes %d were let in, %d were not", good.Load(), bad.Load())
	}
}

// written imports messages into a room of their own.
func (n *town) written(count int, text string) {
	n.t.Helper()
	var b bytes.Buffer
	for i := range count {
		fmt.Fprintf(&b, `{"n":%d,"room":"long","at":"2019-03-01T09:14:00Z","nick":"ben","text":%q}`+"\n", i+1, text)
	}
	if err := n.confab(n.t.Context(), b.String(), "import", "-"); err != nil {
		n.t.Fatal(err)
	}
}

// One person has hundreds of short messages told again and again.
func TestAttackReplaysWithoutAPause(t *testing.T) {
	n := found(t, 1)
	n.written(2000, "hello")
	bad := n.someone().Token
	room := n.roomNamed("long", bad)
	from := wire.Resume{User: 1, Rooms: map[string]wire.Cursor{room.ID: {Epoch: room.Epoch, Seq: room.Top - 290}}}
	var replays atomic.Int64
	cost := n.endures(4, 60<<20, func(ctx context.Context) error {
		return paced(ctx, 5*time.Millisecond, func() error {
			k, err := n.enter(ctx, bad, from)
			if k != nil {
				k.drops()
			}
			if err == nil {
				replays.Add(1)
			}
			return nil // it may be refused
		})
	})
	t.Logf("%d times in %.1f s", replays.Load(), cost.took.Seconds())
	if most := 25 + 2*cost.took.Seconds(); float64(replays.Load()) > most {
		t.Errorf("one person had everything told again %d times in %.1f s", replays.Load(), cost.took.Seconds())
	}
}

// Ten sockets of one person resume megabytes each and read none of it.
func TestAttackCatchUpsThatAreNotRead(t *testing.T) {
	n := found(t, 1)
	n.written(320, strings.Repeat("x", 16<<10))
	bad := n.someone().Token
	room := n.roomNamed("long", bad)
	from := wire.Resume{User: 1, Rooms: map[string]wire.Cursor{room.ID: {Epoch: room.Epoch, Seq: room.Top - 290}}}
	n.endures(10, 60<<20, func(ctx context.Context) error {
		conn, err := n.bare(ctx, bad, from)
		if err != nil {
			return err
		}
		n.t.Cleanup(func() { _ = conn.Close() }) // the server may have closed it
		<-ctx.Done()
		return nil
	})
}

// Refreshing is for when the access token has run out.
func TestAttackRefreshingWithoutAPause(t *testing.T) {
	n := visit(t, &common)
	var tokens wire.Tokens
	n.must("", http.MethodPost, "/api/v1/auth/token", map[string]string{"email": email, "password": "correct horse battery staple"},
		&tokens)
	c := &http.Client{Timeout: patience}
	defer c.CloseIdleConnections()
	refreshed := 0
	cost := n.endures(1, 60<<20, func(ctx context.Context) error {
		token := tokens.RefreshToken
		return paced(ctx, time.Millisecond, func() error {
			status, said, err := n.ask(ctx, c, http.MethodPost, "/api/v1/auth/refresh", "", wire.Refresh{RefreshToken: token})
			if err != nil {
				return err
			}
			var next wire.Tokens
			if status == http.StatusOK && json.Unmarshal(said, &next) == nil && next.RefreshToken != token {
				refreshed++
				token = next.RefreshToken
			}
			return nil
		})
	})
	t.Logf("refreshed %d times in %.1f s", refreshed, cost.took.Seconds())
	if refreshed > 30 {
		t.Errorf("one session was refreshed %d times in %.1f s", refreshed, cost.took.Seconds())
	}
}

// Ten sockets of one person tell that they type, and that they are away and back.
func TestAttackTypingOnTenSockets(t *testing.T) {
	n := visit(t, &common)
	bad := n.someone()
	var typing, presence atomic.Int64
	ear := n.opens(n.owner())
	watch := fmt.Sprintf(`{"type":"watch","id":"w","users":[%q]}`+"\n", bad.User)
	if err := ear.conn.Write(t.Context(), []byte(watch)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			head, _, err := ear.hears(ctx, wire.TypeTyping, wire.TypePresence)
			switch {
			case err != nil:
				return
			case head.Type == wire.TypeTyping:
				typing.Add(1)
			default:
				presence.Add(1)
			}
		}
	}()
	began := time.Now()
	n.endures(10, 60<<20, func(ctx context.Context) error {
		k, err := n.enter(ctx, bad.Token, nothing)
		if err != nil {
			return err
		}
		defer k.drops()
		go func() { // what comes is read, until it drops
			for {
				if _, err := k.conn.Read(ctx); err != nil {
					return
				}
			}
		}()
		i := 0
		return paced(ctx, 60*time.Millisecond, func() error {
			i++
			if i%2 == 0 {
				return k.says(ctx, &wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: n.w.Main})
			}
			return k.says(ctx, &wire.Presence{Head: wire.Head{Type: wire.TypePresence}, State: []string{wire.Away, wire.Online}[i/2%2]})
		})
	})
	took := time.Since(began).Seconds()
	cancel()
	<-done
	t.Logf("heard %d times that they type and %d times of presence in %.0f s", typing.Load(), presence.Load(), took)
	if most := 3 + took/3 + 1; float64(typing.Load()) > most {
		t.Errorf("heard %d times in %.0f s that they type, most is %.0f", typing.Load(), took, most)
	}
	if most := 10 + took/2 + 2; float64(presence.Load()) > most {
		t.Errorf("heard %d times in %.0f s whether they are there, most is %.0f", presence.Load(), took, most)
	}
}
