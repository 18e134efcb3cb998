package engine

import (
	"strings"
	"time"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Outbox is what the person wrote and changed on this device and is not in the log yet:
// what waits to be sent, and what the server has refused for good. Its methods may be
// called from any goroutine, but not in View.
type Outbox struct{ o *outbox }

// Target is a message that is to be changed: one of the log by its Seq, or one that was
// written here by its CID, whether it is in the log or not.
type Target struct {
	Room string
	Seq  int64
	CID  string // if Seq is 0
}

// Letter is an entry of the outbox.
type Letter struct {
	ID    string
	Kind  wire.Kind // KindMessage, or KindEdit, KindDelete, KindReaction, KindVote, KindPin of a change to a message
	Room  string
	Place string // the name of the room, or of the other person; "" if it is not known
	Body  string // the text of a message or an edit
	Emoji string
	On    bool

	ReplyTo int64       // of a message: the seq of the message that it answers
	Files   []wire.File // of a message
	Of      Target      // of a change: the message

	Until int64 // of a deletion that can be undone: when it is sent, UTC milliseconds; 0: it cannot

	At   int64       // when it was written, UTC milliseconds
	Fail *wire.Error // why it was refused for good; nil: it waits
}

// List returns what is in the outbox, in the order in which it is sent.
func (b Outbox) List() []Letter {
	b.o.core.mu.RLock()
	defer b.o.core.mu.RUnlock()
	list := make([]Letter, len(b.o.letters))
	for i, l := range b.o.letters {
		list[i] = Letter{
			ID: l.CID, Kind: l.kind(), Room: l.Room, Place: l.Place, Body: l.Body, Emoji: l.Emoji, On: l.On,
			ReplyTo: l.ReplyTo, Files: l.Files, Of: Target{l.Room, l.Seq, l.Of}, Until: l.Until, At: l.At, Fail: l.Fail,
		}
	}
	return list
}

// Count returns how many entries wait to be sent, and how many were refused for good.
func (b Outbox) Count() (waiting, failed int) {
	b.o.core.mu.RLock()
	defer b.o.core.mu.RUnlock()
	for _, l := range b.o.letters {
		if l.Fail == nil {
			waiting++
		} else {
			failed++
		}
	}
	return waiting, failed
}

// Retry sends again what was refused.
func (b Outbox) Retry(id string) { b.o.core.do(func() { b.o.retry(id) }) }

// Discard removes an entry. What was sent already may still be carried out.
func (b Outbox) Discard(id string) { b.o.core.do(func() { b.o.discard(id) }) }

// Edit changes the text of one of the person's own messages, now or when there is a
// connection; a later edit replaces one that waits. It returns an error with CodeInvalid
// for an empty text, CodeTooLarge for one over limits.Body, CodeOverload if the outbox is
// full. If the server refuses it, the message is shown as it was, and the text stays in
// the outbox.
func (b Outbox) Edit(of Target, body string) error {
	if err := sendable(body, 0); err != nil {
		return err
	}
	return b.change(of, outboxRecord{Change: wire.KindEdit, Body: body})
}

// Delete erases a message, now or when there is a connection. A message that nobody has
// seen yet is not sent. It returns an error with CodeOverload if the outbox is full.
func (b Outbox) Delete(of Target) error { return b.change(of, outboxRecord{Change: wire.KindDelete}) }

// DeleteSoon is Delete after a while in which it can be undone, by Discard. Until then the message
// is shown as one that goes (state.Item.Going).
func (b Outbox) DeleteSoon(of Target, wait time.Duration) error {
	return b.change(of, outboxRecord{Change: wire.KindDelete, Until: time.Now().Add(wait).UTC().UnixMilli()})
}

// PutOff has a deletion that can be undone be sent at another time, in UTC milliseconds.
func (b Outbox) PutOff(id string, until int64) {
	b.o.core.do(func() { deletions(b).putOff(id, until) })
}

// Settle has all deletions that can be undone be sent at once: the person leaves.
func (b Outbox) Settle() { b.o.core.do(deletions(b).settle) }

// React puts an emoji on a message (on) or takes it away. It returns an error with
// CodeOverload if the outbox is full.
func (b Outbox) React(of Target, emoji string, on bool) error {
	return b.change(of, outboxRecord{Change: wire.KindReaction, Emoji: emoji, On: on})
}

// Pin pins a message (on) or takes the pin away. It returns an error with CodeOverload if
// the outbox is full.
func (b Outbox) Pin(of Target, on bool) error {
	return b.change(of, outboxRecord{Change: wire.KindPin, On: on})
}

// Vote chooses in a poll, instead of what was chosen before: a sum as in wire.Ballot. It returns an error with
// CodeOverload if the outbox is full.
func (b Outbox) Vote(of Target, choices int) error {
	return b.change(of, outboxRecord{Change: wire.KindVote, Votes: choices})
}

func (b Outbox) change(of Target, k outboxRecord) error {
	if !b.o.admit() {
		return wire.Refused(wire.CodeOverload, text.TooManyWaiting)
	}
	k.CID, k.Room, k.Seq, k.At = id.New(), of.Room, of.Seq, time.Now().UTC().UnixMilli()
	if of.Seq == 0 {
		k.Of = of.CID
	}
	b.o.core.do(func() { b.o.amend(k) })
	return nil
}

// sendable returns an error for a text that cannot be sent as a message with so many files.
func sendable(body string, files int) error {
	switch {
	case files > limits.Files:
		return wire.Refused(wire.CodeInvalid, text.TooManyFiles(limits.Files))
	case files == 0 && strings.TrimSpace(body) == "":
		return wire.Refused(wire.CodeInvalid, text.NothingToSend)
	case len(body) > limits.Body:
		return wire.Refused(wire.CodeTooLarge, text.TooLongToSend)
	}
	return nil
}
