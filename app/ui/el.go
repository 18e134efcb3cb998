package ui

import (
	"strconv"
	"strings"

	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// el makes an element. spec is its tag, classes and constant attributes:
// "button.btn.btn--quiet|type=button". parts are, in any order,
//
//	k("name"), value   an attribute; a string, text.Text, int or bool. false and "" leave it out
//	on("click", f)     a handler
//	class("is-off")    another class
//	"text", text.Done  text: what people wrote, and sentences of ours
//	app.UI, []app.UI   children; nil is left out
//
// go-app's own constructors would do, but each kind of element is a type with
// an interface of two hundred methods: they made up a tenth of the download.
func el(spec string, parts ...any) app.UI {
	tag, attrs, _ := strings.Cut(spec, "|")
	tag, classes, _ := strings.Cut(tag, ".")
	e := app.Elem(tag)
	if classes != "" {
		e.Class(strings.ReplaceAll(classes, ".", " "))
	}
	for attrs != "" {
		var a string
		a, attrs, _ = strings.Cut(attrs, "|")
		name, value, _ := strings.Cut(a, "=")
		e.Attr(name, value)
	}
	var body []app.UI
	name := k("")
	for _, p := range parts {
		if name != "" {
			e.Attr(string(name), attrValue(p))
			name = ""
			continue
		}
		switch p := p.(type) {
		case k:
			name = p
		case class:
			e.Class(string(p))
		case handler:
			e.On(p.event, p.do, app.EventScope(p.scope))
		case string:
			body = append(body, app.Text(p))
		case text.Text:
			body = append(body, app.Text(said(p)))
		case []app.UI:
			body = append(body, p...)
		case app.UI:
			body = append(body, p)
		}
	}
	if len(body) > 0 {
		e.Body(body...)
	}
	return e
}

// k is the name of an attribute; the next part is its value.
type k string

// class adds a class.
type class string

// handler is what is done on an event.
type handler struct {
	event, scope string
	do           app.EventHandler
}

// on handles an event. go-app compares handlers by their code alone, so where
// one element may stand in the place of another with the same event, scope has
// to tell the handlers apart.
func on(event string, do app.EventHandler, scope ...string) handler {
	return handler{event, strings.Join(scope, " "), do}
}

func attrValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case text.Text:
		return said(v)
	case int:
		return strconv.Itoa(v)
	case bool:
		if v {
			return "true"
		}
	}
	return ""
}

// yes writes a state that ARIA wants spelled out when it is off, too.
func yes(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// none takes the place of something that is not shown, so that what follows
// keeps its own.
func none() app.UI { return el("div|hidden=true") }

const svgSpace = "http://www.w3.org/2000/svg"

// sprite is where the server keeps the drawings of all icons.
const sprite = "/web/icons/sprite.svg#i-"

// icon draws one of web/icons/sprite.svg. It says nothing to a screen reader:
// the control around it has the name.
func icon(name string, classes ...string) app.UI {
	switch name {
	case "back", "logout", "reply", "send": // they point along the line
		classes = append(classes, "icon--flip")
	}
	return app.Elem("svg").XMLNS(svgSpace).Class("icon").Class(classes...).Attr("aria-hidden", "true").Body(
		app.Elem("use").XMLNS(svgSpace).Attr("href", sprite+name))
}

// iconButton is a button that shows only an icon.
func iconButton(name string, label text.Text, parts ...any) app.UI {
	return el("button.iconbtn|type=button", append([]any{k("aria-label"), label, icon(name)}, parts...)...)
}

// mark draws the mark of Confab: two quotation marks turned to each other. It
// is drawn here because the style sheet, which gives the second its colour,
// does not reach into the file of icons.
func mark() app.UI {
	const quote = "M9.9 4.2C5.6 5.5 2.6 9.1 2.6 13.7a4.7 4.7 0 1 0 5.1-4.68C8 7.75 8.9 6.7 10.35 6.05c.52-.23.78-.62.78-1.08 0-.64-.59-.97-1.23-.77z"
	path := func() app.HTMLElem {
		return app.Elem("path").XMLNS(svgSpace).Attr("fill", "currentColor").Attr("d", quote)
	}
	return app.Elem("svg").XMLNS(svgSpace).Class("icon mark").Attr("viewBox", "0 0 24 24").Attr("aria-hidden", "true").Body(
		path(), path().Class("mark__b").Attr("transform", "rotate(180 12 12)"))
}
