package egress

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Options bound a Client. The zero value has the package's limits.
type Options struct {
	Allow     []netip.Prefix // networks that are not public and allowed all the same
	Ports     []uint16       // nil: 80 and 443
	Timeout   time.Duration  // of an exchange, the wait for its turn and the body included; 0: 5 s
	Body      int64          // bytes of an answer; 0: 512 KiB
	AtOnce    int            // exchanges at once; 0: 16
	Redirects int            // that are followed; 0: 3, below 0: none, the redirect is the answer

	// LookUp resolves a name. nil: Go's own resolver, which asks the system's servers
	// and knows none of the forms in which a number can be written.
	LookUp func(ctx context.Context, host string) ([]netip.Addr, error)
	// Transport may add to the HTTP transport (root certificates, say) before it is used.
	Transport func(*http.Transport)
}

// Client fetches from addresses that others have chosen.
type Client struct {
	o      Options
	dialer net.Dialer
	http   http.Client
	turn   chan struct{}
}

// ErrTooLarge is what reading a body returns once it is longer than Options.Body.
var ErrTooLarge = errors.New("egress: the answer is too large")

const (
	maxHeader = 64 << 10
	timeout   = 5 * time.Second
	body      = 512 << 10
	atOnce    = 16
	redirects = 3
)

// New returns a Client.
func New(o Options) *Client {
	if o.Ports == nil {
		o.Ports = []uint16{80, 443}
	}
	if o.Timeout == 0 {
		o.Timeout = timeout
	}
	if o.Body == 0 {
		o.Body = body
	}
	if o.AtOnce == 0 {
		o.AtOnce = atOnce
	}
	if o.Redirects == 0 {
		o.Redirects = redirects
	}
	if o.LookUp == nil {
		resolver := &net.Resolver{PreferGo: true}
		o.LookUp = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return resolver.LookupNetIP(ctx, "ip", host)
		}
	}
	c := &Client{o: o, turn: make(chan struct{}, o.AtOnce)}
	c.dialer = net.Dialer{ControlContext: c.control, KeepAlive: -1}
	transport := &http.Transport{
		DialContext: c.Dial, // and no Proxy: one of the environment would dial for us
		// Each exchange looks at the address anew, and nothing stays open.
		DisableKeepAlives:      true,
		DisableCompression:     true, // the bound is on what is kept, not on what it expands from
		MaxResponseHeaderBytes: maxHeader,
		ForceAttemptHTTP2:      true,
	}
	if o.Transport != nil {
		o.Transport(transport)
	}
	c.http = http.Client{Transport: transport, CheckRedirect: c.redirect}
	return c
}

// Do sends a request. The answer's body ends with ErrTooLarge where the bound is, and
// must be closed; its time is bounded too. The error's chain has ErrRefused if the
// address, or one it leads to, is not to be gone to.
func (c *Client) Do(req *http.Request) (*http.Response, error) {
	if err := look(req); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), c.o.Timeout)
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		cancel()
		return nil, fmt.Errorf("egress: waiting for a turn: %w", ctx.Err())
	}
	done := sync.OnceFunc(func() {
		cancel()
		<-c.turn
	})
	res, err := c.http.Do(req.WithContext(ctx))
	if err != nil {
		done()
		return nil, err
	}
	res.Body = &bounded{ReadCloser: res.Body, left: c.o.Body, done: done}
	return res, nil
}

// redirect looks at where an answer leads.
func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	if c.o.Redirects < 0 {
		return http.ErrUseLastResponse
	}
	if len(via) > c.o.Redirects {
		return refused("it leads on more than %d times", c.o.Redirects)
	}
	if via[len(via)-1].URL.Scheme == "https" && req.URL.Scheme != "https" {
		return refused("it leads from HTTPS to plain HTTP")
	}
	return look(req)
}

// look refuses what can be told from the address's text.
func look(req *http.Request) error {
	switch u := req.URL; {
	case u.Scheme != "http" && u.Scheme != "https":
		return refused("no addresses of the sort %s", u.Scheme)
	case u.User != nil:
		return refused("an address with a user name or password")
	case u.Hostname() == "":
		return refused("an address without a host")
	}
	return nil
}

// bounded is a body of at most so many bytes.
type bounded struct {
	io.ReadCloser
	left int64
	done func()
}

// Read implements io.Reader.
func (b *bounded) Read(p []byte) (int, error) {
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.ReadCloser.Read(p)
	if int64(n) > b.left {
		n, err = int(b.left), ErrTooLarge
	}
	b.left -= int64(n)
	return n, err
}

// Close implements io.Closer, and lets another exchange begin.
func (b *bounded) Close() error {
	err := b.ReadCloser.Close()
	b.done()
	return err
}
