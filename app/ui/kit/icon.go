package kit

import (
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

const svgSpace = "http://www.w3.org/2000/svg"

// sprite is where the server keeps the drawings of all icons.
const sprite = rowhtml.Sprite + "#i-"

// Icon draws one of web/icons/sprite.svg. It says nothing to a screen reader:
// the control around it has the name.
func Icon(name string, classes ...string) app.UI {
	switch name {
	case "back", "logout", "reply", "send": // they point along the line
		classes = append(classes, "icon--flip")
	}
	return app.Elem("svg").XMLNS(svgSpace).Class("icon").Class(classes...).Attr("aria-hidden", "true").Body(
		app.Elem("use").XMLNS(svgSpace).Attr("href", sprite+name))
}

// IconButton is a button that shows only an icon.
func IconButton(name string, label text.Text, parts ...any) app.UI {
	return El("button.iconbtn|type=button", append([]any{K("aria-label"), label, Icon(name)}, parts...)...)
}

// Mark draws the mark of Confab: two quotation marks turned to each other. It
// is drawn here because the style sheet, which gives the second its colour,
// does not reach into the file of icons.
func Mark() app.UI {
	const quote = "M9.9 4.2C5.6 5.5 2.6 9.1 2.6 13.7a4.7 4.7 0 1 0 5.1-4.68C8 7.75 8.9 6.7 10.35 6.05" +
		"c.52-.23.78-.62.78-1.08 0-.64-.59-.97-1.23-.77z"
	path := func() app.HTMLElem {
		return app.Elem("path").XMLNS(svgSpace).Attr("fill", "currentColor").Attr("d", quote)
	}
	return app.Elem("svg").XMLNS(svgSpace).Class("icon mark").Attr("viewBox", "0 0 24 24").Attr("aria-hidden", "true").Body(
		path(), path().Class("mark__b").Attr("transform", "rotate(180 12 12)"))
}
