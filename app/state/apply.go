package state

import (
	"errors"
	"time"

	"github.com/confab/confab/shared/wire"
)

// The errors of Apply. The state is unchanged where one is returned.
var (
	// ErrGap means that an event is not the next one of its room: events were missed.
	ErrGap = errors.New("state: events are missing")
	// ErrOld means that a page was read so long ago that the changes since then are
	// not remembered: fetch it again.
	ErrOld = errors.New("state: the page is too old to be brought up to date")
	// ErrEpoch means that the room has another log now: connect again.
	ErrEpoch = errors.New("state: the room has another epoch")
	// ErrStepBack means that the server's inbox of this person ends before the last
	// entry that is known here, because the server was restored from a backup: forget
	// everything and connect again.
	ErrStepBack = errors.New("state: the server has forgotten what we know")
	// ErrInput means that Apply does not know the type of the input.
	ErrInput = errors.New("state: unknown input")
)

// Apply applies one input to the state: an object of the server or something that
// happened on this device (input.go). now is used only for
// typing notices.
func (s *State) Apply(input any, now time.Time) error {
	switch in := input.(type) {
	case *wire.Event:
		return applyEvent(s, in)
	case *wire.Page:
		return applyPage(s, in)
	case *wire.Welcome:
		return applyWelcome(s, in)
	case *wire.Inbox:
		applyInbox(s, in)
	case *wire.Ack:
		applyAck(s, in)
	case *wire.Presence:
		applyPresence(s, in)
	case *wire.Typing:
		applyTyping(s, in, now)
	case *wire.Users:
		applyPeople(s, in.Users)
		if in.ID == "" { // unasked: something is new, if only in what their profiles tell
			for _, u := range in.Users {
				s.changes.person(u.ID)
			}
		}
	case *wire.Emojis:
		applyEmoji(s, in)
	case *wire.RoomInfo:
		// Only the inbox adds a room, because events follow from the top in it.
		if in.Room.Joined && s.Rooms[in.Room.ID] != nil {
			applyRoom(s, &in.Room)
		}
	default:
		return applyLocal(s, input, now)
	}
	return nil
}

func applyLocal(s *State, input any, now time.Time) error {
	switch in := input.(type) {
	case Restored:
		applyRestored(s, in)
	case RestoredSelf:
		applyRestoredSelf(s, in)
	case Queued:
		applyQueued(s, in)
	case Discarded:
		applyDiscarded(s, in)
	case Change:
		applyChange(s, in)
	case Confirmed:
		applyConfirmed(s, in)
	case Withdrawn:
		applyWithdrawn(s, in)
	case Opened:
		applyOpened(s, in)
	case ThreadOpened:
		applyThreadOpened(s, in)
	case ThreadDivided:
		applyThreadDivided(s, in)
	case Viewing:
		if r := s.At(in.Room); r != nil {
			r.Anchor = in.Anchor
		}
	case Marked:
		applyMarked(s, in)
	case SetBack:
		applySetBack(s, in)
	case DividerGone:
		if r := s.At(in.Room); r != nil && r.Divider != 0 {
			r.Divider = 0
			s.touch(r, PartTimeline)
		}
	case Loads:
		if r := s.At(in.Room); r != nil && (r.Loading != in.Loading || r.Trouble != in.Trouble) {
			r.Loading, r.Trouble = in.Loading, in.Trouble
			s.touch(r, PartInfo)
		}
	case Released:
		if r := s.At(in.Room); r != nil && r.Loaded() {
			r.forget()
			s.touch(r, PartTimeline)
		}
	case Tick:
		applyTick(s, now)
	default:
		return ErrInput
	}
	return nil
}
