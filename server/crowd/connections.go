package crowd

import (
	"container/list"
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/confab/confab/server/clientip"
)

// settled is how long a connection is safe from being closed in favour of
// another, while it has a request or waits for its first. It is short: while one
// client fills an address, small requests of others at that address still get
// through, unless the client fills it completely again within this time, again
// and again.
const settled = time.Second

// Connections limits the open connections of a server by address and in all,
// without those that became WebSockets. Its Changed is an http.Server's
// ConnState.
type Connections struct {
	most   int                   // per address
	inAll  int                   // in all; 0: no limit
	exempt func(netip.Addr) bool // addresses whose connections carry requests of many people: trusted proxies
	now    func() time.Time

	mu    sync.Mutex
	all   map[net.Conn]*guest
	from  map[netip.Prefix]*party
	whole party // of all addresses
	ended int64
}

// party is a set of connections, sorted by the time of their last change, oldest
// first.
type party struct{ idle, busy list.List }

func (p *party) len() int { return p.idle.Len() + p.busy.Len() }

// guest is one connection.
type guest struct {
	conn  net.Conn
	from  netip.Prefix
	since time.Time
	spots [2]spot // in its address's party, and in the party of all
}

// InAll is how many connections a server may have from people who are not known
// yet: a quarter of the files that it may open. The rest is for the sockets of
// signed-in people, and for the database. 0: no limit.
func InAll() int { return files() / 4 }

// spot is the position of a connection in a party.
type spot struct {
	in *list.List
	at *list.Element
}

// NewConnections returns a limit of most connections per address, and of inAll in
// all; 0: no limit. exempt tells which addresses are not counted; nil: none.
func NewConnections(most, inAll int, exempt func(netip.Addr) bool) *Connections {
	return &Connections{
		most: most, inAll: inAll, exempt: exempt, now: time.Now,
		all: map[net.Conn]*guest{}, from: map[netip.Prefix]*party{},
	}
}

// Changed counts a connection. It closes it, or another one in favour of it, if
// the limit of the address, or the limit in all, is exceeded.
func (c *Connections) Changed(conn net.Conn, state http.ConnState) {
	if out := c.place(conn, state); out != nil {
		// An error can be ignored: the server notices that the connection is
		// closed.
		_ = below(out).Close()
	}
}

// place updates the counts and returns the connection to be closed, nil if none.
func (c *Connections) place(conn net.Conn, state http.ConnState) net.Conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch state {
	case http.StateNew:
		return c.comeLocked(conn)
	case http.StateActive, http.StateIdle:
		if g := c.all[conn]; g != nil {
			p := c.from[g.from]
			c.moveLocked(g, p, state)
		}
	case http.StateHijacked, http.StateClosed:
		c.goLocked(conn)
	}
	return nil
}

func (c *Connections) comeLocked(conn net.Conn) (out net.Conn) {
	address := addressOf(conn)
	if !address.IsValid() || c.exempt != nil && c.exempt(address) {
		return nil
	}
	from := clientip.Network(address)
	p := c.from[from]
	if p == nil {
		p = &party{}
		c.from[from] = p
	}
	crowded := p
	if p.len() < c.most && c.inAll > 0 && len(c.all) >= c.inAll {
		crowded = &c.whole
	}
	if p.len() >= c.most || crowded == &c.whole {
		c.ended++
		last := crowded.longest(c.now())
		if last == nil {
			if p.len() == 0 {
				delete(c.from, from)
			}
			return conn
		}
		out = last.conn
		c.goLocked(out)
		c.from[from] = p // place may have removed it with its last connection
	}
	g := &guest{conn: conn, from: from}
	c.all[conn] = g
	c.moveLocked(g, p, http.StateNew)
	return out
}

// longest returns the connection to be closed: nil if all of them are too new.
func (p *party) longest(now time.Time) *guest {
	if e := p.idle.Front(); e != nil {
		return e.Value.(*guest)
	}
	if e := p.busy.Front(); e != nil && now.Sub(e.Value.(*guest).since) > settled {
		return e.Value.(*guest)
	}
	return nil
}

func (c *Connections) moveLocked(g *guest, p *party, state http.ConnState) {
	g.leave()
	g.since = c.now()
	for i, of := range []*party{p, &c.whole} {
		in := &of.busy
		if state == http.StateIdle {
			in = &of.idle
		}
		g.spots[i] = spot{in, in.PushBack(g)}
	}
}

// leave removes a connection from its parties.
func (g *guest) leave() {
	for _, s := range g.spots {
		if s.in != nil {
			s.in.Remove(s.at)
		}
	}
}

func (c *Connections) goLocked(conn net.Conn) {
	g := c.all[conn]
	if g == nil {
		return // not counted, or closed by Changed
	}
	delete(c.all, conn)
	g.leave()
	if p := c.from[g.from]; p.len() == 0 {
		delete(c.from, g.from)
	}
}

// Count returns how many connections are open, and how many were closed because
// of the limits.
func (c *Connections) Count() (open int, ended int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.all), c.ended
}

// below returns the connection under TLS, because closing that does not wait for
// the client.
func below(conn net.Conn) net.Conn {
	if t, ok := conn.(*tls.Conn); ok {
		return t.NetConn()
	}
	return conn
}

// addressOf returns the address of a connection; it is not valid if the
// connection is not from a network.
func addressOf(conn net.Conn) netip.Addr {
	tcp, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	return tcp.AddrPort().Addr().Unmap().WithZone("")
}
