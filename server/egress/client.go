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

// Options are the limits of a Client. The zero value has the package's limits.
type Options struct {
	Allow     []netip.Prefix // networks that are allowed although they are not public
	AnyPort   bool           // in the networks of Allow every port is allowed
	Ports     []uint16       // nil: 80 and 443
	Timeout   time.Duration  // of an exchange, including the wait for its turn and the body; 0: 5 s
	Body      int64          // bytes of an answer; 0: 512 KiB
	AtOnce    int            // exchanges at once; 0: 16
	Redirects int            // how many are followed; 0: 3, below 0: none, the redirect is the answer

	// LookUp resolves a name. nil: Go's own resolver, which uses the system's
	// name servers and does not accept unusual spellings of numeric addresses.
	LookUp func(ctx context.Context, host string) ([]netip.Addr, error)
	// Own returns the addresses of this machine, which are not dialled even if they are
	// public, unless Allow has them: what listens there may be meant for this machine
	// alone. nil: those of its network interfaces.
	Own func() ([]netip.Addr, error)
	// Transport may change the HTTP transport (root certificates, say) before it
	// is used.
	Transport func(*http.Transport)
}

// Client fetches from addresses that users or other servers have chosen.
type Client struct {
	o      Options
	dialer net.Dialer
	http   http.Client
	turn   chan struct{}
}

// ErrTooLarge means that a body is longer than Options.Body. Reading the body
// returns it.
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
	if o.Own == nil {
		o.Own = interfaces
	}
	c := &Client{o: o, turn: make(chan struct{}, o.AtOnce)}
	c.dialer = net.Dialer{ControlContext: c.control, KeepAlive: -1}
	transport := &http.Transport{
		DialContext: c.Dial, // and no Proxy: a proxy of the environment would dial instead of Dial
		// Each exchange checks the address anew, so no connection is kept open.
		DisableKeepAlives:      true,
		DisableCompression:     true, // the limit is on the bytes in memory, not on compressed ones
		MaxResponseHeaderBytes: maxHeader,
		ForceAttemptHTTP2:      true,
	}
	if o.Transport != nil {
		o.Transport(transport)
	}
	c.http = http.Client{Transport: transport, CheckRedirect: c.redirect}
	return c
}

// Do sends a request. Reading the answer's body ends with ErrTooLarge at the
// limit; the body must be closed, and its time is limited too. An error wraps
// ErrRefused if the address, or that of a redirect, is not allowed.
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

// redirect checks the target of a redirect.
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

// look refuses what can be recognised from the text of the address.
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

// bounded is a body with a maximum size.
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

// Close implements io.Closer, and lets another exchange start.
func (b *bounded) Close() error {
	err := b.ReadCloser.Close()
	b.done()
	return err
}
