package effect

import "github.com/confab/confab/shared/wire"

// message is a new message. The message it answers has one more reply, and that under which it is a reply
// in a thread one more in the thread.
type message struct{ Plain }

func (message) Name() wire.Kind { return wire.KindMessage }
func (message) Row() bool       { return true }
func (message) Lasts() bool     { return true }

func (message) Detail() any { return new(wire.Forwarded) }

func (message) SpeaksOf(e *wire.Event, add func(user string)) {
	if f, is := ForwardedBy(e); is {
		add(f.Author)
	}
}

// ForwardedBy returns what the message e forwards, and whether it forwards anything.
func ForwardedBy(e *wire.Event) (f wire.Forwarded, is bool) {
	is = e.Kind == wire.KindMessage && e.Detail != "" && e.Detail.Read(&f) == nil && f.Seq > 0
	return f, is
}

func (message) Change(m, e *wire.Event) bool {
	if under(m, e) {
		m.State.Thread = said(m.State.Thread, e)
		return true
	}
	m.State.Replies++
	return true
}

func (message) Sample(r Random) wire.Event {
	e := wire.Event{Body: SampleText(r)}
	for range r.IntN(3) {
		e.Mentions = append(e.Mentions, SamplePerson(r))
	}
	if r.IntN(9) == 0 {
		e.Detail = wire.DetailOf(&wire.Forwarded{Room: "cellar", Seq: 3, Author: SamplePerson(r), At: 7, Body: SampleText(r)})
	}
	return e
}

// edit changes the text of a message.
type edit struct{ Plain }

func (edit) Name() wire.Kind { return wire.KindEdit }
func (edit) Row() bool       { return false }

func (edit) Change(m, e *wire.Event) bool {
	m.Body, m.Mentions, m.State.EditedAt = e.Body, e.Mentions, e.At
	return true
}

func (edit) Requote(q *wire.Quote, e *wire.Event) bool {
	q.Text = Excerpt(e.Body)
	return true
}

func (edit) Sample(r Random) wire.Event {
	e := message{}.Sample(r)
	e.Detail = ""
	return e
}

// DeletedBy returns what State.DeletedBy is after e, a KindDelete.
func DeletedBy(e *wire.Event) string {
	if e.Action == wire.ActionRemoved {
		return e.Author
	}
	return ""
}

// erasure turns a message into a tombstone. The message under which it was a reply has one less in its thread.
type erasure struct{ Plain }

func (erasure) Name() wire.Kind { return wire.KindDelete }
func (erasure) Row() bool       { return false }
func (erasure) Lasts() bool     { return true }

func (erasure) Change(m, e *wire.Event) bool {
	if under(m, e) {
		m.State.Thread = unsaid(m.State.Thread, e)
		return true
	}
	m.Body, m.Mentions, m.Files, m.Detail = "", nil, nil, ""
	*m.State = wire.State{V: e.Seq, Deleted: true, DeletedBy: DeletedBy(e), Replies: m.State.Replies, Thread: m.State.Thread}
	return true
}

func (erasure) Requote(q *wire.Quote, _ *wire.Event) bool {
	q.Text, q.Deleted = "", true
	return true
}

func (erasure) Sample(r Random) wire.Event {
	if r.IntN(2) > 0 {
		return wire.Event{Action: wire.ActionRemoved}
	}
	return wire.Event{}
}
