package engine_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// server is a small Confab: the protocol without rules, and with faults on
// demand. All is done while the client writes, so there are no goroutines.
type server struct {
	t *testing.T

	mu     sync.Mutex
	rooms  map[string]*serverRoom
	useq   int64
	emoji  int64 // the revision of their list
	inbox  []wire.Inbox
	conns  []*conn
	people map[string]wire.User

	// What was asked of it.
	dials   []time.Time
	hellos  []wire.Hello
	sends   []wire.Send // every one received, repeats included
	asked   map[wire.Type]int
	reads   []wire.Read
	unreads []int64    // the places that were marked unread
	watched [][]string // whose presence, each time

	// Faults.
	down    bool                        // handshakes fail
	refuse  func(*wire.Send) *wire.Nack // instead of an ack
	mute    bool                        // takes sends in and says nothing
	mangle  func(line []byte) [][]byte  // what goes out instead of an event
	hold    map[wire.Type]bool          // commands that get no answer
	latency time.Duration               // of everything it says
	before  func(*conn, wire.Head) bool // sees each object first; true: it is dealt with
	changes changes
}

type serverRoom struct {
	info   wire.Room
	log    []wire.Event
	cids   map[string]int64
	member bool
}

func newServer(t *testing.T) *server {
	s := &server{t: t, rooms: map[string]*serverRoom{}, people: map[string]wire.User{}, asked: map[wire.Type]int{},
		hold: map[wire.Type]bool{}}
	for _, p := range []string{sam, hana} {
		s.people[p] = wire.User{ID: p, Handle: "h" + p, Name: "N" + p, Role: wire.RoleMember}
	}
	s.open(room)
	return s
}

// open makes a room with Sam in it.
func (s *server) open(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rooms[id] = &serverRoom{
		info: wire.Room{ID: id, Kind: wire.RoomPublic, Name: "room " + id, Epoch: "e1", Members: 2, Joined: true},
		cids: map[string]int64{}, member: true,
	}
	s.entry(wire.Inbox{Kind: wire.InboxRoom, Room: id})
}

// leave takes Sam out of a room.
func (s *server) leave(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rooms[id].member = false
	s.entry(wire.Inbox{Kind: wire.InboxLeft, Room: id})
}

func (s *server) entry(e wire.Inbox) {
	s.useq++
	e.Type, e.Useq = wire.TypeInbox, s.useq
	s.inbox = append(s.inbox, e)
	for _, c := range s.conns {
		if c.live {
			h := s.hydrate(e)
			c.say(&h)
		}
	}
}

func (s *server) hydrate(e wire.Inbox) wire.Inbox {
	r := s.rooms[e.Room]
	info := r.info
	info.Top = int64(len(r.log))
	info.Unread = 0
	for _, ev := range r.log[min(int(info.Read), len(r.log)):] {
		if ev.Kind == wire.KindMessage && ev.Author != sam {
			info.Unread++
		}
	}
	switch e.Kind {
	case wire.InboxRoom:
		e.Info = &info
	case wire.InboxRead:
		e.Unread, e.Top, e.Backs = info.Unread, info.Top, info.Backs
	}
	return e
}

// say puts a message of somebody into a room and returns its seq.
func (s *server) say(id, author, body string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.append(id, wire.Event{Author: author, Kind: wire.KindMessage, Body: body})
}

// change puts any event into a room.
func (s *server) change(id string, e wire.Event) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.append(id, e)
}

func (s *server) append(room string, e wire.Event) int64 {
	r := s.rooms[room]
	e.Type, e.Room, e.Seq, e.Event, e.At = wire.TypeEvent, room, int64(len(r.log))+1, id.New(), time.Now().UnixMilli()
	r.log = append(r.log, e)
	for _, c := range s.conns {
		if c.live && r.member {
			c.say(&e)
		}
	}
	return e.Seq
}

func (s *server) texts(id string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, e := range s.rooms[id].log {
		if e.Kind == wire.KindMessage {
			list = append(list, e.Body)
		}
	}
	return list
}

// set changes faults.
func (s *server) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// count reads figures.
func (s *server) count(f func() int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return f()
}

// restart breaks every connection.
func (s *server) restart() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.conns) > 0 {
		s.conns[0].breakOff()
	}
}

// bye ends every connection with a word.
func (s *server) bye(code wire.Code, retryMS int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		c.say(&wire.Bye{Head: wire.Head{Type: wire.TypeBye}, Code: code, Message: "bye", RetryMS: retryMS})
	}
}

var errDown = errors.New("connection refused")

// Dial implements engine.Dialer.
func (s *server) Dial(ctx context.Context) (engine.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dials = append(s.dials, time.Now())
	if s.down {
		return nil, errDown
	}
	c := &conn{s: s, gone: make(chan struct{}), more: make(chan struct{}, 1)}
	s.conns = append(s.conns, c)
	return c, nil
}

// conn is one connection, both ends.
type conn struct {
	s        *server
	live     bool
	instance string // of its hello

	mu    sync.Mutex
	queue []sent
	more  chan struct{}
	gone  chan struct{}
	ended bool
}

type sent struct {
	line []byte
	at   time.Time
}

// say queues an object for the client. s.mu is held.
func (c *conn) say(obj wire.Headed) {
	line, err := wire.Append(nil, obj)
	if err != nil {
		c.s.t.Error(err)
	}
	lines := [][]byte{line}
	if c.s.mangle != nil && obj.Header().Type == wire.TypeEvent {
		lines = c.s.mangle(line)
	}
	c.mu.Lock()
	for _, l := range lines {
		c.queue = append(c.queue, sent{l, time.Now().Add(c.s.latency)})
	}
	c.mu.Unlock()
	select {
	case c.more <- struct{}{}:
	default:
	}
}

// breakOff ends the connection. s.mu is held.
func (c *conn) breakOff() {
	for i, other := range c.s.conns {
		if other == c {
			c.s.conns = append(c.s.conns[:i:i], c.s.conns[i+1:]...)
			break
		}
	}
	if !c.ended {
		c.ended = true
		close(c.gone)
	}
}

func (c *conn) Read(ctx context.Context) ([]byte, error) {
	for {
		c.mu.Lock()
		var wait time.Duration
		if len(c.queue) > 0 {
			next := c.queue[0]
			if wait = time.Until(next.at); wait <= 0 {
				c.queue = c.queue[1:]
				c.mu.Unlock()
				return next.line, nil
			}
		}
		c.mu.Unlock()
		var late <-chan time.Time
		if wait > 0 {
			late = time.After(wait)
		}
		select {
		case <-late:
		case <-c.more:
		case <-c.gone:
			return nil, errors.New("connection reset")
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (c *conn) Write(_ context.Context, frame []byte) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.ended {
		return errors.New("broken pipe")
	}
	for line, rest := wire.Next(frame); len(line) > 0; line, rest = wire.Next(rest) {
		head, err := wire.Peek(line)
		if err != nil {
			c.s.t.Errorf("the client sent %s: %v", line, err)
			return nil
		}
		if err := wire.Unmarshal(line, &head); err != nil { // its number too
			c.s.t.Error(err)
		}
		if c.s.before != nil && c.s.before(c, head) {
			continue
		}
		c.s.object(c, head, line)
	}
	return nil
}

func (c *conn) Close(int, string) error {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.breakOff()
	return nil
}

func decode[T any](t *testing.T, line []byte) T {
	var v T
	if err := wire.DecodeStrict(line, &v); err != nil {
		t.Errorf("the client sent %s: %v", line, err)
	}
	return v
}

// object answers one object of the client. s.mu is held.
func (s *server) object(c *conn, head wire.Head, line []byte) {
	s.asked[head.Type]++
	if s.hold[head.Type] {
		return
	}
	ok := wire.Head{Type: wire.TypeOK, ID: head.ID}
	switch head.Type {
	case wire.TypeHello:
		h := decode[wire.Hello](s.t, line)
		h.Resume.Rooms = s.named(h.Resume.Brief)
		c.instance = h.Instance
		s.hellos = append(s.hellos, h)
		s.welcome(c, h.Resume)
	case wire.SendMessage.Type:
		s.send(c, decode[wire.Send](s.t, line))
	case wire.FetchHistory.Type:
		p := s.page(decode[wire.Fetch](s.t, line))
		p.Head = wire.Head{Type: wire.TypePage, ID: head.ID}
		c.say(&p)
	case wire.GetUsers.Type:
		u := wire.Users{Head: ok}
		for _, id := range decode[wire.UserGet](s.t, line).IDs {
			if p, known := s.people[id]; known {
				u.Users = append(u.Users, p)
			}
		}
		c.say(&u)
	case wire.MarkRead.Type:
		r := decode[wire.Read](s.t, line)
		s.reads = append(s.reads, r)
		s.rooms[r.Room].info.Read = max(s.rooms[r.Room].info.Read, r.Seq)
		s.entry(wire.Inbox{Kind: wire.InboxRead, Room: r.Room, Seq: r.Seq})
		c.say(&wire.OK{Head: ok})
	case wire.MarkUnread.Type:
		r := decode[wire.Unread](s.t, line)
		s.unreads = append(s.unreads, r.Seq)
		s.rooms[r.Room].info.Read = r.Seq - 1
		s.rooms[r.Room].info.Backs++
		s.entry(wire.Inbox{Kind: wire.InboxRead, Room: r.Room, Seq: r.Seq - 1})
		c.say(&wire.OK{Head: ok})
	case wire.GetRoom.Type:
		e := s.hydrate(wire.Inbox{Kind: wire.InboxRoom, Room: decode[wire.RoomRef](s.t, line).Room})
		c.say(&wire.RoomInfo{Head: ok, Room: *e.Info})
	case wire.TypeWatch:
		q := decode[wire.Watch](s.t, line)
		s.watched = append(s.watched, q.Users)
		here := map[string]string{}
		if slices.Contains(q.Users, hana) {
			here[hana] = wire.Online
		}
		c.say(&wire.Presence{Head: wire.Head{Type: wire.TypePresence, ID: head.ID}, Users: here})
	case wire.TypeTyping, wire.TypePresence, wire.TypePong:
	case wire.EditMessage.Type, wire.DeleteMessage.Type, wire.ReactToMessage.Type, wire.PinMessage.Type:
		s.amend(c, head, line)
	default:
		c.say(&wire.Nack{Head: wire.Head{Type: wire.TypeNack, ID: head.ID}, Code: wire.CodeUnknown, Message: "?"})
	}
}

func (s *server) send(c *conn, q wire.Send) {
	s.sends = append(s.sends, q)
	if s.mute {
		return
	}
	if s.refuse != nil {
		if n := s.refuse(&q); n != nil {
			n.Head = wire.Head{Type: wire.TypeNack, ID: q.ID}
			n.CID, n.Room = q.CID, q.Room
			c.say(n)
			return
		}
	}
	seq, dup := s.rooms[q.Room].cids[q.CID]
	if !dup {
		seq = int64(len(s.rooms[q.Room].log)) + 1
		s.rooms[q.Room].cids[q.CID] = seq
	}
	c.say(&wire.Ack{Head: wire.Head{Type: wire.TypeAck, ID: q.ID}, CID: q.CID, Room: q.Room, Seq: seq, Dup: dup})
	if !dup {
		s.append(q.Room, wire.Event{Author: sam, CID: q.CID, Kind: wire.KindMessage, Body: q.Body, ReplyTo: q.ReplyTo,
			Thread: q.Thread, InRoom: q.InRoom})
	}
}

// named are the cursors that a hello has in brief.
func (s *server) named(brief string) map[string]wire.Cursor {
	all := map[string]wire.Cursor{}
	for n, rest, ok := wire.NextNamed(brief); ok; n, rest, ok = wire.NextNamed(rest) {
		for id, r := range s.rooms {
			if wire.RoomTail(id) == n.Room {
				all[id] = wire.Cursor{Epoch: r.info.Epoch, Seq: n.Seq}
				if wire.EpochTail(r.info.Epoch) != n.Epoch {
					all[id] = wire.Cursor{Epoch: n.Epoch, Seq: n.Seq}
				}
			}
		}
	}
	return all
}

func (s *server) welcome(c *conn, at wire.Resume) {
	w := wire.Welcome{
		Head: wire.Head{Type: wire.TypeWelcome}, Conn: "c", Node: "n", Server: "v1", Workspace: "Acme",
		Me: s.people[sam], UserTop: s.useq, Emoji: s.emoji, Rooms: map[string]wire.RoomMode{},
	}
	var replay []wire.Event
	for id, r := range s.rooms {
		cursor, named := at.Rooms[id]
		top := int64(len(r.log))
		switch {
		case !r.member && named:
			w.Rooms[wire.RoomTail(id)] = wire.RoomMode{Mode: wire.ModeGone}
		case !r.member:
		case !named || cursor.Epoch != r.info.Epoch || cursor.Seq > top || top-cursor.Seq > limits.ReplayRoom:
			w.Rooms[id] = wire.RoomMode{Epoch: r.info.Epoch, Top: top, Mode: wire.ModeReset}
		case cursor.Seq < top:
			w.Rooms[id] = wire.RoomMode{Epoch: r.info.Epoch, Top: top, Mode: wire.ModeReplay}
			replay = append(replay, r.log[cursor.Seq:]...)
		}
	}
	c.say(&w)
	for _, e := range s.inbox {
		if e.Useq > at.User && (e.Kind == wire.InboxLeft || s.rooms[e.Room].member) {
			h := s.hydrate(e)
			c.say(&h)
		}
	}
	for i := range replay {
		c.say(&replay[i])
	}
	c.say(&wire.Ready{Head: wire.Head{Type: wire.TypeReady}})
	c.live = true
}

// page reads history; every event here is a message or changes one.
func (s *server) page(f wire.Fetch) wire.Page {
	r := s.rooms[f.Room]
	if f.Thread != 0 {
		return threadPage(r.info.Epoch, r.log, f)
	}
	top := int64(len(r.log))
	n := int64(f.Limit)
	from, to := max(1, top-n+1), top
	switch {
	case f.Before > 0:
		from, to = max(1, f.Before-n), f.Before-1
	case f.After > 0:
		from, to = f.After+1, min(top, f.After+n)
	case f.Around > 0:
		from, to = max(1, f.Around-n/2), min(top, f.Around+n/2-1)
	}
	p := wire.Page{Room: f.Room, Epoch: r.info.Epoch, From: from, To: to, AsOf: top, Events: []wire.Event{}}
	for seq := from; seq <= to; seq++ {
		e := r.log[seq-1]
		e.Head = wire.Head{}
		if !effect.Visible(&e) {
			continue
		}
		for _, later := range r.log[seq:] {
			if effect.Target(&later) == seq {
				effect.Apply(&e, &later)
			}
		}
		p.Events = append(p.Events, e)
	}
	return p
}
