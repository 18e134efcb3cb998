package kit

import (
	"strconv"
	"strings"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// El makes an element. spec is its tag, classes and constant attributes:
// "button.btn.btn--quiet|type=button". parts are, in any order,
//
//	K("name"), value   an attribute; a string, text.Text, int or bool. false and "" leave it out
//	On("click", f)     a handler
//	Class("is-off")    another class
//	"text", text.Done  text: what people wrote, and sentences of ours
//	app.UI, []app.UI   children; nil is left out
//
// go-app's own constructors would do, but each kind of element is a type with
// an interface of two hundred methods: they made up a tenth of the download.
func El(spec string, parts ...any) app.UI {
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
	name := K("")
	for _, p := range parts {
		if name != "" {
			e.Attr(string(name), attrValue(p))
			name = ""
			continue
		}
		switch p := p.(type) {
		case nil:
		case K:
			name = p
		case Class:
			e.Class(string(p))
		case *Handler:
			e.On(p.event, p.do, app.EventScope(p.code))
		case string:
			body = append(body, app.Text(p))
		case text.Text:
			body = append(body, app.Text(host.Said(p)))
		case []app.UI:
			body = append(body, p...)
		case app.UI:
			body = append(body, p)
		default:
			panic("kit: a part of " + spec + " is of a type that El does not know")
		}
	}
	if name != "" {
		panic("kit: the attribute " + string(name) + " of " + spec + " has no value")
	}
	if len(body) > 0 {
		e.Body(body...)
	}
	return e
}

// K is the name of an attribute; the next part is its value.
type K string

// Class adds a class.
type Class string

func attrValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case text.Text:
		return host.Said(v)
	case int:
		return strconv.Itoa(v)
	case bool:
		if v {
			return "true"
		}
		return ""
	}
	panic("kit: an attribute's value is of a type that El does not know")
}

// Yes writes a state that ARIA wants spelled out when it is off, too.
func Yes(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// None takes the place of something that is not shown, so that what follows
// keeps its own.
func None() app.UI { return El("div|hidden=true") }
