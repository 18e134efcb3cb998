package app

import "github.com/maxence-charriere/go-app/v10/pkg/errors"

// page is the document. Asking the browser for it costs as much as making an element.
var page = Window().Get("document")

func (w *browserWindow) createElement(tag, xmlns string) (Value, error) {
	var element Value
	if xmlns == "" {
		element = page.Call("createElement", tag)
	} else {
		element = page.Call("createElementNS", xmlns, tag)
	}
	if !element.Truthy() {
		return nil, errors.New("creating javascript element failed").WithTag("tag", tag).WithTag("xmlns", xmlns)
	}
	return element, nil
}

func (w *browserWindow) createTextNode(v string) Value { return page.Call("createTextNode", v) }
