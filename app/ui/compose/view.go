package compose

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// view draws a composer. The text field has no value here: go-app must never write it.
type view struct {
	app.Compo
	Of   *Composer
	Room string
	List bool // suggestions are open: then Rev sums more
	Rev  int
}

// View draws the composer.
func (c *Composer) View() app.UI {
	room := c.to.Room
	rev := c.h.Rev(c.Thing(), host.Room(room), host.Typing(room), host.People, host.Self, host.Hands, host.Status)
	if c.list.open() {
		rev += c.h.Rev(host.Presence)
	}
	if c.replyTo != 0 {
		rev += c.h.Rev(host.Messages(room)) // which has the message that is answered
	}
	return &view{Of: c, Room: room, List: c.list.open(), Rev: rev}
}

// OnMount hands the field to the composer.
func (w *view) OnMount(app.Context) { w.Of.mount() }

// OnDismount takes it back.
func (w *view) OnDismount() { w.Of.unmount() }

// Render draws the form.
func (w *view) Render() app.UI {
	c, label := w.Of, text.Message
	if r, ok := c.h.State.Room(w.Room); ok {
		label = messageTo(r)
	}
	if c.to.Thread != 0 {
		label = text.ReplyInThread
	}
	hint, send, sendIcon := text.EnterSends(host.SendKeys(host.SendBy.Now())), text.Send, "arrow-up"
	if c.edit != "" {
		hint, send, sendIcon = text.EnterSaves(host.SendKeys(host.SendBy.Now())), text.Save, "check"
	}
	return kit.El("form.composer", kit.K("aria-label"), label, kit.On("submit", w.submit),
		w.suggestions(),
		kit.El("div.composer__box",
			w.aside(),
			w.context(),
			c.Files().view(),
			c.voice.view(),
			kit.El("label.u-sr", kit.K("for"), c.to.fieldID(), label),
			kit.TextArea(c.to.fieldID(), kit.Class("composer__input"), kit.K("rows"), 1, kit.K("dir"), "auto",
				kit.K("enterkeyhint"), enterKey(c.h), kit.K("aria-autocomplete"), "list", kit.K("translate"), "no",
				kit.K("aria-controls"), c.to.id("suggestions"),
				kit.K("placeholder"), label, kit.K("aria-activedescendant"), c.list.activeID()),
			kit.El("div.composer__row",
				w.plus(),
				kit.Files(c.to.id("files"), text.AttachFiles, kit.On("change", c.Files().asked)),
				kit.IconButton("emoji", text.Emoji, kit.Class("is-phone"),
					kit.K("id"), c.to.id("composer-emoji"), kit.K("aria-haspopup"), "dialog", kit.On("click", w.emoji)),
				kit.IconButton("at", text.MentionSomeone, kit.On("click", w.mention)),
				w.hint(hint),
				c.voice.button(),
				kit.El("button.iconbtn.iconbtn--primary.is-phone|type=submit", kit.K("aria-label"), send, kit.K("id"), c.to.id("send"),
					kit.On("pointerdown", c.later.hold), kit.On("pointerup", c.later.release), kit.Icon(sendIcon)),
				c.later.button())),
		w.alsoInRoom(),
		typists(c.h, c.to))
}

// plus offers what else than words can be sent. In a thread that is files alone, without a menu.
func (w *view) plus() app.UI {
	c := w.Of
	if c.to.Thread != 0 {
		return kit.IconButton("plus", text.AttachFiles, kit.Class("is-phone"), kit.On("click", c.Files().ask))
	}
	id := c.to.id("plus")
	return kit.IconButton("plus", text.AddToMessage, kit.Class("is-phone"), kit.K("id"), id, kit.K("aria-haspopup"), "menu",
		kit.K("aria-expanded"), kit.Yes(kit.MenuOpen(c.h, id)), kit.On("click", func(e platform.Event) {
			kit.ToggleMenu(c.h, &kit.Menu{Label: host.Said(text.AddToMessage), Button: id, Items: []kit.MenuItem{
				{Icon: "attach", Label: text.AttachFiles, Act: func() { c.Files().ask(e) }},
				{Icon: "poll", Label: text.NewPoll, Act: func() { Poll(c.h, c.to.Room) }},
			}})
		}))
}

// alsoInRoom is, in a thread, whether the room is to show the reply too.
func (w *view) alsoInRoom() app.UI {
	c := w.Of
	if c.to.Thread == 0 {
		return kit.None()
	}
	name := ""
	if r, ok := c.h.State.Room(w.Room); ok {
		name = host.RoomName(r)
	}
	tick, also := kit.None(), sending{c}.alsoInRoom()
	if also {
		tick = kit.Icon("check", "icon--sm")
	}
	return kit.El("button.composer__also|type=button|role=checkbox", kit.K("id"), c.to.id("also"), kit.K("aria-checked"), kit.Yes(also),
		kit.K("hidden"), c.edit != "", kit.On("click", w.alsoToRoom),
		kit.El("span.composer__tick", tick), kit.El("span.u-clip", text.AlsoToRoom(name)))
}

func (w *view) alsoToRoom(platform.Event) {
	c := w.Of
	on := !sending{c}.alsoInRoom()
	sending{c}.hold()
	c.also = on
	c.changed()
}

// enterKey is what a keyboard on the screen shows on its Enter key.
func enterKey(h *host.Host) string {
	if h.EnterSends() {
		return "send"
	}
	return "enter"
}

// hint says what the Enter key does, or that naming everyone reaches nobody.
func (w *view) hint(enter text.Text) app.UI {
	if in := w.Of.Files().tray(); in.queued != nil {
		return w.Of.Files().note(in)
	}
	if help := w.Of.commands.help(); !help.IsZero() {
		return kit.El("span.composer__hint|role=status", help)
	}
	if w.Of.vain {
		return kit.El("span.composer__hint|role=status", text.NamesAllInVain)
	}
	if !w.Of.h.Types() {
		return kit.El("span.composer__hint")
	}
	return kit.El("span.composer__hint.u-wide", kit.Sentence(enter, "kbd", "key"))
}

// messageTo is what the composer invites to: "Message #launch-week".
func messageTo(r wire.Room) text.Text {
	if r.Kind == wire.RoomDM {
		return text.MessagePerson(host.RoomName(r))
	}
	return text.MessageRoom(host.RoomName(r))
}

// aside offers a text that was put aside because it is too long.
func (w *view) aside() app.UI {
	c := w.Of
	long := c.drafts.Book.Get(c.to.draft(c.edit)).Aside
	if long == 0 {
		return kit.None()
	}
	why := text.OtherDeviceWrote
	if long > limits.Body {
		why = text.TooLongKept(kilobytes(long), kilobytes(limits.Body))
	}
	return kit.El("div.composer__context|role=status", kit.Icon("alert", "icon--sm"),
		kit.El("span", why),
		kit.El("button.btn.btn--quiet.u-end|type=button", kit.On("click", w.copyAside), text.Copy),
		kit.El("button.iconbtn.iconbtn--sm|type=button", kit.K("aria-label"), text.DeleteIt,
			kit.On("click", w.dropAside), kit.Icon("close", "icon--sm")))
}

func kilobytes(bytes int) string { return platform.FormatNumber((bytes + 1023) / 1024) }

func (w *view) copyAside(platform.Event) { aside{w.Of}.copy() }
func (w *view) dropAside(platform.Event) { aside{w.Of}.drop() }

// context says what is being answered or changed.
func (w *view) context() app.UI {
	line := func(iconName string, cancel text.Text, what app.UI) app.UI {
		return kit.El("div.composer__context", kit.Icon(iconName, "icon--sm"), what,
			kit.El("button.iconbtn.iconbtn--sm.u-end|type=button", kit.K("aria-label"), cancel,
				kit.On("click", w.cancel), kit.Icon("close", "icon--sm")))
	}
	switch c := w.Of; {
	case c.edit != "":
		return line("edit", text.CancelEditing, kit.El("span.u-clip", kit.El("strong", text.EditingYours)))
	case c.replyTo != 0:
		return line("reply", text.CancelReply, w.answered(c.to.Room, c.replyTo))
	}
	return kit.None()
}

// answered says which message is being answered. After a reload its room may
// not be there yet.
func (w *view) answered(room string, seq int64) app.UI {
	it := w.Of.h.State.Item(room, seq)
	if it == nil {
		return kit.El("span.u-clip", text.ReplyingToEarlier)
	}
	name := w.Of.h.State.User(it.Event.Author).Name
	return kit.El("span.u-clip", kit.Sentence(text.ReplyingTo(name, oneLine(it)), "strong", "name"))
}

// oneLine is a message's text shortened to a line, or what files it has if it has no text.
func oneLine(it *state.Item) string {
	if it.Event.Body == "" && !it.Deleted() {
		return host.Said(rowhtml.About(it.Event.Files))
	}
	return markup.Plain(it.Event.Body, 140)
}

func (w *view) suggestions() app.UI {
	l := &w.Of.list
	w.Of.h.Watching.Show(host.WatchComposer, l.people()...)
	id := w.Of.to.id("suggestions")
	if !l.open() {
		return kit.El("div|hidden=true", kit.K("id"), id)
	}
	head := host.Said(l.head())
	lines := []app.UI{kit.El("p.pop__head|aria-hidden=true", head)}
	for i, s := range l.found {
		lines = append(lines, w.option(i, s))
	}
	return kit.El("div.pop.pop--above|role=listbox", kit.K("id"), id, kit.K("aria-label"), head, kit.On("pointerdown", w.choose), lines)
}

func (w *view) option(i int, s suggestion) app.UI {
	l := &w.Of.list
	var face app.UI
	switch {
	case s.emoji != "":
		face = kit.El("span.opt__emoji", kit.Emoji(w.Of.h, s.emoji))
	case s.user.ID != "":
		face = kit.Avatar(s.user, "avatar--sm", w.Of.h.State.PresenceOr(s.user.ID, l.states[s.user.ID]))
	case s.slash:
		face = kit.Icon("enter")
	default:
		face = kit.Icon("users")
	}
	return kit.El("div.opt|role=option", kit.K("id"), l.id(s), kit.K("data-i"), i, kit.K("aria-selected"), kit.Yes(i == l.active),
		face, kit.El("span.opt__name|translate=no", kit.Marked(s.name, l.at.query)), kit.El("span.opt__hint", kit.El("bdi", s.hint)))
}

// choose takes the option under the pointer. It is told before the field loses
// the focus, and keeps it there.
func (w *view) choose(e platform.Event) {
	e.PreventDefault()
	if i, err := strconv.Atoi(kit.Data(e, "i")); err == nil {
		w.Of.list.choose(i)
	}
}

func (w *view) submit(e platform.Event) {
	e.PreventDefault()
	if w.Of.later.held() {
		return
	}
	w.Of.send()
	w.Of.field.Focus()
}

func (w *view) cancel(platform.Event) {
	w.Of.cancel()
	w.Of.field.Focus()
}

func (w *view) emoji(platform.Event) {
	box := platform.ByID(w.Of.to.id("composer-emoji")).Closest(".composer__box")
	w.Of.h.Overlays.Open(kit.NewPicker(box, true, func(char string) { putEmoji(w.Of, char) }))
}

func (w *view) mention(platform.Event) { w.Of.mention() }
