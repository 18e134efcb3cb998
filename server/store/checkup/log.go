package checkup

import (
	"encoding/json"
	"hash/maphash"
	"maps"
	"slices"

	"github.com/confab/confab/server/store/contents"
	"github.com/confab/confab/shared/wire"
)

// The columns of an event.
const (
	evRoom = iota
	evSeq
	evID
	evAuthor
	evCID
	evKind
	evAt
	evTarget
	evReplyTo
	evBody
	evExtra
)

// log is what the logs say happened to messages.
type log struct {
	replies   map[place]int64
	edits     map[place]uint64 // hash of the last edit's text
	deletes   map[place]bool
	reactions map[place]map[reaction]bool

	room *room            // being read
	cids map[uint64]int64 // of that room: hash of author and cid -> seq
}

func newLog() log {
	return log{replies: make(map[place]int64), edits: make(map[place]uint64), deletes: make(map[place]bool),
		reactions: make(map[place]map[reaction]bool)}
}

// extra is what of an event's extra others are held against.
type extra struct {
	Mentions []string `json:"mentions"`
	Emoji    string   `json:"emoji"`
	On       bool     `json:"on"`
	User     string   `json:"user"`
}

// event reads one event; they come room by room, seq rising.
func (l *look) event(r contents.Row) {
	here := l.log.room
	if here == nil || here.num != r.Int(evRoom) {
		if here != nil {
			l.logEnds(here)
		}
		here = l.of(r.Int(evRoom), "events")
		l.log.room, l.log.cids = here, make(map[uint64]int64)
	}
	at := place{here.num, r.Int(evSeq)}
	l.dense(here, at.seq)
	if _, there := l.users[r.Text(evAuthor)]; !there {
		l.add(Orphans, "event %d of room %s is by %s, who is not there", at.seq, here, r.Text(evAuthor))
	}
	if cid := r.Text(evCID); cid != "" {
		h := maphash.Comparable(seed, [2]string{r.Text(evAuthor), cid})
		if first, twice := l.log.cids[h]; twice {
			l.add(Uniqueness, "events %d and %d of room %s have the same author and cid", first, at.seq, here)
		}
		l.log.cids[h] = at.seq
	}
	var x extra
	if text := r.Text(evExtra); text != "" {
		if err := json.Unmarshal([]byte(text), &x); err != nil {
			l.add(Form, "event %d of room %s cannot be read: %v", at.seq, here, err)
		}
	}
	if x.User != "" {
		if _, there := l.users[x.User]; !there {
			l.add(Orphans, "event %d of room %s is about %s, who is not there", at.seq, here, x.User)
		}
	}
	if to := r.Int(evReplyTo); to != 0 {
		if here.message(to) && to < at.seq {
			l.log.replies[place{here.num, to}]++
		} else {
			l.add(Orphans, "event %d of room %s answers %d, which is no message before it", at.seq, here, to)
		}
	}
	switch kind := wire.Kind(r.Text(evKind)); kind {
	case wire.KindMessage:
		l.message(here, at, r, x)
	case wire.KindEdit, wire.KindDelete, wire.KindReaction:
		target := place{here.num, r.Int(evTarget)}
		if !here.message(target.seq) || target.seq >= at.seq {
			l.add(Orphans, "event %d of room %s changes %d, which is no message before it", at.seq, here, target.seq)
			return
		}
		l.change(here, kind, target, r, x)
	}
}

// dense looks at the next seq of a room.
func (l *look) dense(here *room, seq int64) {
	switch {
	case seq < 1:
		l.add(Density, "room %s has an event at seq %d", here, seq)
	case seq == here.last:
		l.add(Density, "room %s has seq %d twice", here, seq)
	case seq == here.last+2:
		l.add(Density, "room %s lacks seq %d: the log has a gap", here, seq-1)
	case seq > here.last+2:
		l.add(Density, "room %s lacks seqs %d to %d: the log has a gap", here, here.last+1, seq-1)
	}
	here.last = seq
}

// message looks at a message and what is kept of it.
func (l *look) message(here *room, at place, r contents.Row, x extra) {
	here.note(at.seq)
	l.named(at, here, r.Text(evAuthor), x.Mentions)
	s := l.states[at]
	if s == nil {
		return
	}
	s.met = true
	if s.deleted && r[evBody] != nil {
		l.add(Erased, "erased message %d of room %s still has text: in the log", at.seq, here)
	}
	if s.deleted && r[evExtra] != nil {
		l.add(Erased, "erased message %d of room %s still says whom it named: in the log", at.seq, here)
	}
}

// change notes what an event did to the message at target.
func (l *look) change(here *room, kind wire.Kind, target place, r contents.Row, x extra) {
	switch kind {
	case wire.KindEdit:
		s := l.states[target]
		if s != nil && s.deleted && (r[evBody] != nil || r[evExtra] != nil) {
			l.add(Erased, "erased message %d of room %s still has text: in its edit %d", target.seq, here, r.Int(evSeq))
		}
		l.log.edits[target] = maphash.String(seed, r.Text(evBody))
	case wire.KindDelete:
		l.log.deletes[target] = true
	case wire.KindReaction:
		if l.log.reactions[target] == nil {
			l.log.reactions[target] = make(map[reaction]bool)
		}
		who := reaction{x.Emoji, r.Text(evAuthor)}
		if x.On {
			l.log.reactions[target][who] = true
		} else {
			delete(l.log.reactions[target], who)
		}
	}
}

// note remembers that the event at seq is a message.
func (r *room) note(seq int64) {
	if seq < 1 || seq>>3 > int64(len(r.kinds))+1<<24 { // a stray seq is told of by dense
		return
	}
	for int64(len(r.kinds)) <= seq>>3 {
		r.kinds = append(r.kinds, 0)
	}
	r.kinds[seq>>3] |= 1 << (seq & 7)
}

// message reports whether the event at seq, of those read, is a message.
func (r *room) message(seq int64) bool {
	return seq >= 1 && seq>>3 < int64(len(r.kinds)) && r.kinds[seq>>3]&(1<<(seq&7)) != 0
}

// logEnds looks at the end of a room's log.
func (l *look) logEnds(here *room) {
	if !here.stray && here.top != here.last {
		l.add(Counters, "the top of room %s is said to be %d and is %d", here, here.top, here.last)
	}
}

// logRead holds what is kept of messages against what the logs say.
func (l *look) logRead() {
	for _, r := range l.rooms {
		if r == l.log.room || r.last == 0 {
			l.logEnds(r)
		}
	}
	for at := range l.mentions {
		l.add(Orphans, "mentions are in message %d of room %s, which is not there", at.seq, l.rooms[at.room])
	}
	places := make(map[place]bool)
	for at := range l.states {
		places[at] = true
	}
	for at := range l.log.replies {
		places[at] = true
	}
	for at := range l.log.edits {
		places[at] = true
	}
	for at := range l.log.deletes {
		places[at] = true
	}
	for at := range l.log.reactions {
		places[at] = true
	}
	order := slices.SortedFunc(maps.Keys(places), func(a, b place) int {
		if a.room != b.room {
			return int(a.room - b.room)
		}
		return int(a.seq - b.seq)
	})
	for _, at := range order {
		l.changed(at)
	}
}

// changed looks at one message that was changed, or is said to be.
func (l *look) changed(at place) {
	here, s := l.rooms[at.room], l.states[at]
	if s == nil {
		l.add(State, "the log changes message %d of room %s, of which nothing is kept", at.seq, here)
		return
	}
	if !s.met {
		l.add(Orphans, "a state belongs to message %d of room %s, which is not there", at.seq, here)
		return
	}
	if n := l.log.replies[at]; s.replies != n {
		l.add(Counters, "message %d of room %s says it has %d replies and has %d", at.seq, here, s.replies, n)
	}
	if s.deleted != l.log.deletes[at] {
		l.add(State, "message %d of room %s is erased and the log does not say so, or the other way round", at.seq, here)
		return
	}
	if s.deleted {
		return
	}
	if body, edited := l.log.edits[at]; edited != s.edited || edited && body != s.body {
		l.add(State, "the text of message %d of room %s is not that of its last edit", at.seq, here)
	}
	if !maps.Equal(l.reactions[at], l.log.reactions[at]) {
		l.add(State, "the reactions to message %d of room %s are not those of the log", at.seq, here)
	}
}
