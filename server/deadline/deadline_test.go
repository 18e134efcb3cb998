package deadline_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/server/deadline"
)

// once is a listener with one connection within the process, so that synctest
// controls the time.
type once struct {
	conn chan net.Conn
	over chan struct{}
}

func (l once) Accept() (net.Conn, error) {
	select {
	case c := <-l.conn:
		return c, nil
	case <-l.over:
		return nil, net.ErrClosed
	}
}
func (l once) Close() error { close(l.over); return nil }
func (once) Addr() net.Addr { return &net.TCPAddr{} }

// story serves h with the deadlines; tell acts as the client.
func story(t *testing.T, h http.HandlerFunc, tell func(t *testing.T, client net.Conn)) {
	synctest.Test(t, func(t *testing.T) {
		client, there := net.Pipe()
		l := once{make(chan net.Conn, 1), make(chan struct{})}
		l.conn <- there
		s := http.Server{
			Handler: deadline.Handler(h), ReadHeaderTimeout: deadline.Head, ReadTimeout: deadline.Body, WriteTimeout: deadline.Answer,
		}
		done := make(chan error, 1)
		go func() { done <- s.Serve(l) }()
		tell(t, client)
		if err := errors.Join(client.Close(), s.Close()); err != nil {
			t.Error(err)
		}
		if err := <-done; !errors.Is(err, http.ErrServerClosed) {
			t.Error(err)
		}
	})
}

func say(t *testing.T, c net.Conn, format string, args ...any) {
	t.Helper()
	if _, err := fmt.Fprintf(c, format, args...); err != nil {
		t.Fatal(err)
	}
}

func TestABodyThatNeverEndsIsEnded(t *testing.T) {
	var read error
	story(t, func(_ http.ResponseWriter, r *http.Request) {
		_, read = io.ReadAll(r.Body)
	}, func(t *testing.T, client net.Conn) {
		began := time.Now()
		say(t, client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
		if _, err := io.ReadAll(client); err != nil {
			t.Error(err)
		}
		var late net.Error
		if d := time.Since(began); d != deadline.Body || !errors.As(read, &late) || !late.Timeout() {
			t.Errorf("it was ended after %v, with %v", d, read)
		}
	})
}

// A handler that ignores the body must not be held up by it either.
func TestABodyThatNobodyReadsIsEnded(t *testing.T) {
	story(t, func(http.ResponseWriter, *http.Request) {}, func(t *testing.T, client net.Conn) {
		began := time.Now()
		say(t, client, "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
		if _, err := io.ReadAll(client); err != nil {
			t.Error(err)
		}
		if d := time.Since(began); d > deadline.Body+time.Second {
			t.Errorf("it was ended after %v", d)
		}
	})
}

func TestAnAnswerThatNobodyTakesIsEnded(t *testing.T) {
	for name, write := range map[string]func(http.ResponseWriter, []byte) error{
		"at once": func(w http.ResponseWriter, b []byte) error { _, err := w.Write(b); return err }, "piece by piece": deadline.Send,
	} {
		var ended time.Duration
		var failed error
		story(t, func(w http.ResponseWriter, _ *http.Request) {
			began := time.Now()
			failed = write(w, make([]byte, 1<<20))
			ended = time.Since(began)
		}, func(_ *testing.T, client net.Conn) {
			say(t, client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			time.Sleep(5 * time.Minute)
		})
		if failed == nil || ended == 0 || ended > deadline.Answer {
			t.Errorf("%s: it was ended after %v, with %v", name, ended, failed)
		}
	}
}

// A phone on a train loads the app at 4 KB per second.
func TestALongAnswerTakesItsTime(t *testing.T) {
	content := bytes.Repeat([]byte("program "), 1<<17)
	story(t, func(w http.ResponseWriter, _ *http.Request) {
		if err := deadline.Send(w, content); err != nil {
			t.Errorf("the answer: %v", err)
		}
	}, func(t *testing.T, client net.Conn) {
		began := time.Now()
		say(t, client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		res, err := http.ReadResponse(bufio.NewReader(slow{client}), nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(res.Body)
		if err != nil || !bytes.Equal(got, content) || time.Since(began) < 3*time.Minute {
			t.Errorf("%d bytes in %v, %v", len(got), time.Since(began), err)
		}
	})
}

// slow reads 4 KB per second.
type slow struct{ net.Conn }

func (s slow) Read(p []byte) (int, error) {
	n, err := s.Conn.Read(p)
	time.Sleep(time.Duration(n) * time.Second / 4096)
	return n, err
}

func TestAnUploadTakesAsLongAsItGoesOn(t *testing.T) {
	var got int64
	story(t, func(w http.ResponseWriter, r *http.Request) {
		var err error
		for err == nil {
			var n int64
			n, err = io.CopyN(io.Discard, r.Body, 1000)
			got += n
			if err := deadline.Extend(w, 30*time.Second); err != nil {
				t.Error(err)
			}
		}
		if !errors.Is(err, io.EOF) {
			t.Error(err)
		}
		w.WriteHeader(http.StatusNoContent)
	}, func(t *testing.T, client net.Conn) {
		const parts = 100
		say(t, client, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", parts*1000)
		for range parts {
			time.Sleep(10 * time.Second)
			say(t, client, "%s", make([]byte, 1000))
		}
		res, err := http.ReadResponse(bufio.NewReader(client), nil)
		if err != nil || res.StatusCode != http.StatusNoContent || got != parts*1000 {
			t.Errorf("%v, %v, %d bytes", res, err, got)
		}
	})
}

func TestWorkMayTakeLongerThanTheBody(t *testing.T) {
	for name, request := range map[string]string{
		"with a body": "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", "without": "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
	} {
		story(t, func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.ReadAll(r.Body); err != nil {
				t.Error(err)
			}
			ctx, cancel := context.WithTimeout(r.Context(), 2*deadline.Body)
			defer cancel()
			<-ctx.Done()
			if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
				t.Errorf("%s: the work was ended: %v", name, ctx.Err())
			}
			w.WriteHeader(http.StatusNoContent)
		}, func(t *testing.T, client net.Conn) {
			say(t, client, "%s", request)
			if res, err := http.ReadResponse(bufio.NewReader(client), nil); err != nil || res.StatusCode != http.StatusNoContent {
				t.Errorf("%s: %v, %v", name, res, err)
			}
		})
	}
}

func TestWithoutAConnectionThereIsNoDeadline(t *testing.T) {
	w := httptest.NewRecorder()
	if err := errors.Join(deadline.Extend(w, time.Second), deadline.Send(w, make([]byte, 1<<20))); err != nil || w.Body.Len() != 1<<20 {
		t.Errorf("%d bytes, %v", w.Body.Len(), err)
	}
}
