package app

import "strings"

// HTMLElem is an element of any name. go-app offers a constructor and a type for each, with an
// interface of a hundred methods that all stay in the program: 45 kB of brotli.
type HTMLElem interface {
	HTML

	Attr(name string, value any) HTMLElem
	Body(elems ...UI) HTMLElem
	Class(names ...string) HTMLElem
	DataSet(name string, value any) HTMLElem
	On(event string, h EventHandler, options ...EventOption) HTMLElem
	Style(name, format string, v ...any) HTMLElem
	Text(v any) HTMLElem
	XMLNS(namespace string) HTMLElem

	privateBody(elems ...UI) HTML
}

// Those which go-app itself names are the same.
type (
	HTMLBody = HTMLElem
	HTMLDiv  = HTMLElem
	HTMLHtml = HTMLElem
)

// Elem makes an element.
func Elem(tag string) HTMLElem { return &htmlElem{htmlElement{tag: tag}} }

// ElemSelfClosing makes an element without a body.
func ElemSelfClosing(tag string) HTMLElem {
	return &htmlElem{htmlElement{tag: tag, isSelfClosing: true}}
}

func Body() HTMLElem { return Elem("body") }
func Code() HTMLElem { return Elem("code") }
func Div() HTMLElem  { return Elem("div") }
func H1() HTMLElem   { return Elem("h1") }
func P() HTMLElem    { return Elem("p") }

type htmlElem struct{ htmlElement }

// go-app tells by it which elements to compare by name; htmlElem is both.
type htmlElemSelfClosing struct{ HTML }

func (e *htmlElem) Attr(name string, value any) HTMLElem {
	e.setAttr(name, value)
	return e
}

func (e *htmlElem) Body(elems ...UI) HTMLElem {
	e.children = FilterUIElems(elems...)
	return e
}

func (e *htmlElem) Class(names ...string) HTMLElem {
	return e.Attr("class", strings.Join(names, " "))
}

func (e *htmlElem) DataSet(name string, value any) HTMLElem {
	return e.Attr("data-"+name, value)
}

func (e *htmlElem) On(event string, h EventHandler, options ...EventOption) HTMLElem {
	e.setEventHandler(event, h, options...)
	return e
}

func (e *htmlElem) Style(name, format string, v ...any) HTMLElem {
	return e.Attr("style", name+":"+FormatString(format, v...))
}

func (e *htmlElem) Text(v any) HTMLElem { return e.Body(Text(v)) }

func (e *htmlElem) XMLNS(namespace string) HTMLElem {
	e.xmlns = namespace
	return e
}

func (e *htmlElem) privateBody(elems ...UI) HTML {
	e.Body(elems...)
	return e
}

func (e *htmlElem) setAttrs(v attributes) HTML {
	e.attributes = v
	return e
}

func (e *htmlElem) setBody(v []UI) HTML {
	e.children = v
	return e
}

func (e *htmlElem) setDepth(v uint) UI {
	e.treeDepth = v
	return e
}

func (e *htmlElem) setEvents(v eventHandlers) HTML {
	e.eventHandlers = v
	return e
}

func (e *htmlElem) setJSElement(v Value) HTML {
	e.jsElement = v
	return e
}

func (e *htmlElem) setParent(v UI) UI {
	e.parentElement = v
	return e
}
