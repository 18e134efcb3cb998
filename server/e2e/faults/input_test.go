package faults

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// memory is what a server may take after everything bad was sent to it.
const memory = 300 << 20

// unharmed checks that the server is well after bad input: people talk on,
// nothing has panicked, and memory is bounded.
func unharmed(t *testing.T, s *instance.Server, k *socket, room string) {
	t.Helper()
	alive(t, s, k, room)
	if out := s.Output(); strings.Contains(out, "panic") || strings.Contains(out, "goroutine ") {
		t.Error("something panicked")
	}
	if used, err := s.Usage(); err != nil || used.RSS > memory {
		t.Errorf("the server takes %d bytes now (%v)", used.RSS, err)
	}
}

// plugs opens a bare connection.
func plugs(t *testing.T, s *instance.Server) (net.Conn, *bufio.Reader) {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() }) // the server may have been first
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return conn, bufio.NewReader(conn)
}

// Requests of all sorts, on bare connections to the built program.
func TestRequestsOfAllSorts(t *testing.T) {
	w := prepare(t, 2, 1, 2)
	s := serve(t, w.Data, "--limits", "off")
	k := opens(t, s, w.Seats[1].Token)
	t.Run("all", func(t *testing.T) {
		for _, e := range corpus(t, "requests.txt", 80) {
			t.Run(e.name, func(t *testing.T) {
				t.Parallel()
				got := answers(t, s, e.filled(s, w))
				if !slices.ContainsFunc(e.want[1:], func(want string) bool {
					return want == got || strings.HasSuffix(want, "xx") && want[0] == got[0]
				}) {
					t.Errorf("answered with %s, want one of %v", got, e.want[1:])
				}
			})
		}
	})
	unharmed(t, s, k, w.Rooms[0])
}

// filled is what e sends, with the words in braces filled in.
func (e example) filled(s *instance.Server, w *bench.Workspace) []byte {
	text := strings.NewReplacer("{host}", strings.TrimPrefix(s.URL, "http://"), "{token}", w.Seats[0].Token,
		"{room}", w.Rooms[0], "{cid}", id.New()).Replace(string(e.send))
	head, body, _ := strings.Cut(text, "\r\n\r\n")
	return []byte(strings.Replace(head, "{length}", strconv.Itoa(len(body)), 1) + "\r\n\r\n" + body)
}

// answers sends bytes and returns the status of the answer, or "broken".
func answers(t *testing.T, s *instance.Server, send []byte) string {
	t.Helper()
	conn, r := plugs(t, s)
	go func() { _, _ = conn.Write(send) }() // the server may close in between
	res, err := http.ReadResponse(r, nil)
	if err != nil {
		return "broken"
	}
	defer res.Body.Close()
	if res.StatusCode >= 400 {
		said, err := io.ReadAll(res.Body)
		for _, word := range []string{"goroutine", "SELECT", "sqlite", "/server/", ".go:", s.Data} {
			if err == nil && bytes.Contains(said, []byte(word)) {
				t.Errorf("the answer tells of its insides (%s): %.300s", word, said)
			}
		}
	}
	return strconv.Itoa(res.StatusCode)
}

// Frames of all sorts, on sockets of the built program.
func TestFramesOfAllSorts(t *testing.T) {
	w := prepare(t, 2, 1, 2)
	s := serve(t, w.Data, "--limits", "off")
	k := opens(t, s, w.Seats[1].Token)
	t.Run("all", func(t *testing.T) {
		for _, e := range corpus(t, "frames.txt", 180) {
			t.Run(e.name, func(t *testing.T) { e.frames(t, s, w.Seats[0]) })
		}
	})
	unharmed(t, s, k, w.Rooms[0])
}

// frames sends an example after a hello and looks how the connection ends.
func (e example) frames(t *testing.T, s *instance.Server, seat bench.Seat) {
	t.Helper()
	conn, r := plugs(t, s)
	hello := `{"type":"hello","v":1,"client":"faults","device":"d","resume":{}}`
	send := slices.Concat([]byte("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: "+
		"websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: "+wire.Subprotocol+"\r\n"+
		"Authorization: Bearer "+seat.Token+"\r\n\r\n"), masked(0x81, []byte(hello)), e.send)
	open := e.want[0] == "open"
	if open { // whoever is not closed can go on, and closes
		send = slices.Concat(send, masked(0x81, []byte(`{"type":"no.such","id":"still-here"}`)), masked(0x88, []byte{0x03, 0xE8}))
	}
	go func() { _, _ = conn.Write(send) }() // the server may close in between
	res, err := http.ReadResponse(r, nil)
	if err != nil || res.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("the handshake: %v %v", res, err)
	}
	status, said, err := ending(r)
	if err != nil {
		t.Fatal(err)
	}
	want := uint16(1000)
	if !open {
		n, err := strconv.ParseUint(e.want[1], 10, 16)
		if err != nil {
			t.Fatal(err)
		}
		want = uint16(n)
	}
	if status != want {
		t.Errorf("closed with %d, want %d; said %s", status, want, said)
	}
	if open && !strings.Contains(said, `"id":"still-here"`) {
		t.Errorf("it did not go on; said %s", said)
	}
}

// ending reads a server's frames to the end of the connection and returns the
// status of the close frame and all that was said.
func ending(r io.Reader) (status uint16, said string, err error) {
	for {
		var head [2]byte
		if _, err := io.ReadFull(r, head[:]); errors.Is(err, io.EOF) {
			return status, said, nil
		} else if err != nil {
			return status, said, err
		}
		n := uint64(head[1])
		if ext := map[uint64]int{126: 2, 127: 8}[n]; ext > 0 {
			b := make([]byte, 8)
			if _, err := io.ReadFull(r, b[8-ext:]); err != nil {
				return status, said, err
			}
			n = binary.BigEndian.Uint64(b)
		}
		payload := make([]byte, n)
		if _, err := io.ReadFull(r, payload); err != nil {
			return status, said, err
		}
		switch {
		case head[0] == 0x88 && len(payload) >= 2:
			status = binary.BigEndian.Uint16(payload)
		case head[0] == 0x81:
			said += string(payload) + "\n"
		}
	}
}
