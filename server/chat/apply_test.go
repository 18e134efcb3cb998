package chat_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/confab/confab/app/state"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// Invariant I8 of the history checker: the state that a client builds from the
// events it received, in whatever pieces they came, equals the state it would
// fetch afresh.

// witness is a client's state, fed by the real rules and store in the way the hub
// feeds it.
type witness struct {
	w       *chattest.World
	t       *rapid.T
	who     chattest.Person
	s       *state.State
	room    string
	online  bool
	briefly bool         // the next hello names its rooms in the brief form
	blind   bool         // some unread messages were not seen here before they changed
	queue   []any        // commits not delivered yet: wire.Event or []store.InboxEntry
	pages   []*wire.Page // answers that have not arrived yet
	since   int64        // from where on the person may read, according to the hub
	course  []string     // log of all that was applied, printed on failure
}

func (d *witness) apply(input any) {
	if in, ok := input.(*wire.Inbox); ok && in.Room == d.room && (in.Info != nil && in.Info.Unread > 0 || in.Unread > 0) {
		d.blind = true // the count includes events that the witness has not seen
	}
	if in, ok := input.(*wire.Inbox); ok && in.Room == d.room && in.Info != nil {
		d.since = in.Info.Since
	}
	err := d.s.Apply(input, d.w.Now())
	d.course = append(d.course, fmt.Sprintf("%T %s", input, text(input)))
	switch {
	case err == nil, errors.Is(err, state.ErrOld):
	case errors.Is(err, state.ErrGap):
		d.online = false
		d.connect(false)
	default:
		d.t.Fatalf("%s: Apply(%T): %v", d.who.Handle, input, err)
	}
}

// connect runs hello, welcome and catch-up. Without cursors every room is reset.
func (d *witness) connect(cursors bool) {
	if d.online {
		return
	}
	resume := d.s.Resume()
	known := resume.Rooms
	switch {
	case !cursors:
		resume.Rooms = nil
	case d.briefly: // both forms mean the same
		resume.Brief, resume.Rooms = wire.Brief(known, limits.Frame), nil
	}
	d.briefly = !d.briefly
	c, err := d.w.Chat.Resume(context.Background(), d.who.Actor(), resume)
	if err != nil {
		d.t.Fatal(err)
	}
	d.queue, d.pages, d.online = nil, nil, true
	for _, r := range c.Rooms {
		if r.ID == d.room {
			d.since = r.Since
		}
	}
	w := &wire.Welcome{Me: c.Me, Workspace: c.Workspace, UserTop: c.UserTop, Rooms: c.Modes}
	d.s.Complete(w)
	d.apply(w)
	for i := range c.Inbox {
		d.apply(&c.Inbox[i])
	}
	for i := range c.Events {
		e := &c.Events[i]
		d.blind = d.blind || e.Kind == wire.KindMessage && e.Body == ""
		d.apply(e)
	}
	for room, mode := range c.Modes {
		if _, was := known[room]; was && mode.Mode == wire.ModeReset && d.s.Rooms[room] != nil {
			d.blind = true
			d.apply(d.w.MustDo(d.who, &wire.RoomRef{Room: room}, wire.GetRoom.Type).(*wire.RoomInfo))
		}
	}
}

// deliver applies the next n commits.
func (d *witness) deliver(n int) {
	for ; n > 0 && len(d.queue) > 0; n-- {
		next := d.queue[0]
		d.queue = d.queue[1:]
		switch c := next.(type) {
		case wire.Event:
			c.Clip(d.since)
			d.apply(&c)
		case []store.InboxEntry:
			frames, err := d.w.Chat.InboxFrames(context.Background(), d.who.ID, c)
			if err != nil {
				d.t.Fatal(err)
			}
			for i := range frames {
				d.apply(&frames[i])
			}
		}
	}
}

func (d *witness) committed(c store.Commit) {
	if !d.online {
		return
	}
	for _, e := range c.Events {
		e.Mentions = slices.Clone(e.Mentions)
		d.queue = append(d.queue, e)
	}
	var mine []store.InboxEntry
	for _, e := range c.Inbox {
		if e.User == d.who.ID {
			mine = append(mine, e)
		}
	}
	if mine != nil {
		d.queue = append(d.queue, mine)
	}
}

// history is one random sequence of events in one room.
type history struct {
	w         *chattest.World
	t         *rapid.T
	room      string
	witnesses []*witness
	said      []said
}

type said struct {
	seq int64
	by  chattest.Person
}

func (h *history) person(label string) chattest.Person {
	w := h.w
	return rapid.SampledFrom([]chattest.Person{w.Hana, w.Sam, w.Mara, w.Finn}).Draw(h.t, label)
}

func (h *history) witness() *witness {
	return h.witnesses[rapid.IntRange(0, len(h.witnesses)-1).Draw(h.t, "witness")]
}

func (h *history) message() (said, bool) {
	if len(h.said) == 0 {
		return said{}, false
	}
	return rapid.SampledFrom(h.said).Draw(h.t, "message"), true
}

// makers has a generator for each kind of event. What can be put on messages is put
// there.
func (h *history) makers() map[wire.Kind]func(*rapid.T) {
	all := map[wire.Kind]func(*rapid.T){
		wire.KindMessage: h.say, wire.KindEdit: h.edit, wire.KindDelete: h.erase, wire.KindReaction: h.react,
		wire.KindMember: h.comeAndGo, wire.KindRoom: h.rename, wire.KindPreview: h.preview, wire.KindVote: h.vote,
	}
	for _, put := range chattest.Puts("👍") {
		if kind := wire.Kind(put.Type()); effect.Of(kind) != nil {
			all[kind] = h.put(put)
		}
	}
	return all
}

func (h *history) put(put chattest.Put) func(*rapid.T) {
	return func(*rapid.T) {
		if m, ok := h.message(); ok {
			h.w.Do(h.person("who"), put(h.room, m.seq, rapid.Bool().Draw(h.t, "on")), put.Type())
		}
	}
}

// vote makes a poll, or chooses in one. Whose vote it was in a hidden one is in no event: there a client goes by the answer.
func (h *history) vote(*rapid.T) {
	m, ok := h.message()
	if !ok || rapid.IntRange(0, 3).Draw(h.t, "new") == 0 {
		p, poll := h.person("author"), &wire.Poll{Choices: []string{"soup", "salad", "bread"}, Many: true}
		q := &wire.Send{CID: id.New(), Room: h.room, Body: "What?", Poll: poll}
		if res, err := h.w.Do(p, q, wire.SendMessage.Type); err == nil {
			h.said = append(h.said, said{res.(*wire.Ack).Seq, p})
		}
		return
	}
	h.w.Do(h.person("who"), &wire.Vote{Room: h.room, Seq: m.seq, Choices: rapid.IntRange(0, 7).Draw(h.t, "choices")}, wire.CastVote.Type)
}

func (h *history) say(*rapid.T) {
	p := h.person("author")
	body := rapid.SampledFrom([]string{"hello", "*so* @sam, look", "@all listen", "> quoted\nand answered", "e\u0301 👩‍👩‍👧"}).
		Draw(h.t, "body")
	q := &wire.Send{CID: id.New(), Room: h.room, Body: body}
	if m, ok := h.message(); ok && rapid.Bool().Draw(h.t, "reply") {
		q.ReplyTo = m.seq
	}
	if m, ok := h.message(); ok && rapid.Bool().Draw(h.t, "in a thread") {
		q.ReplyTo, q.Thread, q.InRoom = 0, m.seq, rapid.Bool().Draw(h.t, "in the room too")
	}
	if res, err := h.w.Do(p, q, wire.SendMessage.Type); err == nil {
		h.said = append(h.said, said{res.(*wire.Ack).Seq, p})
	}
}

// preview shows what a link of a message leads to, as the job does that fetches it, or removes that.
func (h *history) preview(*rapid.T) {
	m, ok := h.message()
	if !ok {
		return
	}
	previews := []wire.Preview{}
	if rapid.Bool().Draw(h.t, "shown") {
		previews = append(previews, wire.Preview{Address: "https://example.org", Title: "Soup"})
	}
	e := wire.Event{
		Room: h.room, Event: id.New(), Author: m.by.ID, Kind: wire.KindPreview, At: 1, Target: m.seq,
		Detail: wire.DetailOf(&wire.Previews{Previews: previews}),
	}
	err := h.w.Store.Update(h.t.Context(), func(tx store.Tx) error {
		if err := tx.Events().Append(&e); err != nil {
			return err
		}
		return tx.Events().Change(e)
	})
	if err != nil && !errors.Is(err, store.ErrNotFound) { // of a deleted message nothing is shown
		h.t.Fatal(err)
	}
}

func (h *history) edit(*rapid.T) {
	if m, ok := h.message(); ok {
		body := rapid.SampledFrom([]string{"better", "@sam @all better still", "**a** `b`"}).Draw(h.t, "body")
		h.w.Do(m.by, &wire.Edit{Room: h.room, Seq: m.seq, Body: body}, wire.EditMessage.Type)
	}
}

func (h *history) erase(*rapid.T) {
	if m, ok := h.message(); ok && rapid.IntRange(0, 2).Draw(h.t, "really") == 0 {
		h.w.Do(h.w.Hana, &wire.Delete{Room: h.room, Seq: m.seq}, wire.DeleteMessage.Type)
	}
}

func (h *history) react(*rapid.T) {
	if m, ok := h.message(); ok {
		emoji := rapid.SampledFrom([]string{"👍", "🎉", "❤️"}).Draw(h.t, "emoji")
		h.w.Do(h.person("who"), &wire.React{Room: h.room, Seq: m.seq, Emoji: emoji, On: rapid.Bool().Draw(h.t, "on")},
			wire.ReactToMessage.Type)
	}
}

func (h *history) rename(*rapid.T) {
	topic := rapid.SampledFrom([]string{"", "one thing", "another"}).Draw(h.t, "topic")
	h.w.Do(h.w.Hana, &wire.RoomSet{Room: h.room, Topic: &topic}, wire.SetRoom.Type)
}

func (h *history) comeAndGo(*rapid.T) {
	guest := rapid.SampledFrom([]string{h.w.Finn.ID, h.w.Stan.ID}).Draw(h.t, "guest")
	if rapid.Bool().Draw(h.t, "come") {
		h.w.Do(h.w.Hana, &wire.MemberAdd{Room: h.room, User: guest}, wire.AddMember.Type)
	} else {
		h.w.Do(h.w.Hana, &wire.MemberRef{Room: h.room, User: guest}, wire.RemoveMember.Type)
	}
}

func (h *history) disconnect(*rapid.T) { h.witness().online = false }

func (h *history) connect(*rapid.T) {
	h.witness().connect(rapid.IntRange(0, 4).Draw(h.t, "reset") != 0)
}

func (h *history) deliver(*rapid.T) { h.witness().deliver(rapid.IntRange(1, 5).Draw(h.t, "n")) }

// ask reads a page now; its answer arrives later.
func (h *history) ask(*rapid.T) {
	d := h.witness()
	r := d.s.Rooms[h.room]
	if r == nil {
		return
	}
	f := &wire.Fetch{Room: h.room, Limit: rapid.IntRange(2, 8).Draw(h.t, "limit")}
	switch rapid.IntRange(0, 3).Draw(h.t, "which") {
	case 0:
		f.Before = max(r.From, 1)
	case 1:
		f.After = max(r.To, 1)
	case 2:
		f.Around = rapid.Int64Range(1, r.Info.Top+1).Draw(h.t, "around")
	}
	if page, err := h.w.Do(d.who, f, wire.FetchHistory.Type); err == nil {
		d.pages = append(d.pages, page.(*wire.Page))
	}
}

func (h *history) answer(*rapid.T) {
	d := h.witness()
	if len(d.pages) > 0 && d.online {
		page := d.pages[0]
		d.pages = d.pages[1:]
		d.apply(page)
	}
}

func (h *history) read(*rapid.T) {
	d := h.witness()
	r := d.s.Rooms[h.room]
	if r == nil || !d.online {
		return
	}
	seq := rapid.Int64Range(1, r.Info.Top).Draw(h.t, "up to")
	d.apply(state.Marked{Room: h.room, Seq: seq})
	h.w.Do(d.who, &wire.Read{Room: h.room, Seq: seq}, wire.MarkRead.Type)
}

func (h *history) look(*rapid.T) {
	d := h.witness()
	d.apply(state.Opened{Room: h.room})
	if r := d.s.Rooms[h.room]; r != nil && r.Loaded() {
		d.apply(state.Viewing{Room: h.room, Anchor: rapid.Int64Range(0, r.Info.Top).Draw(h.t, "anchor")})
	}
}

// check compares a witness's state with a state fetched afresh.
func (d *witness) check() {
	d.connect(true)
	d.deliver(1 << 20)
	d.connect(true) // an event was missed: reconnect
	d.deliver(1 << 20)

	if d.blind {
		// The number of mentions is exact again once the unread messages are
		// loaded.
		for room, r := range d.s.Rooms {
			for at := max(r.Info.Read, 1); at < r.Info.Top; {
				page := d.w.MustDo(d.who, &wire.Fetch{Room: room, After: at}, wire.FetchHistory.Type).(*wire.Page)
				d.apply(page)
				at = page.To
			}
		}
	}
	fresh := &witness{w: d.w, t: d.t, who: d.who, s: state.New()}
	fresh.connect(true)
	if len(d.s.Rooms) != len(fresh.s.Rooms) {
		d.t.Fatalf("%s knows %d rooms, fresh %d", d.who.Handle, len(d.s.Rooms), len(fresh.s.Rooms))
	}
	for room, r := range d.s.Rooms {
		f := fresh.s.Rooms[room]
		if f == nil {
			d.t.Fatalf("%s: fresh does not know room %s", d.who.Handle, room)
		}
		if got, want := text(r.Info), text(f.Info); got != want {
			d.t.Fatalf("%s: room\n got %s\nwant %s\nafter%s", d.who.Handle, got, want, lines(d.course))
		}
		if !r.Loaded() || r.Stale {
			continue
		}
		for at := r.From - 1; at < r.To; {
			q := &wire.Fetch{Room: room, After: at, Limit: 7}
			if at == 0 {
				q = &wire.Fetch{Room: room, Around: 1, Limit: 7}
			}
			page := d.w.MustDo(d.who, q, wire.FetchHistory.Type).(*wire.Page)
			at = page.To
			fresh.apply(page)
		}
		var want []string
		for _, it := range f.Items {
			if it.Event.Seq >= r.From && it.Event.Seq <= r.To {
				want = append(want, text(it.Event))
			}
		}
		var got []string
		for _, it := range r.Items {
			got = append(got, text(it.Event))
		}
		if !slices.Equal(got, want) {
			d.t.Fatalf("%s: window %d to %d of %d\n got %s\nwant %s", d.who.Handle, r.From, r.To, r.Info.Top, lines(got),
				lines(want)+"\nafter"+lines(d.course))
		}
	}
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func lines(list []string) string {
	out := ""
	for _, s := range list {
		out += "\n  " + s
	}
	return out
}

func TestWhatAClientHasComeToIsWhatItWouldFetch(t *testing.T) {
	makers := new(history).makers()
	for _, k := range effect.Kinds() {
		if makers[k.Name()] == nil {
			t.Errorf("nothing here makes a %s: add it to makers", k.Name())
		}
	}
	var tell func(store.Commit)
	w := chattest.New(t, func(w *chattest.World, _ *chat.Options) {
		w.Store.OnCommit(func(c store.Commit) {
			if tell != nil {
				tell(c)
			}
		})
	})
	rapid.Check(t, func(t *rapid.T) {
		h := &history{w: w, t: t, room: w.Room(wire.RoomPrivate)}
		for _, p := range []chattest.Person{w.Sam, w.Hana, w.Finn} {
			d := &witness{w: w, t: t, who: p, s: state.New(), room: h.room}
			d.connect(true)
			h.witnesses = append(h.witnesses, d)
		}
		tell = func(c store.Commit) {
			for _, d := range h.witnesses {
				d.committed(c)
			}
		}
		defer func() { tell = nil }()
		actions := map[string]func(*rapid.T){
			"say more": h.say, "disconnect": h.disconnect, "connect": h.connect, "deliver": h.deliver,
			"ask": h.ask, "answer": h.answer, "read": h.read, "look": h.look,
		}
		for kind, makes := range h.makers() {
			actions[string(kind)] = makes
		}
		t.Repeat(actions)
		for _, d := range h.witnesses {
			d.check()
		}
	})
}
