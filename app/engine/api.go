package engine

import (
	"cmp"
	"context"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Send puts a message into the outbox and returns its cid, which is and stays the Key
// of its row. replyTo is the seq of the message answered, or
// 0. It returns an error with CodeInvalid for an empty text, CodeTooLarge for
// one over limits.Body, CodeOverload if the outbox is full.
func (e *Engine) Send(room, body string, replyTo int64) (cid string, err error) {
	return e.SendMessage(Message{Room: room, Body: body, ReplyTo: replyTo})
}

// Message is a message to be sent.
type Message struct {
	Room, Body string
	ReplyTo    int64       // the seq of the message that is answered; 0: none
	Thread     int64       // the seq of the message in whose thread it is a reply; 0: none
	InRoom     bool        // the room shows the reply too
	Files      []wire.File // that the server has (Uploads); Body is their caption, and may be empty
	// Forward is what it forwards: its Room and Seq are the place of the message, and Files are those of that. nil: nothing.
	Forward *wire.Forwarded
	// CID is its id. A message with the id of one that was sent before is that one, and
	// not sent again. "": a new one.
	CID string
	// Poll is what it asks; Body is the question. nil: it is no poll.
	Poll *wire.Poll
}

// SendMessage is Send for all that a message can have. It also returns an error with
// CodeInvalid for more than limits.Files.
func (e *Engine) SendMessage(m Message) (cid string, err error) {
	parts := len(m.Files)
	if m.Forward != nil {
		parts = max(parts, 1)
	}
	if err := sendable(m.Body, parts); err != nil {
		return "", err
	}
	if !e.core.outbox.admit() {
		return "", wire.Refused(wire.CodeOverload, text.TooManyWaiting)
	}
	cid = cmp.Or(m.CID, id.New())
	k := outboxRecord{CID: cid, Room: m.Room, Body: m.Body, ReplyTo: m.ReplyTo, Files: m.Files, Forward: m.Forward,
		Thread: m.Thread, InRoom: m.InRoom, Poll: m.Poll, At: time.Now().UTC().UnixMilli()}
	e.core.do(func() { e.core.outbox.write(k) })
	return cid, nil
}

// Outbox returns what the person wrote and changed here and is not in the log yet.
func (e *Engine) Outbox() Outbox { return Outbox{e.core.outbox} }

// OpenRoom says that the person now looks at a room, or at none (""). The engine loads
// the room's window, first from the device, then from the server: around the first
// unread message, or the end. It updates the window while the room is open, and drops
// it after windowsKept other rooms were opened.
func (e *Engine) OpenRoom(room string) { e.core.do(func() { e.core.history.openRoom(room) }) }

// OpenThread says that the person now looks at the thread under the message at root too; root 0: at none. Where
// a method takes a room, it also takes the thread by its state.ThreadID.
func (e *Engine) OpenThread(room string, root int64) {
	e.core.do(func() { e.core.history.openThread(room, root) })
}

// DivideThread says after which seq the messages of the open thread are new.
func (e *Engine) DivideThread(room string, root, after int64) {
	e.core.do(func() { e.core.mustApply(state.ThreadDivided{Room: room, Root: root, After: after}) })
}

// Viewing says which seq the reader of the open room looks at; 0 is the end. A window
// that grows too long loses the items that are farthest from there.
func (e *Engine) Viewing(room string, anchor int64) {
	e.core.do(func() { e.core.mustApply(state.Viewing{Room: room, Anchor: anchor}) })
}

// LoadOlder extends the window of a room by a page of older messages. It does nothing
// at the start of the room or while such a page is being loaded.
func (e *Engine) LoadOlder(room string) { e.core.do(func() { e.core.history.loadOlder(room) }) }

// LoadNewer extends the window by a page of newer messages. It does nothing if the
// window is live.
func (e *Engine) LoadNewer(room string) { e.core.do(func() { e.core.history.loadNewer(room) }) }

// JumpTo brings the message at seq into the window, loading the messages
// around it if it is not there.
func (e *Engine) JumpTo(room string, seq int64) {
	e.core.do(func() { e.core.history.jumpTo(room, seq) })
}

// JumpToEnd makes the window live.
func (e *Engine) JumpToEnd(room string) { e.core.do(func() { e.core.history.jumpToEnd(room) }) }

// MarkRead says that the person has read a room up to seq. The marker never moves
// back. The engine sends it to the server at most once a second.
func (e *Engine) MarkRead(room string, seq int64) { e.core.do(func() { e.core.marks.mark(room, seq) }) }

// MarkUnread says that the person wants the message at seq, and what follows it in the room,
// to be unread on all their devices. The engine tells the server when it can.
func (e *Engine) MarkUnread(room string, seq int64) {
	e.core.do(func() { e.core.marks.setBack(room, seq) })
}

// ClearDivider removes the "new" line of a room.
func (e *Engine) ClearDivider(room string) {
	e.core.do(func() { e.core.mustApply(state.DividerGone{Room: room}) })
}

// Typing shows the others in a room or a thread that the person is writing. Call it for each key;
// the engine sends at most one notice in limits.TypingEvery.
func (e *Engine) Typing(room string) { e.core.do(func() { e.core.marks.typing(room) }) }

// Watch says whose presence is shown, the most important people first: no presence is
// received for those after the first limits.Watched. The engine sends the list to the
// server 150 ms later, and again after it has reconnected.
func (e *Engine) Watch(users []string) { e.core.do(func() { e.core.watch.show(users) }) }

// SetActive says whether the person sees the program. When it becomes active, the
// engine connects at once, and this tab becomes the one that sends the outbox. A call
// before Start sets how the engine starts.
func (e *Engine) SetActive(active bool) { e.core.do(func() { e.core.net.setActive(active) }) }

// Connect connects now instead of waiting, because the network is back or the person
// asks for it. It also ends PhaseRefused and PhaseSignedOut.
func (e *Engine) Connect() { e.core.do(e.core.net.connectNow) }

// Device returns what the engine stores on this device.
func (e *Engine) Device() Device { return Device{e.core.tabs} }

// Do sends a command and returns its answer. It waits for a connection if there is
// none. If the answer is lost and the command's row says that it can be repeated, Do
// sends it again: the server recognises a command that changes something by its number
// and carries it out once, after earlier commands in the same room. Do returns the
// server's *wire.Error, or one with CodeUnavailable if the result is still unknown
// after all tries, or ctx's error. If ctx ends, the command may still have been
// carried out, but is not carried out later.
func Do[Q, R wire.Headed](ctx context.Context, e *Engine, c wire.Command[Q, R], req Q) (R, error) {
	answer := wire.New[R]()
	if err := e.core.requests.wait(ctx, wire.Row(c), req, answer); err != nil {
		var none R
		return none, err
	}
	return answer, nil
}
