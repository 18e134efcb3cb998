package ui

import (
	"strconv"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/markup"
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
	label := "Message"
	if ok {
		label = messageTo(r)
	}
	list := &w.V.write.list
	field := app.Textarea().Class("composer__input").ID(composerID).Rows(1).
		Placeholder(label).Dir("auto").Attr("enterkeyhint", "send").Attr("autocomplete", "off").
		Aria("autocomplete", "list").Aria("controls", "suggestions").Aria("expanded", list.open())
	if list.open() {
		field = field.Aria("activedescendant", list.activeID())
	}
	return app.Form().Class("composer").Aria("label", label).OnSubmit(w.submit).Body(
		w.suggestions(),
		app.Div().Class("composer__box").Body(
			w.context(),
			app.Label().Class("u-sr").For(composerID).Text(label),
			field,
			app.Div().Class("composer__row").Body(
				iconButton("emoji", "Emoji").Class("is-phone").ID("composer-emoji").Aria("haspopup", "dialog").OnClick(w.emoji),
				iconButton("at", "Mention someone").OnClick(w.mention),
				app.Span().Class("composer__hint", "u-wide").Body(app.Kbd().Text("Enter"), app.Text(w.hint())),
				app.Button().Type("submit").Class("iconbtn", "iconbtn--primary", "is-phone").
					Aria("label", w.sendLabel()).Body(icon(w.sendIcon())))),
		&typing{V: w.V, Rev: w.V.revs[partTyping]},
	)
}

func (w *composerView) hint() string {
	if w.V.write.edit != nil {
		return " to save"
	}
	return " to send"
}

func (w *composerView) sendLabel() string {
	if w.V.write.edit != nil {
		return "Save"
	}
	return "Send"
}

func (w *composerView) sendIcon() string {
	if w.V.write.edit != nil {
		return "check"
	}
	return "arrow-up"
}

// context says what is being answered or changed.
func (w *composerView) context() app.UI {
	line := func(iconName, cancel string, text ...app.UI) app.UI {
		return app.Div().Class("composer__context").Body(
			icon(iconName, "icon--sm"),
			app.Span().Class("u-clip").Body(text...),
			app.Button().Type("button").Class("iconbtn", "iconbtn--sm", "u-end").Aria("label", cancel).
				OnClick(w.cancel).Body(icon("close", "icon--sm")))
	}
	switch c := &w.V.write; {
	case c.edit != nil:
		return line("edit", "Cancel editing", app.Strong().Text("Editing your message"))
	case c.reply != nil:
		return line("reply", "Cancel reply",
			app.Text("Replying to "), app.Strong().Text(w.V.user(c.reply.Event.Author).Name),
			app.Text(": "+oneLine(c.reply)))
	}
	return app.Div().Hidden(true)
}

// oneLine is a message's text shortened to a line.
func oneLine(it *state.Item) string {
	return markup.Plain(it.Event.Body, 140)
}

func (w *composerView) suggestions() app.UI {
	l := &w.V.write.list
	if !l.open() {
		return app.Div().Hidden(true).ID("suggestions")
	}
	head := "People"
	if l.at.mark == ':' {
		head = "Emoji"
	}
	if l.at.query != "" {
		head += " matching “" + l.at.query + "”"
	}
	lines := []app.UI{app.P().Class("pop__head").Aria("hidden", "true").Text(head)}
	for i, s := range l.found {
		lines = append(lines, w.option(i, s))
	}
	return app.Div().Class("pop", "pop--above").ID("suggestions").Role("listbox").Aria("label", head).
		On("pointerdown", w.choose).Body(lines...)
}

func (w *composerView) option(i int, s suggestion) app.UI {
	l := &w.V.write.list
	var face app.UI
	switch {
	case s.emoji != "":
		face = app.Span().Class("opt__emoji").Text(s.emoji)
	case s.user.ID != "":
		face = avatar(s.user, "avatar--sm", w.V.presence(s.user.ID))
	default:
		face = icon("users")
	}
	return app.Div().Class("opt").ID("suggestion-"+s.key).Role("option").DataSet("i", i).
		Aria("selected", i == l.active).Body(
		face, app.Span().Class("opt__name").Body(marked(s.name, l.at.query)...),
		app.Span().Class("opt__hint").Text(s.hint))
}

// marked is a name with the part that was searched for in bold.
func marked(name, query string) []app.UI {
	before, hit, after := split(name, query)
	return []app.UI{app.Text(before), app.B().Text(hit), app.Text(after)}
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
	text := c.field.Value()
	from, _ := c.field.Caret()
	before := text[:platform.ByteOffset(text, from)]
	if before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, "\n") {
		c.put("@")
		return
	}
	c.put(" @")
}
