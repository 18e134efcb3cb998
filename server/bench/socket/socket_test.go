package socket

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/confab/confab/shared/wire"
)

// echo is a server that says back what it is told, each in a frame of its own,
// and closes in order after "bye".
func echo(t *testing.T) (origin string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/ws" || r.Header.Get("Authorization") != "Bearer nora" {
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{wire.Subprotocol}})
		if err != nil {
			t.Error(err)
			return
		}
		defer ws.CloseNow()
		ws.SetReadLimit(frameMax)
		for {
			_, b, err := ws.Read(r.Context())
			if err != nil {
				return
			}
			if string(b) == "bye" {
				_ = ws.Close(websocket.StatusNormalClosure, "bye") // whether or not it is answered
				return
			}
			if err := ws.Write(r.Context(), websocket.MessageText, b); err != nil {
				t.Error(err)
				return
			}
		}
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestFramesOfEveryLengthGoThereAndBack(t *testing.T) {
	c, err := Dial(t.Context(), echo(t), "nora")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, n := range []int{1, 125, 126, 4095, 4096, 4097, 65535, 65536, 300_000} {
		text := strings.Repeat("x", n-1) + "!"
		if err := c.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if got, err := c.Read(); err != nil || string(got) != text {
			t.Fatalf("%d bytes came back as %d, %v", n, len(got), err)
		}
	}
	both := Append(Append(nil, []byte("one")), []byte("two"))
	if err := c.WriteFrames(both); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"one", "two"} {
		if got, err := c.Read(); err != nil || string(got) != want {
			t.Errorf("%q came back as %q, %v", want, got, err)
		}
	}
	if err := c.Write([]byte("bye")); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Read(); !errors.Is(err, ErrClosed) {
		t.Errorf("after the close frame: %v", err)
	}
}

func TestARefusalNamesItsStatus(t *testing.T) {
	if _, err := Dial(t.Context(), echo(t), "omar"); !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "401") {
		t.Errorf("%v", err)
	}
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	if _, err := Dial(t.Context(), plain.URL, "nora"); !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), "404") {
		t.Errorf("%v", err)
	}
}

func TestADialEndsWithItsContext(t *testing.T) {
	began := make(chan struct{})
	deaf := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(began)
		<-r.Context().Done()
	}))
	defer deaf.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-began
		cancel()
	}()
	if c, err := Dial(ctx, deaf.URL, "nora"); err == nil {
		_ = c.Close()
		t.Error("a server that does not answer was dialed")
	}
}

// Whatever a server sends, reading it neither panics nor takes what it likes.
func FuzzRead(f *testing.F) {
	f.Add([]byte("\x81\x02hi"))
	f.Add([]byte("\x81\x7e\x00\x02hi"))
	f.Add([]byte("\x81\x7f\x7f\xff\xff\xff\xff\xff\xff\xff"))
	f.Add([]byte("\x89\x00\x88\x00"))
	f.Add([]byte("\x01\x02hi\x80\x02ho"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c := reading(b)
		for {
			frame, err := c.Read()
			if err != nil {
				return
			}
			if len(frame) > len(b) {
				t.Fatalf("%d bytes were read of %d", len(frame), len(b))
			}
		}
	})
}
