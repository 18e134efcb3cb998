package engine

import (
	"context"
	"strings"
	"time"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Send puts a message into the outbox and returns its cid, which is the Key of
// its row at once and for good. replyTo is the seq of the message answered, or
// 0. It returns an error with CodeInvalid for an empty text, CodeTooLarge for
// one over limits.Body, CodeOverload if the outbox is full.
func (e *Engine) Send(room, body string, replyTo int64) (cid string, err error) {
	switch {
	case strings.TrimSpace(body) == "":
		return "", wire.Refused(wire.CodeInvalid, text.NothingToSend)
	case len(body) > limits.Body:
		return "", wire.Refused(wire.CodeTooLarge, text.TooLongToSend)
	case !e.outbox.admit():
		return "", wire.Refused(wire.CodeOverload, text.TooManyWaiting)
	}
	cid = id.New()
	at := time.Now()
	e.do(func() { e.outbox.write(cid, room, body, replyTo, at) })
	return cid, nil
}

// Retry sends a failed message again.
func (e *Engine) Retry(room, cid string) { e.do(func() { e.outbox.retry(room, cid) }) }

// Discard gives up a message that is failed or waiting. One that is on its way
// may still arrive.
func (e *Engine) Discard(room, cid string) { e.do(func() { e.outbox.discard(room, cid) }) }

// OpenRoom says that the person now looks at a room, or at none (""). Its
// window is loaded, from the device first, then from the server: around the
// first unread message, or the end. While the room is open the window is kept
// in step; it is let go of some rooms later.
func (e *Engine) OpenRoom(room string) { e.do(func() { e.history.openRoom(room) }) }

// Viewing says which seq the reader of the open room looks at, 0 for the end:
// a window that grows too long loses what is farthest from there.
func (e *Engine) Viewing(room string, anchor int64) {
	e.do(func() { e.mustApply(state.Viewing{Room: room, Anchor: anchor}) })
}

// LoadOlder extends the window of a room by a page of older messages. Nothing
// happens at the start of the room or while such a page is on its way.
func (e *Engine) LoadOlder(room string) { e.do(func() { e.history.loadOlder(room) }) }

// LoadNewer extends the window by a page of newer messages; nothing happens in
// a live window.
func (e *Engine) LoadNewer(room string) { e.do(func() { e.history.loadNewer(room) }) }

// JumpTo brings the message at seq into the window, loading the messages
// around it if it is not there.
func (e *Engine) JumpTo(room string, seq int64) { e.do(func() { e.history.jumpTo(room, seq) }) }

// JumpToEnd makes the window live.
func (e *Engine) JumpToEnd(room string) { e.do(func() { e.history.jumpToEnd(room) }) }

// MarkRead says that the person has read a room up to seq. It never goes back.
// The server is told at most once a second.
func (e *Engine) MarkRead(room string, seq int64) { e.do(func() { e.marks.mark(room, seq) }) }

// ClearDivider takes down the "new" line of a room.
func (e *Engine) ClearDivider(room string) {
	e.do(func() { e.mustApply(state.DividerGone{Room: room}) })
}

// Typing tells the others in a room that the person is writing. Call it at
// each key; one in limits.TypingEvery is sent.
func (e *Engine) Typing(room string) { e.do(func() { e.marks.typing(room) }) }

// Watch says whose presence is shown, the most important first: of those beyond
// limits.Watched nothing is heard. The server is told 150 ms later, and
// again after a reconnect.
func (e *Engine) Watch(users []string) { e.do(func() { e.watch.show(users) }) }

// SetActive says whether the person sees the program. Becoming active connects
// at once, and makes this tab the one that sends the outbox. Before Start it
// decides how the engine starts.
func (e *Engine) SetActive(active bool) { e.do(func() { e.net.setActive(active) }) }

// Connect tries to connect now instead of waiting: the network is back, or the
// person asks for it. It also leaves PhaseRefused and PhaseSignedOut.
func (e *Engine) Connect() { e.do(e.net.connectNow) }

// Device is what is kept here of the person.
func (e *Engine) Device() Device { return Device{e.tabs} }

// Do gives a command and returns its answer. It waits for a connection if there
// is none, and asks again if the answer was lost and the command's row says that
// it can be repeated: what changes something is known to the server by its number
// and carried out once, after what was asked for before it in the same room. It
// returns a *wire.Error as the server gave it, CodeUnavailable if the server gave
// no answer that settles it, several times if it can be repeated, or ctx's error;
// given up, it is carried out now or never.
func Do[Q, R wire.Headed](ctx context.Context, e *Engine, c wire.Command[Q, R], req Q) (R, error) {
	answer := wire.New[R]()
	if err := e.requests.wait(ctx, wire.Row(c), req, answer); err != nil {
		var none R
		return none, err
	}
	return answer, nil
}
