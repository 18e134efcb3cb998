package hub

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// hello handles the client's first object and catches it up.
func hello(s *session, obj []byte) {
	var q wire.Hello
	if err := wire.DecodeStrict(obj, &q); err != nil {
		s.close(bye{wire.CodeProtocol, malformedObject(err).Text(), 0, statusProtocol})
		return
	}
	if q.V < wire.VersionServed || q.V > wire.Version {
		s.close(bye{wire.CodeProtocol, text.OtherProtocol, 0, statusProtocol})
		return
	}
	for _, named := range []string{q.Instance, q.Replaces} {
		if named != "" && !id.Valid(named) {
			s.close(bye{wire.CodeProtocol, text.InstanceAndReplacesAreIDs, 0, statusProtocol})
			return
		}
	}
	if q.Resume.Brief != "" && (len(q.Resume.Rooms) > 0 || !wire.BriefOK(q.Resume.Brief)) {
		s.close(bye{wire.CodeProtocol, text.BriefMalformed, 0, statusProtocol})
		return
	}
	s.reader.greeted, s.reader.version, s.reader.instance = true, q.V, q.Instance
	if err := s.link.SetReadDeadline(time.Time{}); err != nil {
		return // the connection is gone, as its reader is about to notice
	}
	s.hub.log.Debug("hello", "conn", s.id, "user", s.who.User, "client", clip(q.Client), "device", clip(q.Device))
	s.alive.pause() // a slow client may take its time, though not for ever
	s.hub.replace(s, q.Replaces)
	err := (&catchUp{s: s}).run(q.Resume)
	s.alive.resume()
	if err == nil || s.end.closing.Load() {
		return
	}
	if signedOut(err) {
		s.close(byeRevoked)
		return
	}
	// It is not logged if the client has gone, nor if the database is down: the store
	// logs that once.
	if err != errEnded && !errors.Is(err, store.ErrUnavailable) {
		s.hub.log.Error("session cannot be caught up", "user", s.who.User, "error", err)
	}
	s.close(byeUnavailable)
}

// clip shortens what a client calls itself, for the log.
func clip(s string) string {
	const most = 80
	if len(s) > most {
		return s[:most]
	}
	return s
}

// catchUp takes a session from its hello to ready: it sends what was missed and
// subscribes the session to its rooms. The package's doc says why nothing is lost in
// between. It sends as fast as the client reads.
type catchUp struct {
	s       *session
	b       builder     // objects not sent yet
	one     []byte      // the last one, for the next
	timeout *time.Timer // ends a session that takes too long over it
}

func (u *catchUp) run(at wire.Resume) error {
	s, began := u.s, time.Now()
	missed, back, err := u.read(at)
	if err != nil {
		return err
	}
	u.timeout = time.AfterFunc(limits.CatchUp, func() { // from here on only the client can be slow
		s.hub.stats.slow.Add(1)
		s.close(byeSlow)
	})
	defer u.timeout.Stop()
	s.hub.replays.spend(s.who.User, len(missed.Events), time.Now())
	u.b.start(sizeOf(missed))
	if err := u.send(missed); err != nil {
		return err
	}
	s.sentUseq.Store(missed.UserTop)
	if back == nil || !s.hub.dir.roomCache.subscribe(s, back, missed.Rooms) {
		if back != nil {
			missed.Rooms = back.places(missed.Rooms)
		}
		if err := u.subscribe(missed, began); err != nil {
			return err
		}
	}
	if err := u.announcePresence(); err != nil {
		return err
	}
	if err := u.add(&wire.Ready{Head: wire.Head{Type: wire.TypeReady}}); err != nil {
		return err
	}
	if err := u.flush(); err != nil {
		return err
	}
	s.open()
	return nil
}

// read reads what the client has missed. If there is a list of the person's rooms in
// the room cache, only rooms whose logs went on are read; back is then where the
// client is in all of them. Otherwise back is nil.
func (u *catchUp) read(at wire.Resume) (missed *chat.Catchup, back *cachedResume, err error) {
	s := u.s
	ctx, cancel := context.WithTimeout(s.hub.ctx, limits.Commit)
	defer cancel()
	events := s.hub.replays.left(s.who.User, time.Now())
	if back = s.hub.dir.roomCache.compare(s.who.User, at); back != nil {
		if missed, err = s.hub.o.Chat.ResumeWithin(ctx, s.who, at, events, &back.held); missed != nil || err != nil {
			return missed, back, err
		}
	}
	missed, err = s.hub.o.Chat.ResumeWithin(ctx, s.who, at, events, nil)
	return missed, nil, err
}

// send sends the welcome, entries of the person's own log, and replays.
func (u *catchUp) send(c *chat.Catchup) error {
	if err := u.welcome(c); err != nil {
		return err
	}
	for i := range c.Inbox {
		c.Inbox[i].Type = wire.TypeInbox
		if err := u.add(&c.Inbox[i]); err != nil {
			return err
		}
	}
	u.timeout.Reset(limits.CatchUp) // the entries of a person in very many rooms took their time
	for i := range c.Events {
		c.Events[i].Type = wire.TypeEvent
		if err := u.add(&c.Events[i]); err != nil {
			return err
		}
		c.Events[i] = wire.Event{} // it is not needed any more
	}
	u.s.hub.stats.replayed.Add(int64(len(c.Events)))
	return u.flush()
}

// How many bytes the welcome, a room in it, an entry of the person's own log, and an
// event usually take.
const (
	welcomeSize = 320
	modeSize    = 96
	inboxSize   = 384
	eventSize   = 512
)

// sizeOf returns about how many bytes the first frame of a catch-up takes.
func sizeOf(c *chat.Catchup) int {
	return min(limits.Frame, welcomeSize+modeSize*len(c.Modes)+inboxSize*len(c.Inbox)+eventSize*len(c.Events))
}

// welcomeRooms is how many rooms one welcome lists at most, so that it fits into a
// frame: a room takes 150 bytes at most.
const welcomeRooms = 400

// welcome sends the welcome, in as many objects as its rooms need.
func (u *catchUp) welcome(c *chat.Catchup) error {
	o := &u.s.hub.o
	part := make(map[string]wire.RoomMode, min(len(c.Modes), welcomeRooms))
	say := func() error {
		return u.add(&wire.Welcome{
			Head: wire.Head{Type: wire.TypeWelcome},
			Conn: u.s.id, Node: o.Node, Server: o.Version, HeartbeatMS: limits.Heartbeat.Milliseconds(),
			Workspace: c.Workspace, Me: c.Me, UserTop: c.UserTop, Emoji: c.Emoji, Rooms: part,
		})
	}
	for id, mode := range c.Modes {
		if part[id] = mode; len(part) == welcomeRooms {
			if err := say(); err != nil {
				return err
			}
			clear(part)
		}
	}
	if len(part) == 0 && len(c.Modes) > 0 {
		return nil // the last object has been sent
	}
	return say()
}

// subscribe subscribes the session to all rooms of its person, as they were read.
func (u *catchUp) subscribe(c *chat.Catchup, began time.Time) error {
	d := &u.s.hub.dir
	d.correctRooms(u.s, c.Rooms, c.UserTop)
	d.subscribeAll(u.s, c.Rooms, c.UserTop)
	if time.Since(began) >= strayFor {
		return u.repairSlow(c.Rooms)
	}
	d.roomCache.add(u.s, c.Rooms, c.UserTop)
	return nil
}

// repairSlow has the rooms read the store whose logs went on between the reading of
// was and the subscription. The strays know of what was committed lately, but a client
// that reads slowly can delay its catch-up for longer than they are kept.
func (u *catchUp) repairSlow(was []store.Place) error {
	h := u.s.hub
	ctx, cancel := context.WithTimeout(h.ctx, limits.Commit)
	defer cancel()
	now, err := h.o.Chat.Rooms(ctx, u.s.who.User)
	if err != nil {
		return err
	}
	top := make(map[string]int64, len(was))
	for i := range was {
		top[was[i].ID] = was[i].Top
	}
	for _, r := range now {
		if old, ok := top[r.ID]; ok && r.Top > old {
			if at := h.dir.room(r.ID); at != nil {
				at.put(post{check: true})
			}
		}
	}
	return nil
}

// announcePresence tells presence that the session is here. The session has its rooms
// by now, so that the people who share them are sent its presence.
func (u *catchUp) announcePresence() error {
	s := u.s
	if !s.hub.dir.markKnown(s) {
		return errEnded
	}
	s.presenceKnown = true
	if err := s.hub.o.Presence.Connect(s.hub.ctx, s.who.User, s.id); err != nil {
		s.hub.log.Warn("presence not updated", "user", s.who.User, "error", err)
	}
	if s.reader.version == 1 {
		return u.addEncoded([]byte(nobodyHere))
	}
	return nil
}

// nobodyHere makes a client of version 1, which cannot ask for presence, forget what it
// knew of others.
const nobodyHere = `{"type":"presence","users":{},"all":true}`

// add adds an object to the current frame, which is sent when it is full.
func (u *catchUp) add(obj wire.Headed) error {
	one, err := wire.Append(u.one[:0], obj)
	if err != nil {
		return err
	}
	u.one = one
	return u.addEncoded(one)
}

// addEncoded is add for an object that is encoded already.
func (u *catchUp) addEncoded(one []byte) error {
	if !u.b.fits(len(one)) {
		if err := u.flush(); err != nil {
			return err
		}
		u.b.start(limits.Frame) // what fills one frame usually fills more
	}
	u.b.line(one)
	return nil
}

// flush sends the current frame, if there is anything in it.
func (u *catchUp) flush() error {
	if u.b.len() == 0 {
		return nil
	}
	return u.s.link.sendWait(u.b.take(), u.s.end.done)
}

// open makes the session live: it sends the people who changed meanwhile, and has
// the inbox worker check whether the person's own log went on.
func (s *session) open() {
	for frames := s.opening.next(); len(frames) > 0; frames = s.opening.next() {
		for _, f := range frames {
			s.push(f)
		}
	}
	s.hub.dir.watch(s)
	s.user.caughtUp(s.sentUseq.Load())
}
