package checkup

import (
	"hash/maphash"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/confab/confab/server/store/contents"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/fold"
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
	evThread
	evInRoom
)

// log is what the logs say happened to messages.
type log struct {
	now map[position]replayed // those to which something happened

	room *room            // being read
	cids map[uint64]int64 // of that room: hash of author and cid -> seq
}

// replayed is a message as effect makes it of the events about it.
type replayed struct {
	text  string // digest of its present text; "": that is what it was sent with
	state *wire.State
}

// everybody is the view in which all who reacted are named.
var everybody = effect.View{Names: math.MaxInt}

func newLog() log { return log{now: make(map[position]replayed)} }

// apply does to the message at target what e does, of whose text only a digest is
// kept: there may be millions.
func (l *log) apply(target position, e wire.Event) {
	if e.Body != "" || e.Kind == wire.KindEdit {
		e.Body = digest(e.Body)
	}
	was := l.now[target]
	m := wire.Event{Kind: wire.KindMessage, Seq: target.seq, Body: was.text, State: was.state}
	if everybody.Apply(&m, &e) {
		l.now[target] = replayed{text: m.Body, state: m.State}
	}
}

// digest is what is kept of a text, to be compared.
func digest(text string) string { return strconv.FormatUint(maphash.String(seed, text), 36) }

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
	at := position{here.num, r.Int(evSeq)}
	l.dense(here, at.seq)
	if _, there := l.people.users[r.Text(evAuthor)]; !there {
		l.findings.add(Orphans, "event %d of room %s is by %s, who is not there", at.seq, here, r.Text(evAuthor))
	}
	if cid := r.Text(evCID); cid != "" {
		h := maphash.Comparable(seed, [2]string{r.Text(evAuthor), cid})
		if first, twice := l.log.cids[h]; twice {
			l.findings.add(Uniqueness, "events %d and %d of room %s have the same author and cid", first, at.seq, here)
		}
		l.log.cids[h] = at.seq
	}
	e := wire.Event{Seq: at.seq, Author: r.Text(evAuthor), Kind: wire.Kind(r.Text(evKind)), At: r.Int(evAt),
		Target: r.Int(evTarget), ReplyTo: r.Int(evReplyTo), Body: r.Text(evBody),
		Thread: r.Int(evThread), InRoom: r.Int(evInRoom) != 0}
	if err := form.UnpackExtra(r.Text(evExtra), &e); err != nil {
		l.findings.add(Form, "event %d of room %s cannot be read: %v", at.seq, here, err)
	}
	if e.User != "" {
		if _, there := l.people.users[e.User]; !there {
			l.findings.add(Orphans, "event %d of room %s is about %s, who is not there", at.seq, here, e.User)
		}
	}
	l.about(here, at, r, e)
	l.attached.meet(l, here, at.seq, e.Files)
	if e.Kind == wire.KindMessage {
		l.message(here, at, r, e.Mentions)
	}
}

// about notes what an event does to the messages that it answers or changes, and under which it is a reply.
func (l *look) about(here *room, at position, r contents.Row, e wire.Event) {
	if e.Thread != 0 {
		if root := (position{here.num, e.Thread}); here.message(root.seq) && root.seq < at.seq {
			l.log.apply(root, e)
		} else {
			l.findings.add(Orphans, "event %d of room %s is in the thread of %d, which is no message before it", at.seq, here, e.Thread)
		}
	}
	kind := effect.Of(e.Kind)
	target := position{here.num, effect.Target(&e)}
	switch there := here.message(target.seq) && target.seq < at.seq; {
	case e.ReplyTo != 0 && !there:
		l.findings.add(Orphans, "event %d of room %s answers %d, which is no message before it", at.seq, here, e.ReplyTo)
		return
	case kind != nil && !kind.Row() && !there:
		l.findings.add(Orphans, "event %d of room %s changes %d, which is no message before it", at.seq, here, target.seq)
		return
	case kind == nil || target.seq == 0:
		return
	}
	if s := l.states[target]; s != nil && s.deleted && e.Kind == wire.KindEdit && (r[evBody] != nil || r[evExtra] != nil) {
		l.findings.add(Erased, "erased message %d of room %s still has text: in its edit %d", target.seq, here, at.seq)
	}
	l.log.apply(target, e)
}

// dense looks at the next seq of a room.
func (l *look) dense(here *room, seq int64) {
	switch {
	case seq < 1:
		l.findings.add(Density, "room %s has an event at seq %d", here, seq)
	case seq == here.last:
		l.findings.add(Density, "room %s has seq %d twice", here, seq)
	case seq == here.last+2:
		l.findings.add(Density, "room %s lacks seq %d: the log has a gap", here, seq-1)
	case seq > here.last+2:
		l.findings.add(Density, "room %s lacks seqs %d to %d: the log has a gap", here, here.last+1, seq-1)
	}
	here.last = seq
}

// message looks at a message and what is kept of it.
func (l *look) message(here *room, at position, r contents.Row, named []string) {
	here.note(at.seq)
	l.named(at, here, r.Text(evAuthor), named)
	s := l.states[at]
	if s == nil {
		return
	}
	s.met = true
	if s.deleted && r[evBody] != nil {
		l.findings.add(Erased, "erased message %d of room %s still has text: in the log", at.seq, here)
	}
	if s.deleted && r[evExtra] != nil {
		l.findings.add(Erased, "erased message %d of room %s still says whom it named: in the log", at.seq, here)
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
		l.findings.add(Counters, "the top of room %s is said to be %d and is %d", here, here.top, here.last)
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
		l.findings.add(Orphans, "mentions are in message %d of room %s, which is not there", at.seq, l.rooms[at.room])
	}
	places := make(map[position]bool)
	for at := range l.states {
		places[at] = true
	}
	for at := range l.log.now {
		places[at] = true
	}
	order := slices.SortedFunc(maps.Keys(places), func(a, b position) int {
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
func (l *look) changed(at position) {
	here, s := l.rooms[at.room], l.states[at]
	if s == nil {
		l.findings.add(State, "the log changes message %d of room %s, of which nothing is kept", at.seq, here)
		return
	}
	if !s.met {
		l.findings.add(Orphans, "a state belongs to message %d of room %s, which is not there", at.seq, here)
		return
	}
	m := l.log.now[at]
	if m.state == nil {
		m.state = new(wire.State)
	}
	if s.replies != int64(m.state.Replies) {
		l.findings.add(Counters, "message %d of room %s says it has %d replies and has %d", at.seq, here, s.replies, m.state.Replies)
	}
	if s.deleted != m.state.Deleted {
		l.findings.add(State, "message %d of room %s is erased and the log does not say so, or the other way round", at.seq, here)
		return
	}
	kept := s.detail
	if s.deleted {
		kept = s.lasting // the rest is told of as what should have been erased
	}
	if form.PackDetail(m.state) != kept {
		l.findings.add(State, "what was put on message %d of room %s is not what the log says", at.seq, here)
	}
	if s.deleted {
		return
	}
	if edited := m.text != ""; edited != s.edited || edited && m.text != s.text {
		l.findings.add(State, "the text of message %d of room %s is not that of its last edit", at.seq, here)
	}
	if !maps.Equal(l.reactions[at], reactions(m.state)) {
		l.findings.add(State, "the reactions to message %d of room %s are not those of the log", at.seq, here)
	}
	if !shows(s.shown, l.reactions[at]) {
		l.findings.add(State, "the reactions that message %d of room %s shows are not those that it has", at.seq, here)
	}
}

// reactions are those of a state, one by one.
func reactions(s *wire.State) map[reaction]bool {
	all := make(map[reaction]bool)
	for _, r := range s.Reactions {
		for _, user := range r.Users {
			all[reaction{fold.Emoji(r.Emoji), user}] = true
		}
	}
	return all
}

// shows reports whether what a message shows of its reactions is so: how many there are of
// each emoji, and of whom some are.
func shows(shown []wire.Reaction, all map[reaction]bool) bool {
	counts := make(map[string]int)
	for r := range all {
		counts[r.emoji]++
	}
	for _, r := range shown {
		emoji := fold.Emoji(r.Emoji)
		if r.Count != counts[emoji] || len(r.Users) > r.Count {
			return false
		}
		for _, user := range r.Users {
			if !all[reaction{emoji, user}] {
				return false
			}
		}
		delete(counts, emoji)
	}
	return len(counts) == 0
}
