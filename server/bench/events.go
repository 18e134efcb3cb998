package bench

import (
	"bytes"
	"hash/maphash"
	"sync/atomic"

	"github.com/confab/confab/shared/wire"
)

// recent is how many events are remembered; a power of two.
const recent = 1 << 13

// events decodes what servers send to many: an event that reads byte for byte
// like one before is decoded once. It may be used by any goroutine.
type events struct {
	seed  maphash.Seed
	slots [recent]atomic.Pointer[known]
}

type known struct {
	line  []byte
	event wire.Event
}

func newEvents() *events { return &events{seed: maphash.MakeSeed()} }

// decode returns the event that line is, which is not to be changed, or the
// type of what it is instead.
func (e *events) decode(line []byte) (*wire.Event, wire.Type, error) {
	slot := &e.slots[maphash.Bytes(e.seed, line)%recent]
	if k := slot.Load(); k != nil && bytes.Equal(k.line, line) {
		return &k.event, wire.TypeEvent, nil
	}
	head, err := wire.Peek(line)
	if err != nil || head.Type != wire.TypeEvent {
		return nil, head.Type, err
	}
	k := &known{line: bytes.Clone(line)}
	if err := wire.Decode(line, &k.event); err != nil {
		return nil, head.Type, err
	}
	slot.Store(k)
	return &k.event, wire.TypeEvent, nil
}
