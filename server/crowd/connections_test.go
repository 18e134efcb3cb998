package crowd

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"
)

// conn is a connection from an address.
type conn struct {
	net.Conn
	from   string
	closed bool
}

func (c *conn) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(c.from))
}

func (c *conn) Close() error { c.closed = true; return nil }

// door is a Connections whose clock the test sets.
type door struct {
	*Connections
	t   *testing.T
	at  time.Time
	all []*conn
}

func newDoor(t *testing.T, most int, exempt func(netip.Addr) bool) *door {
	d := &door{Connections: NewConnections(most, 0, exempt), t: t, at: time.Unix(1_800_000_000, 0)}
	d.now = func() time.Time { return d.at }
	return d
}

// comes connects. The server is informed of a closed connection, too.
func (d *door) comes(from string) *conn {
	c := &conn{from: from}
	d.all = append(d.all, c)
	d.Changed(c, http.StateNew)
	for _, c := range d.all {
		if c.closed {
			d.Changed(c, http.StateClosed)
		}
	}
	return c
}

func (d *door) open() (n int) {
	for _, c := range d.all {
		if !c.closed {
			n++
		}
	}
	return n
}

func TestOneAddressHoldsSoManyConnections(t *testing.T) {
	d := newDoor(t, 100, nil)
	for i := range 500 {
		d.comes(fmt.Sprintf("203.0.113.7:%d", i+1))
	}
	for i := range 500 {
		d.comes(fmt.Sprintf("[2001:db8:1:2::%x]:1", i+1)) // all of one customer
	}
	if d.open() != 200 {
		t.Errorf("%d connections of two addresses", d.open())
	}
	if c := d.comes("203.0.113.8:1"); c.closed {
		t.Error("somebody else was turned away")
	}
	if open, ended := d.Count(); open != 201 || ended != 800 {
		t.Errorf("%d are counted, %d ended", open, ended)
	}
}

// Each of 2,000 people behind one address opens six connections, which are idle
// once the page is loaded.
func TestASchoolArrivesAtNine(t *testing.T) {
	d := newDoor(t, 4_000, nil)
	for range 2_000 {
		var mine [6]*conn
		for i := range mine {
			mine[i] = d.comes("203.0.113.7:1")
			d.Changed(mine[i], http.StateActive)
			if mine[i].closed {
				t.Fatal("one of them was turned away")
			}
		}
		for _, c := range mine {
			if c.closed {
				t.Fatal("a request was cut off")
			}
			d.Changed(c, http.StateIdle)
		}
		d.all = nil // connections closed from here on were idle
	}
	if open, _ := d.Count(); open != 4_000 {
		t.Errorf("%d are open", open)
	}
}

func TestWhoHasStoodInTheDoorLongestMakesRoom(t *testing.T) {
	d := newDoor(t, 2, nil)
	stuck := d.comes("203.0.113.7:1")
	d.Changed(stuck, http.StateActive)
	d.at = d.at.Add(settled / 2)
	fresh := d.comes("203.0.113.7:2")
	d.Changed(fresh, http.StateActive)
	if c := d.comes("203.0.113.7:3"); !c.closed || stuck.closed || fresh.closed {
		t.Error("nobody had been there for long, and yet there was room")
	}
	d.at = d.at.Add(settled/2 + time.Millisecond)
	if c := d.comes("203.0.113.7:4"); c.closed || !stuck.closed || fresh.closed {
		t.Errorf("newcomer %v, stuck %v, fresh %v", c.closed, stuck.closed, fresh.closed)
	}
}

// One client opens connections from an address as fast as possible and sends
// nothing. Others at that address, whose requests are short, still get through
// all the time.
func TestOneWhoFillsAnAddressKeepsNobodyOut(t *testing.T) {
	d := newDoor(t, 1_000, nil)
	for range 60 {
		for range 9 { // 900 per second
			for range 100 {
				d.Changed(d.comes("203.0.113.7:1"), http.StateActive)
			}
			d.at = d.at.Add(time.Second / 9)
			d.all = nil
			honest := d.comes("203.0.113.7:2")
			d.Changed(honest, http.StateActive)
			if honest.closed {
				t.Fatal("somebody was kept out")
			}
			d.Changed(honest, http.StateClosed)
		}
	}
	if open, _ := d.Count(); open > 1_000 {
		t.Errorf("%d are open", open)
	}
}

func TestWhatBecomesASocketIsNotCountedHere(t *testing.T) {
	d := newDoor(t, 1, nil)
	socket := d.comes("203.0.113.7:1")
	d.Changed(socket, http.StateActive)
	d.Changed(socket, http.StateHijacked)
	if c := d.comes("203.0.113.7:2"); c.closed || socket.closed {
		t.Error("a socket took the place of a connection")
	}
}

func TestAProxyCarriesEverybodysConnections(t *testing.T) {
	d := newDoor(t, 1, func(a netip.Addr) bool { return a == netip.MustParseAddr("10.0.0.1") })
	for i := range 100 {
		if c := d.comes(fmt.Sprintf("10.0.0.1:%d", i+1)); c.closed {
			t.Fatal("the proxy was turned away")
		}
	}
	if open, _ := d.Count(); open != 0 {
		t.Errorf("%d are counted", open)
	}
}

// Connections of a server open and close concurrently.
func TestManyConnectionsAtTheSameTime(t *testing.T) {
	c := NewConnections(10, 60, nil)
	done := make(chan struct{})
	for i := range 50 {
		go func() {
			for j := range 200 {
				mine := &conn{from: fmt.Sprintf("203.0.113.%d:%d", i%5, j+1)}
				for _, s := range []http.ConnState{http.StateNew, http.StateActive, http.StateIdle, http.StateActive, http.StateClosed} {
					c.Changed(mine, s)
				}
			}
			done <- struct{}{}
		}()
	}
	for range 50 {
		<-done
	}
	if open, _ := c.Count(); open != 0 || len(c.from) != 0 {
		t.Errorf("%d connections and %d addresses are left", open, len(c.from))
	}
}

// A client with many addresses fills the server. Others with a short request
// still get through, and idle connections are closed first.
func TestManyAddressesTogetherHoldSoManyConnections(t *testing.T) {
	d := newDoor(t, 100, nil)
	d.inAll = 1_000
	resting := d.comes("198.51.100.1:1")
	d.Changed(resting, http.StateActive)
	d.Changed(resting, http.StateIdle)
	sender := d.comes("198.51.100.2:1")
	d.Changed(sender, http.StateActive)
	d.Changed(sender, http.StateHijacked) // the socket of a signed-in person
	for i := range 5_000 {
		d.at = d.at.Add(2 * time.Millisecond)
		c := &conn{from: fmt.Sprintf("203.0.%d.%d:1", i/250, i%250)}
		d.Changed(c, http.StateNew)
		d.Changed(c, http.StateActive)
	}
	if open, _ := d.Count(); open != 1_000 {
		t.Errorf("%d are open, want 1,000", open)
	}
	if !resting.closed || sender.closed {
		t.Errorf("who rested was closed: %v; the socket: %v", resting.closed, sender.closed)
	}
	for i := range 200 {
		d.at = d.at.Add(5 * time.Millisecond)
		honest := &conn{from: fmt.Sprintf("192.0.2.%d:1", i)}
		d.Changed(honest, http.StateNew)
		if honest.closed {
			t.Fatal("somebody else was turned away")
		}
		d.Changed(honest, http.StateClosed)
		d.Changed(&conn{from: "203.0.113.77:1"}, http.StateNew) // it is full again
	}
	if n := d.whole.len(); n != len(d.Connections.all) {
		t.Errorf("%d in all, and %d are known", n, len(d.Connections.all))
	}
}

func TestThereIsABoundOverAllAddresses(t *testing.T) {
	if n := InAll(); files() > 0 && (n <= 0 || n > files()/4) {
		t.Errorf("%d connections with %d files", n, files())
	}
}
