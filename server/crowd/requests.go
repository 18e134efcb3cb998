package crowd

import (
	"net/http"
	"net/netip"
	"sync"

	"github.com/confab/confab/server/clientip"
)

// Requests limits the unfinished requests of an address: bodies that do not
// arrive, answers that are not read, work that takes long. It distinguishes
// clients behind a proxy, and counts each of the requests of an HTTP/2
// connection.
type Requests struct {
	most     int
	address  func(*http.Request) netip.Addr
	signedIn func(*http.Request) bool

	mu      sync.Mutex
	from    map[netip.Prefix]int
	refused int64
}

// NewRequests returns a limit of most unfinished requests per address, twice as
// many for signed-in people. signedIn is called only when the address has reached
// most.
func NewRequests(most int, address func(*http.Request) netip.Addr, signedIn func(*http.Request) bool) *Requests {
	return &Requests{most: most, address: address, signedIn: signedIn, from: map[netip.Prefix]int{}}
}

// Handler answers 503 to requests beyond the limit.
func (q *Requests) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := clientip.Network(q.address(r))
		if n := q.begin(from); n > 2*q.most || n > q.most && !q.signedIn(r) {
			q.end(from, true)
			w.Header().Set("Retry-After", "5")
			w.Header().Set("Cache-Control", "no-store")
			http.Error(w, "Too much is under way from this address. Try again in a moment.", http.StatusServiceUnavailable)
			return
		}
		defer q.end(from, false)
		next.ServeHTTP(w, r)
	})
}

// begin counts a request and returns how many the address has now.
func (q *Requests) begin(from netip.Prefix) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.from[from]++
	return q.from[from]
}

func (q *Requests) end(from netip.Prefix, refused bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if refused {
		q.refused++
	}
	if q.from[from]--; q.from[from] <= 0 {
		delete(q.from, from)
	}
}

// Refused returns how many requests were refused.
func (q *Requests) Refused() int64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.refused
}
