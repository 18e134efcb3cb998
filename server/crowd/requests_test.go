package crowd

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"testing/synctest"
)

// office is a handler whose requests end when the test says so.
type office struct {
	*Requests
	h    http.Handler
	over chan struct{}
}

func newOffice(most int) *office {
	o := &office{over: make(chan struct{})}
	o.Requests = NewRequests(most, func(r *http.Request) netip.Addr { return netip.MustParseAddr(r.RemoteAddr) },
		func(r *http.Request) bool { return r.Header.Get("Authorization") != "" })
	o.h = o.Handler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-o.over }))
	return o
}

// asks sends n requests and returns how many get 503 at once.
func (o *office) asks(n int, from, token string) (refused int) {
	answers := make(chan int, n)
	for range n {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RemoteAddr = from
		if token != "" {
			r.Header.Set("Authorization", token)
		}
		go func() {
			w := httptest.NewRecorder()
			o.h.ServeHTTP(w, r)
			answers <- w.Code
		}()
	}
	synctest.Wait()
	for range len(answers) {
		if <-answers == http.StatusServiceUnavailable {
			refused++
		}
	}
	return refused
}

func TestUnfinishedRequestsOfAnAddressAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(10)
		if n := o.asks(25, "203.0.113.7", ""); n != 15 {
			t.Errorf("%d of 25 were refused", n)
		}
		if n := o.asks(1, "203.0.113.8", ""); n != 0 {
			t.Error("another address was refused")
		}
		// A stranger fills the office's address; the people of the office can
		// still work.
		if n := o.asks(25, "203.0.113.7", "a good one"); n != 15 {
			t.Errorf("%d of 25 signed-in requests were refused", n)
		}
		close(o.over)
		synctest.Wait()
		if n := o.asks(10, "203.0.113.7", ""); n != 0 || o.Refused() != 30 {
			t.Errorf("afterwards %d of 10 were refused, %d in all", n, o.Refused())
		}
		if len(o.from) != 0 {
			t.Errorf("%d addresses are still counted", len(o.from))
		}
	})
}
