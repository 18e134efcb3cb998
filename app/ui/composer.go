package ui

import (
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// composerID is the id of the text field; the static page uses the same.
const composerID = "composer"

// composer is where messages are written. Its text field is the browser's own:
// the program reads it, and writes it only when the room changes, after
// sending, and to put in what was chosen from a list.
type composer struct {
	v     *view
	field platform.Field
	room  string // whose draft is in the field

	replyTo int64       // seq of the message being answered, which may not be loaded; 0: none
	edit    *state.Item // the message being changed

	list suggestions
}

// enter takes over the field when it is in the page.
func (c *composer) enter() {
	c.field = platform.Field{Element: platform.ByID(composerID)}
	post := func(do func()) { c.v.frame.run(c.v, do) }
	c.field.Listen("keydown", false, func(e platform.Event) { post(func() { c.key(e) }) })
	c.field.Listen("input", true, func(e platform.Event) { post(func() { c.input(e) }) })
	c.field.Listen("click", true, func(platform.Event) { post(c.suggest) })
	c.field.Listen("blur", true, func(platform.Event) { post(c.leave) })
}

// show puts the draft of a room into the field, after keeping the other's.
func (c *composer) show(room string) {
	if c.room == room {
		return
	}
	c.list.close(c.v)
	c.edit = nil
	c.room = room
	c.restore()
}

// restore puts the room's draft into the field.
func (c *composer) restore() {
	d := c.v.drafts.rooms[c.room]
	c.replyTo = d.ReplyTo
	c.field.SetValue(d.Text)
	c.v.touch(partComposer)
}

// takeEarly puts what was typed before the program ran below the draft.
func (c *composer) takeEarly() {
	text, focus := platform.Early()
	if now := c.field.Value(); now != "" && !strings.HasPrefix(text, now) {
		text += now
	}
	if text != "" {
		d := c.v.drafts.rooms[c.room]
		if d.Text != "" && d.Text != text {
			text = d.Text + "\n" + text
		}
		d.Text = text
		c.v.drafts.set(c.room, d)
		c.v.drafts.keep(c.v)
	}
	c.restore()
	if focus {
		c.field.Focus()
	}
	platform.EarlyTaken()
}

func (c *composer) input(e platform.Event) {
	c.field.Grown()
	c.keepDraft()
	if e.Composing() {
		return
	}
	c.suggest()
	if c.edit == nil && c.v.eng != nil && c.field.Value() != "" {
		c.v.eng.Typing(c.room)
	}
}

// keepDraft keeps what is in the field. The text of a message being changed is
// no draft.
func (c *composer) keepDraft() {
	if c.edit != nil || c.room == "" {
		return
	}
	if c.v.drafts.set(c.room, draft{Text: c.field.Value(), ReplyTo: c.replyTo}) {
		c.v.touch(partSidebar)
	}
	c.v.drafts.keep(c.v)
}

func (c *composer) key(e platform.Event) {
	if e.Composing() || c.list.key(c, e) {
		return
	}
	switch key := e.Key(); {
	case key == "Enter" && !e.Shift() && !e.Alt():
		e.PreventDefault()
		c.send()
	case key == "ArrowUp" && !e.Shift() && !e.Alt() && !e.Command() && c.field.Value() == "":
		if it := c.v.lastOwn(c.room); it != nil {
			e.PreventDefault()
			c.startEdit(it)
		}
	case key == "Escape" && c.cancel():
		e.PreventDefault()
		e.StopPropagation()
	}
}

// cancel gives up changing, then answering; it reports whether it did.
func (c *composer) cancel() bool {
	switch {
	case c.edit != nil:
		c.edit = nil
		c.restore()
	case c.replyTo != 0:
		c.replyTo = 0
		c.keepDraft()
		c.v.touch(partComposer)
	default:
		return false
	}
	return true
}

// send sends what is written, or the change of a message. What cannot be sent
// stays in the field.
func (c *composer) send() {
	body := strings.TrimSpace(c.field.Value())
	if body == "" || c.room == "" || c.v.eng == nil {
		return
	}
	if c.edit != nil {
		c.sendEdit(body)
		return
	}
	if _, err := c.v.eng.Send(c.room, body, c.replyTo); err != nil {
		c.v.complain(err)
		return
	}
	c.list.close(c.v)
	c.replyTo = 0
	c.field.SetValue("")
	c.keepDraft()
	c.v.touch(partComposer)
	c.v.line.toEnd()
}

func (c *composer) sendEdit(body string) {
	it := c.edit
	c.edit = nil
	c.list.close(c.v)
	c.restore()
	if body == it.Event.Body {
		return
	}
	req := &wire.Edit{Room: it.Event.Room, Seq: it.Event.Seq, Body: body}
	ask(c.v, wire.EditMessage, req, func(_ *wire.Ack, err error) {
		if err == nil {
			return
		}
		c.v.offer("alert", text.ChangeNotSaved(words(err)), text.EditAgain, func() {
			c.startEdit(it)
			c.field.SetValue(body)
		})
	})
}

// startReply answers a message of the room that the composer is in.
func (c *composer) startReply(it *state.Item) {
	if it.Event.Room != c.room {
		return
	}
	if c.edit != nil {
		c.edit = nil
		c.restore()
	}
	c.replyTo = it.Event.Seq
	c.keepDraft()
	c.v.touch(partComposer)
	c.field.Focus()
}

// startEdit changes one of the person's own messages.
func (c *composer) startEdit(it *state.Item) {
	c.keepDraft()
	c.list.close(c.v)
	c.edit, c.replyTo = it, 0
	c.field.SetValue(it.Event.Body)
	c.field.Focus()
	c.v.touch(partComposer)
}

// put writes text at the caret.
func (c *composer) put(text string) {
	from, to := c.field.Caret()
	c.field.Replace(from, to, text)
	c.field.Focus()
	c.keepDraft()
	c.suggest()
}

func (c *composer) leave() { c.list.close(c.v) }

func (c *composer) suggest() { c.list.update(c) }
