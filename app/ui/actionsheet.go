package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// actionSheet is what can be done with a message, under the thumb.
type actionSheet struct {
	room string
	item *state.Item
}

func (a *actionSheet) modal() bool { return true }

func (a *actionSheet) draw(v *view, rev int) app.UI { return &sheet{V: v, Spec: a, Rev: rev} }

// sheet shows an actionSheet.
type sheet struct {
	app.Compo
	V    *view
	Spec *actionSheet
	Rev  int
}

// OnMount enters the sheet.
func (s *sheet) OnMount(app.Context) { platform.Query(".actionsheet button").Focus() }

// Render draws the sheet.
func (s *sheet) Render() app.UI {
	may := s.V.mayWith(s.Spec.room, s.Spec.item)
	return app.Div().Class("scrim", "scrim--sheet").OnClick(s.away).Body(
		app.Div().Class("actionsheet").Role("dialog").Aria("modal", "true").Aria("label", "Message actions").OnClick(s.pick).Body(
			app.Div().Class("actionsheet__quick").Body(
				app.Range(touchReactions).Slice(func(i int) app.UI {
					return app.Button().Type("button").Aria("label", "React with "+emojiLabel(touchReactions[i])).
						DataSet("do", "react").DataSet("emoji", touchReactions[i]).Text(touchReactions[i])
				}),
				app.Button().Type("button").Aria("label", "More emoji").DataSet("do", "more").Body(icon("emoji-add"))),
			s.line("reply", "reply", "Reply", true),
			s.line("text", "copy", "Copy text", s.Spec.item.Event.Body != ""),
			s.line("link", "link", "Copy link", true),
			s.line("edit", "edit", "Edit", may.edit),
			s.danger(may.erase)))
}

func (s *sheet) line(do, iconName, label string, on bool) app.UI {
	return app.Button().Type("button").Class("opt").DataSet("do", do).Hidden(!on).Body(icon(iconName), app.Span().Text(label))
}

func (s *sheet) danger(on bool) app.UI {
	return app.Button().Type("button").Class("opt", "opt--danger").DataSet("do", "delete").Hidden(!on).Body(
		icon("trash"), app.Span().Text("Delete message"))
}

func (s *sheet) away(ctx app.Context, e app.Event) {
	if e.Get("target").Equal(ctx.JSSrc()) {
		s.V.close()
	}
}

func (s *sheet) pick(ctx app.Context, e app.Event) {
	button := e.Get("target").Call("closest", "[data-do]")
	if !button.Truthy() {
		ctx.PreventUpdate()
		return
	}
	v, it := s.V, s.Spec.item
	v.close()
	switch button.Get("dataset").Get("do").String() {
	case "react":
		v.react(it, button.Get("dataset").Get("emoji").String())
	case "more":
		v.line.pickReaction(it, v.line.row(it.Event.Seq))
	case "reply":
		v.line.act("reply", it, platform.Element{})
	case "text":
		v.copy(it.Event.Body, "Text copied")
	case "link":
		v.line.act("copy-link", it, platform.Element{})
	case "edit":
		v.line.act("edit", it, platform.Element{})
	case "delete":
		v.line.act("delete", it, platform.Element{})
	}
}
