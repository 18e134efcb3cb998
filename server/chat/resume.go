package chat

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// Catchup is everything that a connecting client has missed, read from one
// snapshot.
type Catchup struct {
	Me        wire.User
	Workspace string
	Emoji     int64                    // the revision of the list of emoji
	UserTop   int64                    // the last useq
	Rooms     []store.Place            // the rooms the person is in, with epoch, top and since: all, or those of Held.Moved
	Modes     map[string]wire.RoomMode // for wire.Welcome.Rooms
	Inbox     []wire.Inbox             // for the socket, useq rising
	Events    []wire.Event             // the replays, room by room, seq rising in each
}

// Resume is ResumeWithin with the default bound on events.
func (s *Service) Resume(ctx context.Context, who Actor, r wire.Resume) (*Catchup, error) {
	return s.ResumeWithin(ctx, who, r, limits.ReplayAll, nil)
}

// Held is what the caller knows about a person's rooms without the store. As of
// UserTop, the person is in the rooms that the client named, without those in
// Gone, and in the rooms in Moved. Only the rooms in Moved have something that
// the client lacks.
type Held struct {
	UserTop int64
	Moved   []string // ids
	Gone    []string // wire.RoomTail of their ids
}

// errNotHeld means that Held is no longer true.
var errNotHeld = errors.New("chat: the person's rooms are others")

// ResumeWithin reads what a client at position r has missed. It replays at most
// events events, limits.ReplayAll events and limits.ReplayBytes bytes; rooms that
// do not fit are reset. It returns wire.CodeUnauthorized if the person may not
// sign in any more.
//
// With held, it looks only at held.Moved. If held is no longer true, it returns
// nil.
func (s *Service) ResumeWithin(ctx context.Context, who Actor, r wire.Resume, events int, held *Held) (*Catchup, error) {
	if err := who.Need(ScopeRead); err != nil {
		return nil, err
	}
	var c *Catchup
	err := s.records.store.View(store.For(ctx, who.User), func(tx store.Tx) error {
		me, err := allowed(tx, who, rights.Look)
		if err != nil {
			return err
		}
		c = &Catchup{Me: me.User, Modes: map[string]wire.RoomMode{}}
		c.Workspace, err = tx.Settings().Get(store.SettingWorkspace)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if c.Emoji, err = tx.Emoji().Revision(); err != nil {
			return err
		}
		if err := c.readInbox(tx, me.ID, r.User); err != nil {
			return err
		}
		var at cursors
		if held == nil || len(held.Moved) > 0 { // otherwise no room has to be read
			at = newCursors(r)
		}
		switch {
		case held == nil:
			if c.Rooms == nil { // otherwise they were read for the inbox
				c.Rooms, err = tx.Members().Tops(me.ID)
			}
			at.gone(c)
		case held.UserTop != c.UserTop || r.User > c.UserTop || r.User <= 0:
			return errNotHeld
		default:
			c.Rooms, err = places(tx, me.ID, held.Moved)
			for _, room := range held.Gone {
				c.Modes[room] = wire.RoomMode{Mode: wire.ModeGone}
			}
		}
		if err != nil {
			return err
		}
		return c.replay(tx, at, min(events, limits.ReplayAll))
	})
	if errors.Is(err, errNotHeld) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// places reads where a person is in some of their rooms. It returns errNotHeld if
// they are not in one of them.
func places(tx store.Tx, user string, rooms []string) ([]store.Place, error) {
	all := make([]store.Place, 0, len(rooms))
	for _, id := range rooms {
		r, err := tx.Rooms().ByID(id)
		var m store.Member
		if err == nil {
			m, err = tx.Members().Get(id, user)
		}
		if errors.Is(err, store.ErrNotFound) {
			return nil, errNotHeld
		}
		if err != nil {
			return nil, err
		}
		all = append(all, store.Place{Room: r, Since: m.Since})
	}
	return all, nil
}

// cursors are the positions that a client named, in either form.
type cursors struct {
	whole map[string]wire.Cursor
	brief map[string]wire.Named // by wire.Named.Room
}

func newCursors(r wire.Resume) cursors {
	at := cursors{whole: r.Rooms}
	if r.Brief == "" {
		return at
	}
	const entry = 24 // typical size in bytes
	at.brief = make(map[string]wire.Named, len(r.Brief)/entry)
	for n, rest, ok := wire.NextNamed(r.Brief); ok; n, rest, ok = wire.NextNamed(rest) {
		at.brief[n.Room] = n
	}
	return at
}

// of returns the seq up to which the client has a room. ok is false if it has to
// start over there.
func (at cursors) of(room *store.Place) (seq int64, ok bool) {
	if c, named := at.whole[room.ID]; named {
		seq, ok = c.Seq, c.Epoch == room.Epoch
	} else if n, named := at.brief[wire.RoomTail(room.ID)]; named {
		seq, ok = n.Seq, n.Epoch == wire.EpochTail(room.Epoch)
	}
	return seq, ok && seq <= room.Top && seq >= max(0, room.Since-1)
}

// gone sets the mode of the rooms that the client named and the person is not in.
// c already has all rooms that they are in.
func (at cursors) gone(c *Catchup) {
	mine := make(map[string]bool, len(c.Rooms))
	for i := range c.Rooms {
		mine[c.Rooms[i].ID] = true
		if len(at.brief) > 0 {
			mine[wire.RoomTail(c.Rooms[i].ID)] = true
		}
	}
	for room := range at.whole {
		if !mine[room] {
			c.Modes[room] = wire.RoomMode{Mode: wire.ModeGone}
		}
	}
	for room := range at.brief {
		if !mine[room] {
			c.Modes[room] = wire.RoomMode{Mode: wire.ModeGone}
		}
	}
}

// readInbox reads the person's own log after useq, and its top. A client whose
// useq is beyond the top is from before a restore, and starts over.
func (c *Catchup) readInbox(tx store.Tx, user string, useq int64) (err error) {
	if useq > 0 {
		if c.UserTop, err = tx.Inbox().Top(user); err != nil || useq == c.UserTop {
			return err
		}
	}
	if useq > c.UserTop || useq < 0 {
		useq = 0
	}
	entries, err := tx.Inbox().After(user, useq)
	if err != nil {
		return err
	}
	if n := len(entries); n > 0 {
		c.UserTop = entries[n-1].Useq
	}
	if useq == 0 {
		// Inbox entries other than InboxRoom are not needed: Info has the read
		// markers.
		entries = slices.DeleteFunc(entries, func(e store.InboxEntry) bool { return e.Kind != wire.InboxRoom })
	} else if len(entries) < 2 {
		c.Inbox, err = hydrate(tx, user, entries)
		return err
	}
	all, err := allJoined(tx, user, "")
	if err != nil {
		return err
	}
	c.Rooms = make([]store.Place, len(all))
	for i := range all {
		c.Rooms[i] = store.Place{Room: all[i].Room, Since: all[i].Since}
	}
	c.Inbox = complete(all, entries)
	return nil
}

// allJoined reads one of a person's rooms, or all of them if room is "".
func allJoined(tx store.Tx, user, room string) ([]store.Joined, error) {
	all, err := tx.Members().Joined(user, room)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return all, err
}

// replay sets the mode of every room and reads the events of those with something
// to replay. It reads the shortest gaps first, so that as many rooms as possible
// need no reset, and at most events events in all.
func (c *Catchup) replay(tx store.Tx, at cursors, events int) error {
	var gaps []gap
	for i := range c.Rooms {
		room := &c.Rooms[i]
		seq, known := at.of(room)
		switch {
		case !known || room.Top-seq > limits.ReplayRoom:
			c.mode(*room, wire.ModeReset)
		case seq < room.Top:
			gaps = append(gaps, gap{*room, seq})
		}
	}
	slices.SortFunc(gaps, func(a, b gap) int {
		return cmp.Or(cmp.Compare(a.room.Top-a.after, b.room.Top-b.after), cmp.Compare(a.room.ID, b.room.ID))
	})
	r := replayer{tx: tx, events: events, bytes: limits.ReplayBytes, reads: 2 * limits.ReplayBytes}
	for _, g := range gaps {
		missed, err := r.read(g)
		if err != nil {
			return err
		}
		if missed == nil {
			c.mode(g.room, wire.ModeReset)
			continue
		}
		for i := range missed {
			missed[i].Clip(g.room.Since)
		}
		c.Events = append(c.Events, missed...)
		c.mode(g.room, wire.ModeReplay)
	}
	return nil
}

// gap is what a client missed in a room.
type gap struct {
	room  store.Place
	after int64
}

// replayer reads gaps within bounds.
type replayer struct {
	tx     store.Tx
	events int // how many may still be replayed
	bytes  int // how many bytes may still be replayed
	reads  int // bytes that may still be read, including those of gaps that turn out too large
}

// replayPage is how many events of a gap are read at once. A gap that is too
// large in bytes costs at most one page more than the bound.
const replayPage = 50

// read reads a gap. It returns nil if the gap is beyond what is left of the
// bounds.
func (r *replayer) read(g gap) ([]wire.Event, error) {
	n := int(g.room.Top - g.after)
	if n > r.events || r.reads <= 0 {
		return nil, nil
	}
	all := make([]wire.Event, 0, n)
	size := 0
	for len(all) < n {
		page, err := r.tx.Events().After(g.room.ID, g.after+int64(len(all)), min(replayPage, n-len(all)))
		if err != nil {
			return nil, err
		}
		for i := range page {
			size += len(page[i].Body) + besidesBody
		}
		if size > min(r.bytes, r.reads) || len(page) == 0 {
			r.reads -= size
			return nil, nil
		}
		excerpts(page)
		all = append(all, page...)
	}
	r.events, r.bytes, r.reads = r.events-n, r.bytes-size, r.reads-size
	return all, nil
}

// besidesBody is the typical size of an event without its text, in bytes.
const besidesBody = 256

func (c *Catchup) mode(r store.Place, m wire.Mode) {
	c.Modes[r.ID] = wire.RoomMode{Epoch: r.Epoch, Top: r.Top, Mode: m}
}

// InboxFrames completes entries of a person's own log for the socket. It leaves
// out entries that are no longer true (a room left since): a later entry says so.
func (s *Service) InboxFrames(ctx context.Context, user string, entries []store.InboxEntry) ([]wire.Inbox, error) {
	var frames []wire.Inbox
	err := s.records.store.View(ctx, func(tx store.Tx) error {
		var err error
		frames, err = hydrate(tx, user, entries)
		return err
	})
	return frames, err
}

// InboxAfter returns the entries of a person's own log after useq, completed as
// by InboxFrames, and the top of the log, which may be beyond the last entry
// returned. It checks no right: the hub calls it after it missed hints.
func (s *Service) InboxAfter(ctx context.Context, user string, useq int64) (frames []wire.Inbox, top int64, err error) {
	err = s.records.store.View(ctx, func(tx store.Tx) error {
		entries, err := tx.Inbox().After(user, useq)
		if err != nil {
			return err
		}
		if frames, err = hydrate(tx, user, entries); err != nil {
			return err
		}
		top, err = tx.Inbox().Top(user)
		return err
	})
	return frames, top, err
}

// hydrate is InboxFrames within a transaction.
func hydrate(tx store.Tx, user string, entries []store.InboxEntry) ([]wire.Inbox, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	if !slices.ContainsFunc(entries, func(e store.InboxEntry) bool { return e.Room != "" }) {
		return complete(nil, entries), nil
	}
	// Reading all rooms at once is cheaper than reading more than a few one by
	// one.
	only := ""
	if len(entries) == 1 {
		only = entries[0].Room
	}
	all, err := allJoined(tx, user, only)
	return complete(all, entries), err
}

// complete prepares entries of a person's own log for the socket, with the data
// of the rooms that they are in.
func complete(all []store.Joined, entries []store.InboxEntry) []wire.Inbox {
	in := make(map[string]*store.Joined, len(all))
	for i := range all {
		in[all[i].Room.ID] = &all[i]
	}
	frames := make([]wire.Inbox, 0, len(entries))
	for _, e := range entries {
		f := wire.Inbox{Useq: e.Useq, Kind: e.Kind, Room: e.Room, Item: e.Item, Seq: e.Seq}
		f.Type = wire.TypeInbox
		j, member := in[e.Room]
		switch {
		case e.Kind == wire.InboxRoom && member:
			info := roomForMember(*j)
			f.Info = &info
		case e.Kind == wire.InboxRead && member:
			f.Seq, f.Unread, f.Mentions, f.Top, f.Backs = j.Read, j.Unread, j.Mentions, j.Top, j.Backs
		case e.Kind == wire.InboxLeft && !member:
		case e.Kind == wire.InboxOwn && (member || e.Room == ""):
		default:
			continue
		}
		frames = append(frames, f)
	}
	return frames
}

// Rooms returns the rooms a person is in, with epoch, top and since. It checks no
// right: the hub uses it to decide what a person's sockets get.
func (s *Service) Rooms(ctx context.Context, user string) ([]store.Place, error) {
	var rooms []store.Place
	err := s.records.store.View(ctx, func(tx store.Tx) error {
		var err error
		rooms, err = tx.Members().Tops(user)
		return err
	})
	return rooms, err
}

// Events returns up to limit events of a room's log after the seq after, as they
// were logged: not every member may read all of them (store.Member.Since). It
// checks no right: the hub calls it after it missed hints of another node.
func (s *Service) Events(ctx context.Context, room string, after int64, limit int) ([]wire.Event, error) {
	var events []wire.Event
	err := s.records.store.View(ctx, func(tx store.Tx) error {
		var err error
		events, err = tx.Events().After(room, after, limit)
		return err
	})
	excerpts(events)
	return events, err
}

// Positions returns the tops of the rooms' logs and of the people's own logs,
// without those that do not exist. It checks no right: the hub compares them to
// find out which hints of other nodes it missed.
func (s *Service) Positions(ctx context.Context, rooms, users []string) (tops, useqs map[string]int64, err error) {
	err = s.records.store.View(ctx, func(tx store.Tx) error {
		var err error
		if tops, err = tx.Rooms().Heads(rooms); err != nil {
			return err
		}
		useqs, err = tx.Inbox().Tops(users)
		return err
	})
	return tops, useqs, err
}
