package hub

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// pair is a link and its peer, with little between them.
func pair(t *testing.T) (l *link, peer net.Conn) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	peer, err = net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(c.(*net.TCPConn).SetWriteBuffer(8<<10), peer.(*net.TCPConn).SetReadBuffer(8<<10)); err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	l = newLink(c, &work, new(counters))
	t.Cleanup(func() {
		_ = peer.Close() // closed already in some tests, like the next
		_ = l.Conn.Close()
		work.Wait()
	})
	return l, peer
}

func textFrame(t *testing.T, s string) frame {
	t.Helper()
	f, err := encode(&wire.Nack{Message: s})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// readFrames reads whole frames until the close frame or the end.
func readFrames(t *testing.T, c net.Conn) (texts []string, closed bool) {
	t.Helper()
	// With the small buffer of a slow reader TCP would take its time.
	err := errors.Join(c.(*net.TCPConn).SetReadBuffer(1<<20), c.SetReadDeadline(time.Now().Add(30*time.Second)))
	if err != nil {
		t.Fatal(err)
	}
	for {
		var head [10]byte
		if _, err := io.ReadFull(c, head[:2]); err != nil {
			return texts, false
		}
		n := int(head[1])
		if n == 126 {
			if _, err := io.ReadFull(c, head[2:4]); err != nil {
				t.Fatalf("a frame was cut off: %v", err)
			}
			n = int(binary.BigEndian.Uint16(head[2:]))
		}
		payload := make([]byte, n)
		if _, err := io.ReadFull(c, payload); err != nil {
			t.Fatalf("a frame was cut off: %v", err)
		}
		if head[0] == opClose {
			return texts, true
		}
		texts = append(texts, string(payload))
	}
}

func TestALinkQueuesWhatTheSocketDoesNotTakeAndEndsBetweenFrames(t *testing.T) {
	l, peer := pair(t)
	body := strings.Repeat("x", 10<<10)
	sent := 0
	for ; ; sent++ {
		if err := l.send(textFrame(t, fmt.Sprintf("%06d %s", sent, body))); errors.Is(err, errSlow) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if sent > 10_000 {
			t.Fatal("the queue has no end")
		}
	}
	if b := l.backlog(); b > limits.SessionQueueBytes || b < limits.SessionQueueBytes/2 || !l.half() {
		t.Errorf("%d bytes wait", b)
	}
	l.last(false, textFrame(t, "the last word"), closeFrame(1013, "slow"))
	if err := l.send(textFrame(t, "too late")); !errors.Is(err, errEnded) {
		t.Errorf("after the last word: %v", err)
	}
	texts, closed := readFrames(t, peer)
	if !closed || !strings.Contains(texts[len(texts)-1], "the last word") {
		t.Fatalf("%d frames, closed %v", len(texts), closed)
	}
	for i, s := range texts[:len(texts)-1] {
		if !strings.Contains(s, fmt.Sprintf("%06d ", i)) {
			t.Fatalf("frame %d is %.60s", i, s)
		}
	}
	if len(texts) >= sent {
		t.Errorf("all %d frames were kept for a reader that was let go", sent)
	}
	<-l.flushed
}

func TestWhatIsHeldGoesWithTheAnswer(t *testing.T) {
	l, peer := pair(t)
	hold := func(s string) {
		t.Helper()
		if err := l.hold(textFrame(t, s)); err != nil {
			t.Fatal(err)
		}
	}
	hold("no answer is expected")
	l.expect()
	l.expect()
	hold("one")
	if err := l.sendWait(textFrame(t, "its answer"), nil); err != nil {
		t.Fatal(err)
	}
	l.settle()
	hold("two")
	if n := l.stats.writes.Load(); n != 2 {
		t.Errorf("%d writes so far, want 2", n)
	}
	l.settle() // without an answer
	if n := l.stats.writes.Load(); n != 3 {
		t.Errorf("%d writes, want 3", n)
	}
	l.last(true, closeFrame(1000, ""))
	texts, closed := readFrames(t, peer)
	if len(texts) != 4 || !closed {
		t.Fatalf("%q, closed %v", texts, closed)
	}
	for i, want := range []string{"no answer", "one", "its answer", "two"} {
		if !strings.Contains(texts[i], want) {
			t.Errorf("frame %d is %s, want %q", i, texts[i], want)
		}
	}
}

func TestAnAnswerWaitsForTheReader(t *testing.T) {
	l, peer := pair(t)
	for !l.half() {
		if err := l.send(textFrame(t, strings.Repeat("x", 10<<10))); err != nil {
			t.Fatal(err)
		}
	}
	stop := make(chan struct{})
	close(stop)
	if err := l.sendWait(textFrame(t, "in vain"), stop); !errors.Is(err, errEnded) {
		t.Errorf("stopped: %v", err)
	}
	answered := make(chan error, 1)
	go func() {
		err := l.sendWait(textFrame(t, "the answer"), nil)
		l.last(true, closeFrame(1000, ""))
		answered <- err
	}()
	texts, _ := readFrames(t, peer)
	if err := <-answered; err != nil || !strings.Contains(texts[len(texts)-1], "the answer") {
		t.Errorf("%v, and the last frame is %.60s", err, texts[len(texts)-1])
	}
}

func TestALinkWhosePeerIsGone(t *testing.T) {
	l, peer := pair(t)
	if err := peer.(*net.TCPConn).SetLinger(0); err != nil {
		t.Fatal(err)
	}
	if err := peer.Close(); err != nil {
		t.Fatal(err)
	}
	for n := 0; ; n++ {
		if err := l.send(textFrame(t, "hello?")); errors.Is(err, errEnded) {
			break
		}
		if n > 100_000 {
			t.Fatal("nobody noticed")
		}
	}
	l.last(true, textFrame(t, "bye"))
	<-l.flushed
}
