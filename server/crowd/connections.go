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

// settled is how long a connection may be at one request, or before its first,
// without having to make room for another. It is short: while somebody fills an
// address, the others there come in for their small requests all the same, unless
// all of it is taken within this time, again and again.
const settled = time.Second

// Connections bounds the open connections of a server by address and in all, apart
// from those that became sockets. Its Changed is an http.Server's ConnState.
type Connections struct {
	most   int                   // of one address
	inAll  int                   // of all addresses; 0: any number
	exempt func(netip.Addr) bool // whose connections carry many people's requests: a proxy of ours
	now    func() time.Time

	mu    sync.Mutex
	all   map[net.Conn]*guest
	from  map[netip.Prefix]*party
	whole party // of all addresses together
	ended int64
}

// party is some connections, those that have been as they are for longest in
// front.
type party struct{ idle, busy list.List }

func (p *party) len() int { return p.idle.Len() + p.busy.Len() }

// guest is one connection.
type guest struct {
	conn  net.Conn
	from  netip.Prefix
	since time.Time
	spots [2]spot // in its address's party, and in the whole
}

// InAll is how many connections of people of whom nothing is known yet a server
// can have: a quarter of the files that it may have open. The rest is for the
// sockets of those who are signed in, and for the database. 0: any number.
func InAll() int { return files() / 4 }

// spot is where a connection is in a party.
type spot struct {
	in *list.List
	at *list.Element
}

// NewConnections returns a bound of most connections an address, and of inAll of
// all addresses together; 0: any number. exempt tells whose are not counted; nil:
// all are.
func NewConnections(most, inAll int, exempt func(netip.Addr) bool) *Connections {
	return &Connections{
		most: most, inAll: inAll, exempt: exempt, now: time.Now,
		all: map[net.Conn]*guest{}, from: map[netip.Prefix]*party{},
	}
}

// Changed counts. It closes a connection, or another one in favour of it, if
// the address, or all together, have as many as they may.
func (c *Connections) Changed(conn net.Conn, state http.ConnState) {
	if out := c.place(conn, state); out != nil {
		// Nobody is told of how that went: the server notices that it is closed.
		_ = below(out).Close()
	}
}

// place keeps the books and returns which connection has to go, nil if none.
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
		c.from[from] = p // it may have been the last
	}
	g := &guest{conn: conn, from: from}
	c.all[conn] = g
	c.moveLocked(g, p, http.StateNew)
	return out
}

// longest is whose turn it is to go: nil if everybody has just come.
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

// leave takes a connection out of where it is.
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
		return // not counted, or closed by us
	}
	delete(c.all, conn)
	g.leave()
	if p := c.from[g.from]; p.len() == 0 {
		delete(c.from, g.from)
	}
}

// Count returns how many connections are open, and how many were closed to keep
// the bound.
func (c *Connections) Count() (open int, ended int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.all), c.ended
}

// below returns the connection under TLS: to close that waits for nobody.
func below(conn net.Conn) net.Conn {
	if t, ok := conn.(*tls.Conn); ok {
		return t.NetConn()
	}
	return conn
}

// addressOf is where a connection comes from; not valid if not from a network.
func addressOf(conn net.Conn) netip.Addr {
	tcp, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Addr{}
	}
	return tcp.AddrPort().Addr().Unmap().WithZone("")
}
