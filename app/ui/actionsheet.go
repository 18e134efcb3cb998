package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// actionSheet is what can be done with a message, under the thumb.
type actionSheet struct{ item *state.Item }

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
	var quick []app.UI
	for _, char := range touchReactions {
		quick = append(quick, el("button|type=button|data-do=react", k("aria-label"), text.ReactWith(emojiLabel(char)), k("data-emoji"), char, char))
	}
	var lines []app.UI
	for i := range messageActions {
		if a := &messageActions[i]; a.in&inSheet != 0 {
			lines = append(lines, s.line(a))
		}
	}
	return el("div.scrim.scrim--sheet", on("click", s.away),
		el("div.actionsheet|role=dialog|aria-modal=true", k("aria-label"), text.MessageActions, on("click", s.pick),
			el("div.actionsheet__quick", quick,
				el("button|type=button|data-do=add-reaction", k("aria-label"), text.MoreEmoji, icon("emoji-add"))),
			lines))
}

func (s *sheet) line(a *messageAction) app.UI {
	danger := class("")
	if a.danger {
		danger = "opt--danger"
	}
	return el("button.opt|type=button", danger, k("data-do"), a.name, k("hidden"), !s.V.allows(a, s.Spec.item),
		icon(a.icon.Name()), el("span", a.label))
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
	if do := button.Get("dataset").Get("do").String(); do == "react" {
		v.react(it, button.Get("dataset").Get("emoji").String())
	} else {
		v.line.act(do, it, v.line.row(it.Event.Seq))
	}
}
