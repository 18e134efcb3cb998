package state

import (
	"errors"
	"time"

	"github.com/confab/confab/shared/wire"
)

// The errors of Apply. The state is unchanged where one is returned.
var (
	// ErrGap: an event is not the next of its room; events were missed.
	ErrGap = errors.New("state: events are missing")
	// ErrOld: a page was read so long ago that later changes to it are not
	// remembered; fetch it again.
	ErrOld = errors.New("state: the page is too old to be brought up to date")
	// ErrEpoch: the room's log is another one now; connect again.
	ErrEpoch = errors.New("state: the room has another epoch")
	// ErrStepBack: the server's log of this person ends before ours: it was
	// restored from a backup; forget everything and connect again.
	ErrStepBack = errors.New("state: the server has forgotten what we know")
	// ErrInput: not something Apply knows.
	ErrInput = errors.New("state: unknown input")
)

// Apply brings the state up to date with one input: an object of the server or
// something that happened on this device (input.go). now is only used for
// typing notices.
func (s *State) Apply(input any, now time.Time) error {
	switch in := input.(type) {
	case *wire.Event:
		return s.event(in)
	case *wire.Page:
		return s.page(in)
	case *wire.Welcome:
		return s.welcome(in)
	case *wire.Inbox:
		s.inbox(in)
	case *wire.Ack:
		s.ack(in)
	case *wire.Presence:
		s.presence(in)
	case *wire.Typing:
		s.typing(in, now)
	case *wire.Users:
		s.people(in.Users)
	case *wire.RoomInfo:
		// Only the inbox makes a room known: events follow from where it says.
		if in.Room.Joined && s.Rooms[in.Room.ID] != nil {
			s.joined(&in.Room)
		}
	default:
		return s.local(input, now)
	}
	return nil
}

func (s *State) local(input any, now time.Time) error {
	switch in := input.(type) {
	case Restored:
		s.restored(in)
	case RestoredSelf:
		s.restoredSelf(in)
	case Queued:
		s.queued(in)
	case Discarded:
		s.discarded(in)
	case Opened:
		s.opened(in)
	case Viewing:
		if r := s.Rooms[in.Room]; r != nil {
			r.Anchor = in.Anchor
		}
	case Marked:
		s.marked(in)
	case DividerGone:
		if r := s.Rooms[in.Room]; r != nil && r.Divider != 0 {
			r.Divider = 0
			s.touch(r, PartTimeline)
		}
	case Loads:
		if r := s.Rooms[in.Room]; r != nil && (r.Loading != in.Loading || r.Trouble != in.Trouble) {
			r.Loading, r.Trouble = in.Loading, in.Trouble
			s.touch(r, PartInfo)
		}
	case Released:
		if r := s.Rooms[in.Room]; r != nil && r.Loaded() {
			r.forget()
			s.touch(r, PartTimeline)
		}
	case Tick:
		s.expireTyping(now)
	default:
		return ErrInput
	}
	return nil
}
