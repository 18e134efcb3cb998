package engine

import (
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// readEvery is how often read markers are sent to the server.
const readEvery = time.Second

// marks are read markers and typing notices.
type marks struct {
	core   *core
	unsent map[string]int64     // room -> marker the server has not acknowledged
	backs  map[string]int64     // room -> Backs of the room when that marker was set
	back   map[string]int64     // room -> message before which the marker is to be set back
	onWay  map[string]int64     // room -> marker that was sent
	last   time.Time            // when markers were sent
	typed  map[string]time.Time // room or thread -> last typing notice
}

func newMarks(c *core) *marks {
	return &marks{core: c, unsent: map[string]int64{}, backs: map[string]int64{}, back: map[string]int64{}, onWay: map[string]int64{},
		typed: map[string]time.Time{}}
}

func (m *marks) mark(room string, seq int64) {
	r := m.core.room(room)
	if r == nil {
		return
	}
	before := r.Info.Read
	m.core.mustApply(state.Marked{Room: room, Seq: seq})
	if r.Info.Read == before {
		return
	}
	delete(m.back, room)
	m.unsent[room], m.backs[room] = r.Info.Read, r.Info.Backs
	m.core.sooner(timerRead, m.last.Add(readEvery))
}

// setBack sets the marker of a room back, here at once and on the server when it can be told.
func (m *marks) setBack(room string, seq int64) {
	if m.core.room(room) == nil {
		return
	}
	m.core.mustApply(state.SetBack{Room: room, Seq: seq})
	delete(m.unsent, room)
	m.back[room] = seq
	m.core.persist.mark(room, state.PartRead)
	m.core.sooner(timerRead, time.Now())
}

// follow drops what the person has read in a room if they have set the marker back since on
// another device: it would not count.
func (m *marks) follow(room string) {
	if r := m.core.room(room); r != nil && m.unsent[room] > 0 && m.backs[room] < r.Info.Backs {
		delete(m.unsent, room)
	}
}

// send sends the markers that the server does not have.
func (m *marks) send() {
	m.core.at[timerRead] = time.Time{}
	if !m.core.net.live() || len(m.unsent)+len(m.back) == 0 {
		return
	}
	m.last = time.Now()
	for room, seq := range m.back {
		if m.onWay[room] == -seq {
			continue
		}
		m.onWay[room] = -seq
		m.core.requests.ask(wire.Row(wire.MarkUnread), &wire.Unread{Room: room, Seq: seq}, &wire.OK{}, true, func(err error) {
			m.told(room, -seq, err)
		})
	}
	for room, seq := range m.unsent {
		if m.onWay[room] >= seq {
			continue
		}
		m.onWay[room] = seq
		backs := m.backs[room]
		m.core.requests.ask(wire.Row(wire.MarkRead), &wire.Read{Room: room, Seq: seq, Backs: &backs}, &wire.OK{}, true, func(err error) {
			m.told(room, seq, err)
		})
	}
}

// told is called with the answer to a marker; a negative seq is one that was set back.
func (m *marks) told(room string, seq int64, err error) {
	if m.onWay[room] == seq {
		delete(m.onWay, room)
	}
	if err != nil {
		if fail := asError(err); fail.Code.Temporary() {
			pause := max(readEvery, time.Duration(fail.RetryMS)*time.Millisecond)
			m.core.sooner(timerRead, time.Now().Add(pause))
			return
		}
		// Refused for good, for example because the room is gone: do not send it again.
	}
	if m.unsent[room] == seq || m.back[room] == -seq {
		if seq < 0 {
			delete(m.back, room)
		} else {
			delete(m.unsent, room)
		}
		m.core.persist.mark(room, state.PartRead)
	}
}

func (m *marks) typing(room string) {
	now := time.Now()
	if !m.core.net.live() || now.Sub(m.typed[room]) < limits.TypingEvery {
		return
	}
	m.typed[room] = now
	notice := &wire.Typing{Head: wire.Head{Type: wire.TypeTyping}}
	notice.Room, notice.Thread = state.SplitThread(room)
	m.core.net.tell(notice)
}

// tickLater sets the timer for the first typing notice that ends.
func (m *marks) tickLater() {
	if first := m.core.state.NextQuiet(); first != 0 {
		m.core.sooner(timerTyping, time.UnixMilli(first))
	}
}

func (m *marks) tick() {
	m.core.mustApply(state.Tick{})
	m.tickLater()
}
