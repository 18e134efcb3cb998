package hub_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/presence"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// crowdEnv makes the test binary the clients of a benchmark: the address to
// connect to, rooms, members of each, and how many events to count before
// saying so.
const crowdEnv = "HUB_BENCH_CROWD"

func TestMain(m *testing.M) {
	if s := os.Getenv(crowdEnv); s != "" {
		crowd(s)
		return
	}
	goleak.VerifyTestMain(m)
}

// crowd connects everyone, counts the events they are sent, and prints a line
// for every so many.
func crowd(spec string) {
	f := strings.Fields(spec)
	number := func(i int) int {
		n, err := strconv.Atoi(f[i])
		if err != nil {
			panic(err)
		}
		return n
	}
	rooms, members, step := number(1), number(2), int64(number(3))
	var got atomic.Int64
	for r := range rooms {
		for i := range members {
			c, err := net.Dial("tcp", f[0])
			if err != nil {
				panic(err)
			}
			req := fmt.Sprintf("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
				"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: %s\r\nAuthorization: Bearer %d-%d\r\n\r\n",
				wire.Subprotocol, r, i)
			if _, err := c.Write(append([]byte(req), rawHello...)); err != nil {
				panic(err)
			}
			go count(c, &got, step)
		}
	}
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil { // until the benchmark is over
		panic(err)
	}
}

// count counts the events in what a socket is sent. Events have one "seq" each.
func count(c net.Conn, got *atomic.Int64, step int64) {
	buf := make([]byte, 64<<10)
	mark := []byte(`,"seq":`)
	for have := 0; ; {
		n, err := c.Read(buf[have:])
		if err != nil {
			return
		}
		have += n
		events := int64(bytes.Count(buf[:have], mark))
		if after := got.Add(events); events > 0 && after/step != (after-events)/step {
			fmt.Println(after)
		}
		// What may be the beginning of a mark is looked at again.
		keep := min(have, len(mark)-1)
		if events > 0 && bytes.HasSuffix(buf[:have], mark) {
			keep = 0
		}
		have = copy(buf, buf[have-keep:have])
	}
}

// still is a Chat in which nothing is stored: everyone is in one room, and
// nobody's own log is asked for.
type still struct{ hub.Chat }

func (still) Do(context.Context, chat.Actor, *chat.Command, wire.Headed) (wire.Headed, error) {
	return &wire.OK{}, nil
}

func (still) ResumeWithin(ctx context.Context, who chat.Actor, _ wire.Resume, _ int, _ *chat.Held) (*chat.Catchup, error) {
	rooms, err := still{}.Rooms(ctx, who.User)
	return &chat.Catchup{Rooms: rooms}, err
}

func (still) Rooms(_ context.Context, user string) ([]store.Place, error) {
	room, _, _ := strings.Cut(user, "-")
	return []store.Place{{Room: store.Room{ID: room}}}, nil
}

func (still) InboxFrames(context.Context, string, []store.InboxEntry) ([]wire.Inbox, error) {
	return nil, nil
}

func (still) Events(context.Context, string, int64, int) ([]wire.Event, error) { return nil, nil }

func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// fanOut measures what a delivery costs this process, with the clients in
// another one. Of each room, batch events are on their way at a time.
func fanOut(b *testing.B, rooms, members, batch int) {
	here, relay := presence.NewMemory(), broker.NewMemory()
	h := hub.New(hub.Options{
		Chat: still{}, Presence: here, Broker: relay, Loose: true,
		Authenticate: func(r *http.Request) (chat.Actor, error) {
			return chat.SignedIn(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), ""), nil
		},
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	server := &http.Server{Handler: h}
	go func() { _ = server.Serve(l) }() // ends with Close
	step := rooms * members * batch
	clients := exec.Command(os.Args[0])
	clients.Env = append(os.Environ(), fmt.Sprintf("%s=%s %d %d %d", crowdEnv, l.Addr(), rooms, members, step))
	end, err := clients.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := clients.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := clients.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		end.Close()
		if err := clients.Wait(); err != nil {
			b.Error(err)
		}
		h.Close()
		server.Close()
		here.Close()
	})
	for look := time.NewTicker(time.Millisecond); h.Stats().Sockets < rooms*members; {
		<-look.C
	}
	<-time.After(2 * time.Second) // presence is told
	said := bufio.NewScanner(out)
	body := strings.Repeat("x", 150)
	before, writes := cpu(b), h.Stats().Writes
	b.ResetTimer()
	for n := range b.N {
		for i := range batch {
			seq := int64(n*batch + i + 1)
			for r := range rooms {
				room := strconv.Itoa(r)
				e := wire.Event{Room: room, Seq: seq, Event: id.New(), Author: id.New(), CID: id.New(),
					Kind: wire.KindMessage, At: 1, Body: body}
				m := broker.Message{Room: room, First: seq, Last: seq, Events: []wire.Event{e}}
				if err := relay.Publish(b.Context(), m); err != nil {
					b.Fatal(err)
				}
			}
		}
		if !said.Scan() {
			b.Fatal("the clients are gone")
		}
	}
	b.StopTimer()
	deliveries := float64(b.N * step)
	b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/deliveries, "cpu-ns/delivery")
	b.ReportMetric(float64(h.Stats().Writes-writes)/deliveries, "writes/delivery")
	b.ReportMetric(deliveries/b.Elapsed().Seconds(), "deliveries/s")
	b.ReportMetric(0, "ns/op")
}

func BenchmarkFanOut(b *testing.B) {
	for _, c := range []struct{ rooms, members, batch int }{{1, 1000, 1}, {1, 1000, 8}, {1, 100, 16}, {100, 10, 1}, {100, 10, 8}} {
		b.Run(fmt.Sprintf("%dx%d,%d", c.rooms, c.members, c.batch), func(b *testing.B) { fanOut(b, c.rooms, c.members, c.batch) })
	}
}
