package between

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"
)

// ErrCut is returned by a Change to end a connection.
var ErrCut = errors.New("between: cut")

// Change gets what the server sends on socket number conn, from 0 on, as it
// arrives, and may change it in place. An error ends the connection.
type Change func(conn int, b []byte) error

// Proxy forwards everything to the server at origin, and what the server sends on
// sockets through change, until the test ends. It returns its own origin.
func Proxy(tb testing.TB, origin string, change Change) string {
	tb.Helper()
	u, err := url.Parse(origin)
	if err != nil {
		tb.Fatal(err)
	}
	var conns atomic.Int64
	p := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(u); r.Out.Host = u.Host },
		ModifyResponse: func(res *http.Response) error {
			if res.StatusCode != http.StatusSwitchingProtocols {
				return nil
			}
			body, ok := res.Body.(io.ReadWriteCloser)
			if !ok {
				return errors.New("between: a socket that cannot be written to")
			}
			res.Body = &socket{ReadWriteCloser: body, conn: int(conns.Add(1) - 1), change: change}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, err.Error(), http.StatusBadGateway)
		},
	}
	s := httptest.NewServer(p)
	tb.Cleanup(s.Close)
	return s.URL
}

// socket is the server's side of a connection.
type socket struct {
	io.ReadWriteCloser
	conn   int
	change Change
}

func (s *socket) Read(b []byte) (int, error) {
	n, err := s.ReadWriteCloser.Read(b)
	if err == nil {
		err = s.change(s.conn, b[:n])
	}
	if errors.Is(err, ErrCut) {
		_ = s.Close() // that is what was wanted
		return 0, io.EOF
	}
	return n, err
}
