package ui

import "github.com/maxence-charriere/go-app/v10/pkg/app"

const svgSpace = "http://www.w3.org/2000/svg"

// sprite is where the server keeps the drawings of all icons.
const sprite = "/web/icons/sprite.svg#i-"

// icon draws one of web/icons/sprite.svg. It says nothing to a screen reader:
// the control around it has the name.
func icon(name string, classes ...string) app.UI {
	return app.Elem("svg").XMLNS(svgSpace).Class("icon").Class(classes...).Aria("hidden", "true").Body(
		app.Elem("use").XMLNS(svgSpace).Attr("href", sprite+name))
}

// iconButton is a button that shows only an icon. Handlers of buttons that may
// stand in each other's place must be told apart by their action, because
// go-app compares handlers by code alone.
func iconButton(name, label string) app.HTMLButton {
	return app.Button().Type("button").Class("iconbtn").Aria("label", label).Body(icon(name))
}
