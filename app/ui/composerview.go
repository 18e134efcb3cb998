package ui

import (
	"strconv"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// composerView draws the composer. The text field has no value here: go-app
// must never write it.
type composerView struct {
	app.Compo
	V   *view
	Rev int
}

// OnMount hands the field to the composer.
func (w *composerView) OnMount(app.Context) { w.V.write.enter() }

// Render draws the form.
func (w *composerView) Render() app.UI {
	r, ok := w.V.here()
	label := text.Message
	if ok {
		label = messageTo(r)
	}
	list := &w.V.write.list
	hint, send, sendIcon := text.EnterSends(said(text.KeyEnter)), text.Send, "arrow-up"
	if w.V.write.edit != nil {
		hint, send, sendIcon = text.EnterSaves(said(text.KeyEnter)), text.Save, "check"
	}
	return el("form.composer", k("aria-label"), label, on("submit", w.submit),
		w.suggestions(),
		el("div.composer__box",
			w.context(),
			el("label.u-sr|for="+composerID, label),
			el("textarea.composer__input|rows=1|dir=auto|enterkeyhint=send|autocomplete=off|aria-autocomplete=list"+
				"|aria-controls=suggestions|id="+composerID,
				k("placeholder"), label, k("aria-activedescendant"), list.activeID()),
			el("div.composer__row",
				iconButton("emoji", text.Emoji, class("is-phone"), k("id"), "composer-emoji", k("aria-haspopup"), "dialog", on("click", w.emoji)),
				iconButton("at", text.MentionSomeone, on("click", w.mention)),
				el("span.composer__hint.u-wide", sentence(hint, "kbd", "key")),
				el("button.iconbtn.iconbtn--primary.is-phone|type=submit", k("aria-label"), send, icon(sendIcon)))),
		&typing{V: w.V, Rev: w.V.revs[partTyping]})
}

// context says what is being answered or changed.
func (w *composerView) context() app.UI {
	line := func(iconName string, cancel text.Text, what app.UI) app.UI {
		return el("div.composer__context", icon(iconName, "icon--sm"), what,
			el("button.iconbtn.iconbtn--sm.u-end|type=button", k("aria-label"), cancel, on("click", w.cancel), icon("close", "icon--sm")))
	}
	switch c := &w.V.write; {
	case c.edit != nil:
		return line("edit", text.CancelEditing, el("span.u-clip", el("strong", text.EditingYours)))
	case c.replyTo != 0:
		return line("reply", text.CancelReply, w.answered(c.room, c.replyTo))
	}
	return none()
}

// answered says which message is being answered. After a reload its room may
// not be there yet.
func (w *composerView) answered(room string, seq int64) app.UI {
	it := w.V.item(room, seq)
	if it == nil {
		return el("span.u-clip", text.ReplyingToEarlier)
	}
	return el("span.u-clip", sentence(text.ReplyingTo(w.V.user(it.Event.Author).Name, oneLine(it)), "strong", "name"))
}

// oneLine is a message's text shortened to a line.
func oneLine(it *state.Item) string {
	return markup.Plain(it.Event.Body, 140)
}

func (w *composerView) suggestions() app.UI {
	l := &w.V.write.list
	w.V.shows(partComposer, l.people()...)
	if !l.open() {
		return el("div|hidden=true|id=suggestions")
	}
	head := said(l.head())
	lines := []app.UI{el("p.pop__head|aria-hidden=true", head)}
	for i, s := range l.found {
		lines = append(lines, w.option(i, s))
	}
	return el("div.pop.pop--above|id=suggestions|role=listbox", k("aria-label"), head, on("pointerdown", w.choose), lines)
}

func (w *composerView) option(i int, s suggestion) app.UI {
	l := &w.V.write.list
	var face app.UI
	switch {
	case s.emoji != "":
		face = el("span.opt__emoji", s.emoji)
	case s.user.ID != "":
		face = avatar(s.user, "avatar--sm", w.V.presenceOr(s.user.ID, l.states[s.user.ID]))
	default:
		face = icon("users")
	}
	return el("div.opt|role=option", k("id"), "suggestion-"+s.key, k("data-i"), i, k("aria-selected"), yes(i == l.active),
		face, el("span.opt__name", marked(s.name, l.at.query)), el("span.opt__hint", el("bdi", s.hint)))
}

// marked is a name with the part that was searched for in bold.
func marked(name, query string) []app.UI {
	before, hit, after := split(name, query)
	return []app.UI{app.Text(before), el("b", hit), app.Text(after)}
}

// choose takes the option under the pointer. It is told before the field loses
// the focus, and keeps it there.
func (w *composerView) choose(ctx app.Context, e app.Event) {
	e.PreventDefault()
	option := e.Get("target").Call("closest", "[data-i]")
	if !option.Truthy() {
		ctx.PreventUpdate()
		return
	}
	if i, err := strconv.Atoi(option.Get("dataset").Get("i").String()); err == nil {
		w.V.write.list.choose(&w.V.write, i)
	}
}

func (w *composerView) submit(_ app.Context, e app.Event) {
	e.PreventDefault()
	w.V.write.send()
	w.V.write.field.Focus()
}

func (w *composerView) cancel(app.Context, app.Event) {
	w.V.write.cancel()
	w.V.write.field.Focus()
}

func (w *composerView) emoji(app.Context, app.Event) {
	w.V.openPicker("composer-emoji", func(char string) { w.V.write.put(char) })
}

// mention begins a mention at the caret.
func (w *composerView) mention(app.Context, app.Event) {
	c := &w.V.write
	now := c.field.Value()
	from, _ := c.field.Caret()
	before := now[:platform.ByteOffset(now, from)]
	if before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "\n") {
		c.put("@")
		return
	}
	c.put(" @")
}
