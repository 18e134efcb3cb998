package bench

import (
	"slices"
	"sync"
	"time"

	"github.com/confab/confab/server/bench/socket"
	"github.com/confab/confab/shared/wire"
)

// letter is a message without an answer.
type letter struct {
	cid, room, text string
	out             bool // on its way on the present connection
}

// mail is what a lean client has to send. Its methods may be called by any
// goroutine. Whoever finds nobody writing writes, for all: no goroutine of its
// own stands between a sender and the socket.
type mail struct {
	most int // messages of a room on their way at once

	mu      sync.Mutex
	conn    *socket.Conn // nil: none
	caught  bool         // ready has come: messages may go out
	lanes   map[string]*lane
	letters map[string]*letter // by cid
	queue   []byte             // frames to be written
	spare   []byte
	writing bool
	hold    *time.Timer // nil: none; the server put a message off
}

// lane holds a room's letters in their order.
type lane struct {
	letters []*letter
	out     int
}

func newMail(most int) *mail {
	return &mail{most: most, lanes: map[string]*lane{}, letters: map[string]*letter{}}
}

// post puts a message on its way.
func (m *mail) post(room, cid, text string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.lanes[room]
	if l == nil {
		l = &lane{}
		m.lanes[room] = l
	}
	letter := &letter{cid: cid, room: room, text: text}
	l.letters = append(l.letters, letter)
	m.letters[cid] = letter
	m.drainLocked(l)
	m.writeLocked()
	return nil
}

// answered takes out a message that has its ack, or was refused, and sends what
// has waited for that.
func (m *mail) answered(cid string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	letter := m.letters[cid]
	if letter == nil {
		return nil
	}
	delete(m.letters, cid)
	l := m.lanes[letter.room]
	if i := slices.Index(l.letters, letter); i >= 0 {
		l.letters = slices.Delete(l.letters, i, i+1)
	}
	if letter.out {
		l.out--
	}
	m.drainLocked(l)
	return m.writeLocked()
}

// later sends nothing for a while, and then that message again.
func (m *mail) later(cid string, pause time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if letter := m.letters[cid]; letter != nil && letter.out {
		letter.out = false
		m.lanes[letter.room].out--
	}
	if m.hold == nil {
		m.hold = time.AfterFunc(max(pause, leanPause), m.goOn)
	}
}

func (m *mail) goOn() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.hold = nil
	m.drainAllLocked()
	_ = m.writeLocked() // the reader finds out
}

// end ends what later began.
func (m *mail) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.conn = nil
	if m.hold != nil {
		m.hold.Stop()
	}
}

func (m *mail) connected(conn *socket.Conn) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.conn = conn
}

// ready sends everything that has waited for the connection.
func (m *mail) ready() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.caught = true
	m.drainAllLocked()
	return m.writeLocked()
}

// hangUp makes what was on its way wait for the next connection.
func (m *mail) hangUp() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.conn, m.caught, m.queue = nil, false, nil
	for _, l := range m.lanes {
		l.out = 0
		for _, letter := range l.letters {
			letter.out = false
		}
	}
}

// push sends one object.
func (m *mail) push(obj wire.Headed) error {
	b, err := wire.Append(nil, obj)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.queue = socket.Append(m.queue, b)
	return m.writeLocked()
}

func (m *mail) drainAllLocked() {
	for _, l := range m.lanes {
		m.drainLocked(l)
	}
}

// drainLocked queues the first letters of a lane, as many as may be on their
// way.
func (m *mail) drainLocked(l *lane) {
	if !m.caught || m.hold != nil {
		return
	}
	for _, letter := range l.letters {
		if l.out >= m.most {
			return
		}
		if letter.out {
			continue
		}
		b, err := wire.Append(nil, &wire.Send{Head: wire.Head{Type: wire.SendMessage.Type, ID: letter.cid},
			CID: letter.cid, Room: letter.room, Body: letter.text})
		if err != nil {
			panic("bench: a message that cannot be encoded: " + err.Error()) // our own type: a fault of the program
		}
		m.queue = socket.Append(m.queue, b)
		letter.out = true
		l.out++
	}
}

// writeLocked writes what is queued, unless somebody is at it, who then writes
// this too. mu is not held meanwhile.
func (m *mail) writeLocked() (err error) {
	if m.writing {
		return nil
	}
	m.writing = true
	for err == nil && m.conn != nil && len(m.queue) > 0 {
		conn, frames := m.conn, m.queue
		m.queue = m.spare[:0]
		m.mu.Unlock()
		err = conn.WriteFrames(frames)
		m.mu.Lock()
		m.spare = frames
		if m.conn != conn {
			err = nil // of a connection that has gone
		}
	}
	m.writing = false
	return err
}
