package compose

import (
	"strings"
	"time"
	"unicode"

	"github.com/confab/confab/app/draft"
	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// pasteMost is how much the field takes of what is pasted, in UTF-16 units: more than a
// message can have, so that it can be shortened there, and not what would keep the browser busy.
const pasteMost = 4 * limits.Body

// Composer is where messages are written. Its text field is the browser's own:
// the program reads it, and writes it only when the target changes, after
// sending, and to put in what was chosen from a list.
type Composer struct {
	h        *host.Host
	drafts   *Drafts
	field    platform.Field
	mounted  bool     // the field is in the page
	removers []func() // of the listeners

	to      Target // whose draft is in the field
	replyTo int64  // seq of the message being answered, which may not be loaded; 0: none
	edit    string // the name of the message being changed; "": a new one is written
	sent    sent   // what was sent last
	over    bool   // files are dragged over the page
	also    bool   // a reply in a thread is to be shown in the room too
	vain    bool   // what is in the field names everyone, which the person may not do

	list     suggestions
	voice    voice
	later    sendLater
	commands obeying
	calling  calling
}

// New returns a composer that writes to a target.
func New(h *host.Host, d *Drafts, to Target) *Composer {
	c := &Composer{h: h, drafts: d, to: to}
	c.list.c, c.voice.c, c.later.c, c.commands.c = c, c, c, c
	d.shown = append(d.shown, c.elsewhere)
	return c
}

// Thing is what changes when the composer shows something else.
func (c *Composer) Thing() host.Thing { return c.to.thing() }

func (c *Composer) changed() { c.h.Raise(c.Thing()) }

// mount takes over the field when it is in the page.
func (c *Composer) mount() {
	c.mounted = true
	c.field = platform.Field{Element: platform.ByID(c.to.fieldID())}
	on := func(kind string, passive bool, f func(platform.Event)) {
		c.removers = append(c.removers, c.field.Listen(kind, passive, func(e platform.Event) { c.h.Post(func() { f(e) }) }))
	}
	on("keydown", false, c.key)
	on("input", true, func(platform.Event) { c.input() })
	// Browsers say nothing else when an input method has put in what it composed.
	on("compositionend", true, func(platform.Event) { c.input() })
	c.removers = append(c.removers, platform.Bound(c.field, pasteMost, func() { c.h.Post(func() { c.h.Say("alert", text.PasteTooLong) }) }))
	on("click", true, func(platform.Event) { c.list.update() })
	on("blur", true, func(platform.Event) {
		c.list.close()
		c.drafts.courier.tell()
	})
	if c.to.Room != "" {
		c.Restore()
	}
}

// unmount gives the field back.
func (c *Composer) unmount() {
	c.voice.leave()
	c.keepDraft()
	for _, remove := range c.removers {
		remove()
	}
	c.mounted, c.removers, c.field, c.edit = false, nil, platform.Field{}, ""
	c.list.close()
}

// Turn writes to another target: its draft is in the field, and the other one's is kept.
func (c *Composer) Turn(to Target) {
	if c.to == to {
		return
	}
	c.voice.leave()
	c.keepDraft()
	c.list.close()
	c.to, c.also = to, false
	c.Restore()
}

// Restore puts the target's draft into the field: that of an edit, if one is under way.
func (c *Composer) Restore() {
	at, _ := c.drafts.Book.Editing(c.to.Room, c.to.Thread)
	c.edit = at.Edit
	c.fill()
}

// fill puts the draft of what is being written into the field.
func (c *Composer) fill() {
	d := c.drafts.Book.Get(c.to.draft(c.edit))
	c.replyTo = d.ReplyTo
	c.field.SetValue(d.Text)
	c.marks(false)
	c.changed()
}

// marks has the message that is being changed marked among the others, and shown if show is set.
func (c *Composer) marks(show bool) {
	if c.to.Thread == 0 {
		c.h.Verbs.Editing(c.edit, show)
	}
}

// elsewhere is told that another tab has changed a draft.
func (c *Composer) elsewhere(at draft.Target) {
	if !c.mounted || at != c.to.draft(c.edit) {
		return
	}
	c.list.close()
	c.Restore()
}

// TakeEarly puts what was typed before the program ran below the draft, with the caret
// where it was.
func (c *Composer) TakeEarly(early platform.Early) {
	d := c.drafts.Book.Get(c.to.draft(""))
	above := ""
	if early.Text != "" && early.Text != d.Text {
		if d.Text != "" {
			above = d.Text + "\n"
		}
		c.drafts.put(c.to.draft(""), above+early.Text, d.ReplyTo)
	}
	c.Restore()
	if early.Text != "" {
		platform.SelectRange(c.field, platform.UTF16Len(above)+early.From, platform.UTF16Len(above)+early.To)
	}
	if early.Focus || !early.Away && !host.Touch() && !c.h.Overlays.Modal() && c.h.Route.Seq == 0 {
		c.field.Focus()
	}
}

// Focus enters the field.
func (c *Composer) Focus() { platform.ByID(c.to.fieldID()).Focus() }

// Blank reports whether the keys that undo have nothing to undo in a field: none has the focus, or the
// composer's, which is empty.
func Blank(c *Composer) bool {
	at := platform.Active()
	if at.Same(platform.ByID(c.to.fieldID())) {
		return c.field.Value() == ""
	}
	return !at.Closest("input, textarea, [contenteditable]").OK()
}

// input follows what was typed, also while an input method composes it: keyboards of
// phones compose every word.
func (c *Composer) input() {
	c.field.Grown()
	c.keepDraft()
	sending{c}.hold() // what is half written is not to be sent
	c.commands.follow()
	if vain := c.inVain(c.field.Value()); vain != c.vain {
		c.vain = vain
		c.changed()
	}
	c.list.update()
	if c.edit == "" && c.h.Eng != nil && c.field.Value() != "" {
		c.h.Eng.Typing(state.ThreadID(c.to.Room, c.to.Thread))
	}
}

// alsoInRoom reports whether the reply that is written, or that waits for its files, is to be shown in the room too.
func (s sending) alsoInRoom() bool {
	c := s.c
	q := c.Files().tray().queued
	return c.also || q != nil && q.inRoom
}

// hold takes back a message that waits for its files, and reports whether there was one.
func (s sending) hold() bool {
	c := s.c
	c.also = s.alsoInRoom()
	return c.drafts.trays.hold(c.to)
}

// inVain reports whether a text names everyone and the person may not do that here: it
// will be plain text.
func (c *Composer) inVain(text string) bool {
	if !callsAll(text) {
		return false
	}
	r, ok := c.h.State.Room(c.to.Room)
	return ok && !rights.May(rights.MentionAll, rights.In(c.h.State.Me(), r))
}

// keepDraft keeps what is in the field.
func (c *Composer) keepDraft() {
	if c.to.Room != "" && c.mounted {
		c.drafts.put(c.to.draft(c.edit), c.field.Value(), c.replyTo)
	}
}

func (c *Composer) key(e platform.Event) {
	if e.Composing() || c.list.key(e) {
		return
	}
	switch key := e.Key(); {
	case key == "Enter" && !e.Shift() && !e.Alt() && (c.h.EnterSends() || e.Command()):
		e.PreventDefault()
		c.send()
	case key == "ArrowUp" && !e.Shift() && !e.Alt() && !e.Command() && c.field.Value() == "":
		if it := c.lastOwn(); it != nil {
			e.PreventDefault()
			c.Edit(it)
		}
	case key == "Escape" && c.cancel():
		e.PreventDefault()
		e.StopPropagation()
	}
}

// lastOwn returns the person's newest message that can still be changed.
func (c *Composer) lastOwn() (last *state.Item) {
	c.h.State.See(func(s *state.State) {
		r := s.At(state.ThreadID(c.to.Room, c.to.Thread))
		if r == nil {
			return
		}
		if last = c.sent.in(s, r); last != nil || !r.Live() {
			return
		}
		rows := r.Timeline()
		for i := len(rows) - 1; i >= 0 && last == nil; i-- {
			it := rows[i]
			if it.Event.Kind == wire.KindMessage && it.Event.Author == s.Me.ID && !it.Deleted() {
				last = it
			}
		}
	})
	return last
}

// cancel gives up changing, then answering; it reports whether it did.
func (c *Composer) cancel() bool {
	switch {
	case c.edit != "":
		edit{c}.drop()
	case sending{c}.hold():
	case c.replyTo != 0:
		c.replyTo = 0
		c.keepDraft()
		c.changed()
	default:
		return false
	}
	return true
}

// trimmed is a text without the blank lines before it and the blanks behind it. The
// indentation of its first line stays.
func trimmed(s string) string {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	for {
		line, rest, more := strings.Cut(s, "\n")
		if !more || strings.TrimSpace(line) != "" {
			return s
		}
		s = rest
	}
}

// send sends what is written, or the change of a message. What cannot be sent
// stays in the field.
func (c *Composer) send() {
	body := trimmed(c.field.Value())
	if c.to.Room == "" || c.h.Eng == nil || body == "" && (c.edit != "" || len(c.Files().tray().files) == 0) {
		return
	}
	if c.edit != "" {
		edit{c}.send(body)
		return
	}
	if rest, ok := strings.CutPrefix(body, "//"); ok {
		sending{c}.text("/" + rest)
		return
	}
	if !c.commands.obeys(body) {
		sending{c}.text(body)
	}
}

// sending is how a message leaves a composer.
type sending struct{ c *Composer }

// text sends a text, with the files that are there.
func (s sending) text(body string) {
	c := s.c
	if s.asks(body) {
		return
	}
	files, ok := c.drafts.trays.ready(c.to)
	if !ok {
		c.keepDraft()
		c.drafts.trays.enqueue(c.to, body, c.replyTo, s.alsoInRoom())
		c.also = false
		return
	}
	cid, err := c.h.Eng.SendMessage(engine.Message{Room: c.to.Room, Body: body, ReplyTo: c.replyTo, Files: files,
		Thread: c.to.Thread, InRoom: s.alsoInRoom()})
	if err != nil {
		c.h.Complain(err)
		return
	}
	c.sent = sent{room: c.to.Room, cid: cid, body: body, at: time.Now()}
	c.list.close()
	c.drafts.trays.sent(c.to)
	s.clear()
	if c.to.Thread != 0 {
		c.h.Verbs.ToAnswer()
	} else {
		c.h.Verbs.ToEnd()
	}
}

// clear empties the field, and begins anew.
func (s sending) clear() {
	c := s.c
	c.replyTo, c.vain, c.also, c.commands.name = 0, false, false, ""
	c.field.SetValue("")
	c.keepDraft()
	c.changed()
}

// Reply answers a message of the room that the composer is in.
func (c *Composer) Reply(it *state.Item) {
	if it.Event.Room != c.to.Room {
		return
	}
	if c.edit != "" {
		c.keepDraft()
		c.edit = ""
		c.fill()
	}
	c.replyTo = it.Event.Seq
	c.keepDraft()
	c.changed()
	c.field.Focus()
}

// Edit changes one of the person's own messages. An edit that was begun before goes on.
func (c *Composer) Edit(it *state.Item) {
	c.keepDraft()
	c.list.close()
	c.edit = nameOf(it)
	if at := c.to.draft(c.edit); c.drafts.Book.Get(at).Text == "" {
		c.drafts.put(at, it.Event.Body, 0)
	}
	c.fill()
	c.marks(true)
	c.field.Focus()
}

// Put writes text at the caret.
func (c *Composer) Put(text string) {
	from, to := c.field.Caret()
	c.field.Replace(from, to, text)
	c.field.Focus()
	c.keepDraft()
	c.list.update()
}

// mention begins a mention at the caret.
func (c *Composer) mention() {
	now := c.field.Value()
	from, _ := c.field.Caret()
	before := now[:platform.ByteOffset(now, from)]
	if before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "\n") {
		c.Put("@")
		return
	}
	c.Put(" @")
}
