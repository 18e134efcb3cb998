package broker

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

const (
	// maxEvents is the maximum size of the events in an envelope, in bytes.
	maxEvents = 8 << 10
	// maxEntries is the maximum number of inbox entries in an envelope.
	maxEntries = 64
)

// contents is the JSON object of an envelope: a Message without its events.
type contents struct {
	Look     bool              `json:"look,omitempty"` // the sender dropped something, so the receiver must read the store
	Room     string            `json:"room,omitempty"`
	First    int64             `json:"first,omitempty"`
	Last     int64             `json:"last,omitempty"`
	Inbox    []entry           `json:"inbox,omitempty"`
	Emoji    int64             `json:"emoji,omitempty"`
	Users    []wire.User       `json:"users,omitempty"`
	Ended    []string          `json:"ended,omitempty"`
	Typing   *wire.Typing      `json:"typing,omitempty"`
	Presence map[string]string `json:"presence,omitempty"`
	Replaced *Replaced         `json:"replaced,omitempty"`
}

// entry is a store.InboxEntry.
type entry struct {
	User string         `json:"user"`
	Useq int64          `json:"useq"`
	Kind wire.InboxKind `json:"kind"`
	Room string         `json:"room,omitempty"`
	Item string         `json:"item,omitempty"`
	Seq  int64          `json:"seq,omitempty"`
}

// envelopes encodes m, as several envelopes if its inbox is long. They are not
// sealed yet.
func envelopes(m *Message) [][]byte {
	c := contents{
		Room: m.Room, First: m.First, Last: m.Last,
		Emoji: m.Emoji, Users: m.Users, Ended: m.Ended, Typing: m.Typing, Presence: m.Presence, Replaced: m.Replaced,
	}
	rest := m.Inbox
	c.Inbox, rest = entries(rest)
	all := [][]byte{appendEvents(envelope(&c), m.Events)}
	for len(rest) > 0 {
		var more contents
		more.Inbox, rest = entries(rest)
		all = append(all, envelope(&more))
	}
	return all
}

// lookEnvelope says that something was dropped.
func lookEnvelope() []byte { return envelope(&contents{Look: true}) }

func envelope(c *contents) []byte { return append(make([]byte, 0, 512), wire.Marshal(*c)...) }

// appendEvents appends the events, or none if they are too long.
func appendEvents(b []byte, events []wire.Event) []byte {
	without := len(b)
	for i := range events {
		var err error
		if b, err = wire.Append(append(b, '\n'), &events[i]); err != nil || len(b)-without > maxEvents {
			return b[:without]
		}
	}
	return b
}

func entries(from []store.InboxEntry) (some []entry, rest []store.InboxEntry) {
	n := min(maxEntries, len(from))
	for _, e := range from[:n] {
		some = append(some, entry(e))
	}
	return some, from[n:]
}

// open decodes an envelope.
func open(text []byte) (m Message, look bool, err error) {
	line, rest := wire.Next(text)
	var c contents
	if err := wire.Unmarshal(line, &c); err != nil {
		return m, false, err
	}
	m = Message{
		Room: c.Room, First: c.First, Last: c.Last,
		Emoji: c.Emoji, Users: c.Users, Ended: c.Ended, Typing: c.Typing, Presence: c.Presence, Replaced: c.Replaced,
	}
	for _, e := range c.Inbox {
		m.Inbox = append(m.Inbox, store.InboxEntry(e))
	}
	for line, rest := wire.Next(rest); len(line) > 0; line, rest = wire.Next(rest) {
		m.Events = append(m.Events, wire.Event{})
		if err := wire.Decode(line, &m.Events[len(m.Events)-1]); err != nil {
			return m, false, err
		}
	}
	return m, c.Look, nil
}
