package hub_test

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/server/refusals"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// raw is a socket on which anything can be written.
type raw struct {
	t    *testing.T
	conn net.Conn
	r    *bufio.Reader
}

// rawHello is a hello in a frame as it should be.
var rawHello = text(true, `{"type":"hello","v":1,"client":"raw","device":"d","resume":{}}`)

func (st *stage) raw(t *testing.T) *raw {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(st.server.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	r := &raw{t, conn, bufio.NewReader(conn)}
	r.write([]byte("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: " + wire.Subprotocol + "\r\n" +
		"Authorization: Bearer " + token(st.Sam) + "\r\n\r\n"))
	res, err := http.ReadResponse(r.r, nil)
	if err != nil || res.StatusCode != http.StatusSwitchingProtocols {
		t.Fatalf("handshake: %v %v", res, err)
	}
	return r
}

// write writes what it can: a server that has had enough closes.
func (r *raw) write(b []byte) {
	if _, err := r.conn.Write(b); err != nil {
		r.t.Logf("write: %v", err)
	}
}

// frame reads a frame of the server.
func (r *raw) frame() (op byte, payload []byte, err error) {
	var head [2]byte
	if _, err := io.ReadFull(r.r, head[:]); err != nil {
		return 0, nil, err
	}
	n := uint64(head[1])
	if head[1]&0x80 != 0 {
		return 0, nil, errors.New("the server masked a frame")
	}
	for size, ext := range map[uint64]int{126: 2, 127: 8} {
		if n == size {
			b := make([]byte, 8)
			if _, err := io.ReadFull(r.r, b[8-ext:]); err != nil {
				return 0, nil, err
			}
			n = binary.BigEndian.Uint64(b)
			break
		}
	}
	payload = make([]byte, n)
	_, err = io.ReadFull(r.r, payload)
	return head[0], payload, err
}

// end reads until the server has closed and returns the status of its close
// frame and the text before it.
func (r *raw) end() (status uint16, said string) {
	r.t.Helper()
	for {
		op, payload, err := r.frame()
		switch {
		case err != nil:
			if errors.Is(err, io.EOF) {
				return status, said
			}
			r.t.Fatalf("reading: %v", err)
		case status != 0:
			r.t.Fatalf("frame %x after the close frame", op)
		case op == 0x88:
			status = 1
			if len(payload) >= 2 {
				status = binary.BigEndian.Uint16(payload)
			}
		case op == 0x81:
			said += string(payload) + "\n"
		}
	}
}

// build makes a client's frame. n is the length it claims; -1: the true one.
func build(first byte, masked bool, n int64, payload []byte) []byte {
	if n < 0 {
		n = int64(len(payload))
	}
	return claim(first, masked, uint64(n), payload)
}

func claim(first byte, masked bool, n uint64, payload []byte) []byte {
	b := []byte{first, 0}
	switch {
	case n <= 125:
		b[1] = byte(n)
	case n <= 0xFFFF:
		b[1] = 126
		b = binary.BigEndian.AppendUint16(b, uint16(n))
	default:
		b[1] = 127
		b = binary.BigEndian.AppendUint64(b, n)
	}
	if !masked {
		return append(b, payload...)
	}
	b[1] |= 0x80
	key := [4]byte{0x12, 0x34, 0x56, 0x78}
	b = append(b, key[:]...)
	for i, c := range payload {
		b = append(b, c^key[i%4])
	}
	return b
}

func text(fin bool, s string) []byte {
	first := byte(0x01)
	if fin {
		first |= 0x80
	}
	return build(first, true, -1, []byte(s))
}

func more(fin bool, s string) []byte {
	b := text(fin, s)
	b[0] &^= 0x0F
	return b
}

func join(parts ...[]byte) []byte {
	var all []byte
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// piece is one thing a client may send, and the status it is closed with; 0:
// it is not.
type piece struct {
	name string
	send []byte
	want uint16
}

// corpus is everything we could think of that is wrong with frames, and some
// things that look wrong and are not.
func corpus() []piece {
	all := []piece{
		{"a fragmented object", join(text(false, `{"type":`), more(false, ``), more(true, `"pong","t":1}`)), 0},
		{"a ping between fragments", join(text(false, `{"type":`), build(0x89, true, -1, []byte("hi")), more(true, `"pong","t":1}`)), 0},
		{"an empty text frame", text(true, ""), 0},
		{"only line breaks", text(true, "\n\r\n \n"), 0},
		{"an unasked protocol pong", build(0x8A, true, -1, []byte("x")), 0},
		{"a protocol ping", build(0x89, true, -1, []byte("x")), 0},
		{"a message of exactly the limit", text(true, `{"type":"pong","t":1}`+strings.Repeat(" ", limits.Frame-21)), 0},

		{"an unmasked frame", build(0x81, false, -1, []byte(`{"type":"pong","t":1}`)), 1002},
		{"an unmasked ping", build(0x89, false, -1, []byte("x")), 1002},
		{"a length of 2^63", claim(0x81, true, 1<<63, nil), 1002},
		{"a length of 2^64-1", claim(0x81, true, 1<<64-1, nil), 1002},
		{"a ping with a length of 2^63", claim(0x89, true, 1<<63, nil), 1002},
		{"a continuation of nothing", more(true, "x"), 1002},
		{"a beginning within a message", join(text(false, "{"), text(true, "}")), 1002},
		{"a binary beginning within a message", join(text(false, "{"), build(0x82, true, -1, []byte("}"))), 1002},
		{"a fragmented ping", join(build(0x09, true, -1, []byte("x"))), 1002},
		{"a fragmented close", build(0x08, true, -1, []byte{0x03, 0xE8}), 1002},
		{"a close with half a status", build(0x88, true, -1, []byte{0x03}), 1002},
		{"one byte more than the limit", text(true, strings.Repeat(" ", limits.Frame+1)), 1009},
		{"much more than the limit", build(0x81, true, 1<<40, []byte(strings.Repeat(" ", limits.Frame+2))), 1009},
		{"more than the limit in fragments", join(text(false, strings.Repeat(" ", limits.Frame)), more(true, "xx")), 1009},
		{"a message in too many pieces", join(text(false, ""), []byte(strings.Repeat(string(more(false, "")), 50_000))), 1008},
		{"a binary frame", build(0x82, true, -1, []byte{1, 2, 3}), 1003},
		{"an empty binary frame", build(0x82, true, -1, nil), 1003},
		{"a close", build(0x88, true, -1, []byte{0x03, 0xE8}), 1000},
		{"a close without a status", build(0x88, true, -1, nil), 1000},
		{"a close with a reason", build(0x88, true, -1, []byte("\x0f\xa0bye")), 4000},
		{"a close within a message", join(text(false, "{"), build(0x88, true, -1, []byte{0x03, 0xE9})), 1001},
		{"frames after a close", join(build(0x88, true, -1, []byte{0x03, 0xE8}), text(true, "{"), text(true, "{")), 1000},
		{"HTTP", []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), 1002},
		{"zeros", make([]byte, 64), 1002},
	}
	for op := byte(3); op <= 0xF; op++ {
		if op >= 8 && op <= 10 {
			continue
		}
		for _, fin := range []byte{0, 0x80} {
			all = append(all, piece{fmt.Sprintf("reserved opcode %X, fin %v", op, fin != 0), build(fin|op, true, -1, []byte("x")), 1002})
		}
	}
	for rsv := byte(1); rsv <= 7; rsv++ {
		for _, op := range []byte{0x0, 0x1, 0x2, 0x8, 0x9, 0xA} {
			name := fmt.Sprintf("reserved bits %03b, opcode %X", rsv, op)
			all = append(all, piece{name, build(0x80|rsv<<4|op, true, -1, []byte("{}")), 1002})
		}
	}
	for _, op := range []byte{0x88, 0x89, 0x8A} {
		for _, n := range []uint64{126, 127, 65535, 65536, 1 << 32} {
			all = append(all, piece{fmt.Sprintf("control frame %X of %d", op, n), claim(op, true, n, make([]byte, 200)), 1002})
		}
	}
	for _, status := range []uint16{0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535} {
		b := binary.BigEndian.AppendUint16(nil, status)
		all = append(all, piece{fmt.Sprintf("a close with status %d", status), build(0x88, true, -1, b), 1002})
	}
	for _, status := range []uint16{1000, 1001, 1003, 1007, 1008, 1010, 1011, 3000, 4999} {
		b := binary.BigEndian.AppendUint16(nil, status)
		all = append(all, piece{fmt.Sprintf("a close with the good status %d", status), build(0x88, true, -1, b), status})
	}
	return append(all, badText()...)
}

// badText is text that is not UTF-8 (Markus Kuhn's list, in short), whole and
// in pieces.
func badText() []piece {
	var all []piece
	for _, s := range []string{
		"\x80", "\xbf", "\xc0", "\xc1", "\xf5", "\xfe", "\xff", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf", "\xc3", "\xe2\x82",
		"\xf0\x9f\x98", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xfc\x84\x80\x80\x80\x80", "\xc3\x28",
		"\xe2\x28\xa1", "\xe2\x82\x28", "\xf0\x28\x8c\xbc", "\xf0\x90\x28\xbc", "\xed\xa0\x80\xed\xb0\x80", "a\x80b", "\xef\xbf\xff",
	} {
		object := `{"type":"typing","room":"` + s + `"}`
		cut := len(`{"type":"typing","room":"`) + len(s)/2
		all = append(all,
			piece{fmt.Sprintf("text with %x", s), text(true, object), 1007},
			piece{fmt.Sprintf("text that ends in %x", s), text(true, s), 1007},
			piece{fmt.Sprintf("text with %x in pieces", s), join(text(false, object[:cut]), more(true, object[cut:])), 1007},
			piece{fmt.Sprintf("text with %x before the hello", s), nil, 0})
		all[len(all)-1].send = text(true, object)
		all[len(all)-1].want = 1007
	}
	// Cut in the middle of a character is fine.
	object := `{"type":"typing","room":"é😀"}`
	for cut := range len(object) {
		all = append(all, piece{fmt.Sprintf("good text cut at %d", cut), join(text(false, object[:cut]), more(true, object[cut:])), 0})
	}
	return all
}

func TestFramesOfAllSorts(t *testing.T) {
	st := newStage(t)
	all := corpus()
	if len(all) < 200 {
		t.Errorf("the corpus has %d pieces", len(all))
	}
	t.Run("corpus", func(t *testing.T) {
		for _, p := range all {
			t.Run(p.name, func(t *testing.T) { t.Parallel(); p.try(t, st) })
		}
	})
	eventually(t, "all of them are gone", func() bool { return st.hub.Stats().Sockets == 0 })
	sam := st.enter(t, st.Sam)
	seq := st.Say(st.Hana, st.Main, "the server is alive")
	sam.until(st.Main, seq, seq)
}

// try sends p and checks what comes of it.
func (p piece) try(t *testing.T, st *stage) {
	r := st.raw(t)
	if !strings.HasSuffix(p.name, "before the hello") {
		r.write(rawHello)
	}
	r.write(p.send)
	if p.want == 0 { // whoever was not closed can go on, and closes
		r.write(text(true, `{"type":"no.such","id":"1"}`))
		r.write(build(0x88, true, -1, []byte{0x03, 0xE8}))
		if status, said := r.end(); status != 1000 || !strings.Contains(said, `"code":"unknown"`) {
			t.Errorf("closed with %d, said %s", status, said)
		}
		return
	}
	status, said := r.end()
	if status != p.want {
		t.Errorf("closed with %d, want %d; said %s", status, p.want, said)
	}
	// Who closes is answered in kind; who does wrong is told so first.
	ours := p.want >= 1002 && p.want < 3000 && !strings.Contains(p.name, "good status")
	if ours && !strings.Contains(said, `"type":"bye","code":"protocol"`) {
		t.Errorf("no bye before the close frame; said %s", said)
	}
}

func TestObjectsOfAllSorts(t *testing.T) {
	var refused refusals.Counts
	st := newStage(t, func(_ *stage, o *hub.Options) { o.Refused = &refused })
	ended := 0
	t.Cleanup(func() {
		if got := refused.All(); got["ended"]["protocol"] != int64(ended) ||
			got["socket"]["invalid"] != int64(ended*limits.ProtocolErrors) {
			t.Errorf("of %d sockets it is counted %v", ended, got)
		}
	})
	deep := strings.Repeat(`{"a":`, limits.JSONDepth+1) + "1" + strings.Repeat("}", limits.JSONDepth+1)
	for _, bad := range []string{
		`{}`, `{"type":""}`, `{`, `}`, `[]`, `null`, `"send"`, `7`, `{"type":7}`, `{"type":"send"`, `{"type":"send",}`,
		`{type:"send"}`, `{'type':'send'}`,
		`{"type":"send","colour":"red"}`, `{"type":"send","type":"send"}`, `{"TYPE":"send"}`, `{"type":"send","reply_to":"x"}`,
		`{"type":"send","reply_to":1e999}`, `{"type":"send","body":["x"]}`, `{"type":"pong","t":"now"}`, `{"type":"pong","x":1}`,
		`{"type":"typing","room":7}`, `{"type":"presence","state":"dancing"}`, `{"type":"presence","state":"offline"}`,
		`{"type":"send","body":"\ud800"}`, "{\"type\":\"send\",\"body\":\"\x01\"}", deep, `{"type":"send","body":` + deep + `}`,
		`{"type":"send","id":"` + strings.Repeat("x", 65) + `"}`, `{"type":"pong","t":1} {"type":"pong","t":1}`, "\x00", "ping", "<xml/>",
	} {
		name := bad
		if len(name) > 40 {
			name = name[:40]
		}
		ended++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := st.raw(t)
			r.write(rawHello)
			for range limits.ProtocolErrors {
				r.write(text(true, bad))
			}
			status, said := r.end()
			if status != 1008 || strings.Count(said, `"type":"nack"`) != limits.ProtocolErrors ||
				strings.Count(said, `"code":"invalid"`) != limits.ProtocolErrors ||
				!strings.Contains(said, `"type":"bye","code":"protocol"`) {
				t.Errorf("closed with %d, said %s", status, said)
			}
		})
	}
}

func TestTheFirstObjectIsHello(t *testing.T) {
	st := newStage(t)
	for _, first := range []string{
		`{"type":"send"}`, `{"type":"pong","t":1}`, `{"type":"hello","v":3,"client":"c","device":"d","resume":{}}`,
		`{"type":"hello"}`, `{"type":"hello","v":1,"colour":"red"}`, `{"type":"hello","v":1,"resume":{"rooms":{"a":[1,2,3]}}}`,
	} {
		r := st.raw(t)
		r.write(text(true, first))
		if status, said := r.end(); status != 1008 || !strings.Contains(said, `"type":"bye","code":"protocol"`) {
			t.Errorf("%s: closed with %d, said %s", first, status, said)
		}
	}
	r := st.raw(t)
	r.write(rawHello)
	r.write(rawHello) // only the first
	r.write(build(0x88, true, -1, []byte{0x03, 0xE8}))
	if status, said := r.end(); status != 1000 || !strings.Contains(said, `"code":"unknown"`) {
		t.Errorf("a second hello: closed with %d, said %s", status, said)
	}
}
