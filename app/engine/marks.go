package engine

import (
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// readEvery is how often read markers are told to the server.
const readEvery = time.Second

// marks are read markers and typing notices.
type marks struct {
	unsent map[string]int64     // room -> marker the server has not acknowledged
	onWay  map[string]int64     // room -> marker that was sent
	last   time.Time            // markers were sent
	typed  map[string]time.Time // room -> last typing notice
}

func (m *marks) init() {
	m.unsent, m.onWay, m.typed = map[string]int64{}, map[string]int64{}, map[string]time.Time{}
}

func (e *Engine) markRead(room string, seq int64) {
	r := e.room(room)
	if r == nil {
		return
	}
	before := r.Info.Read
	e.mustApply(state.Marked{Room: room, Seq: seq})
	if r.Info.Read == before {
		return
	}
	e.marks.unsent[room] = r.Info.Read
	e.sooner(timerRead, e.marks.last.Add(readEvery))
}

// sendReads tells the server of the markers it does not know.
func (e *Engine) sendReads() {
	e.at[timerRead] = time.Time{}
	if !e.live() || len(e.marks.unsent) == 0 {
		return
	}
	e.marks.last = time.Now()
	for room, seq := range e.marks.unsent {
		if e.marks.onWay[room] >= seq {
			continue
		}
		e.marks.onWay[room] = seq
		e.ask(wire.TypeRead, &wire.Read{Room: room, Seq: seq}, &wire.OK{}, true, func(err error) {
			e.readTold(room, seq, err)
		})
	}
}

func (e *Engine) readTold(room string, seq int64, err error) {
	if e.marks.onWay[room] == seq {
		delete(e.marks.onWay, room)
	}
	if err != nil {
		if fail := asError(err); fail.Code.Temporary() {
			pause := max(readEvery, time.Duration(fail.RetryMS)*time.Millisecond)
			e.sooner(timerRead, time.Now().Add(pause))
			return
		}
		// Refused for good, the room is gone say: nothing to tell any more.
	}
	if e.marks.unsent[room] == seq {
		delete(e.marks.unsent, room)
		e.keep.rooms[room] |= state.PartInfo
	}
}

func (e *Engine) typing(room string) {
	now := time.Now()
	if !e.live() || now.Sub(e.marks.typed[room]) < limits.TypingEvery {
		return
	}
	e.marks.typed[room] = now
	e.tell(&wire.Typing{Head: wire.Head{Type: wire.TypeTyping}, Room: room})
}

// tickLater sets the timer for the first typing notice that ends.
func (e *Engine) tickLater() {
	first := int64(0)
	for _, r := range e.state.Rooms {
		for _, t := range r.Typing {
			if first == 0 || t.Until < first {
				first = t.Until
			}
		}
	}
	if first != 0 {
		e.sooner(timerTyping, time.UnixMilli(first))
	}
}

func (e *Engine) tickTyping() {
	e.mustApply(state.Tick{})
	e.tickLater()
}
