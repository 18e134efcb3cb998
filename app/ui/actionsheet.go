package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
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
	var quick []app.UI
	for _, char := range touchReactions {
		quick = append(quick, el("button|type=button|data-do=react", k("aria-label"), text.ReactWith(emojiLabel(char)), k("data-emoji"), char, char))
	}
	return el("div.scrim.scrim--sheet", on("click", s.away),
		el("div.actionsheet|role=dialog|aria-modal=true", k("aria-label"), text.MessageActions, on("click", s.pick),
			el("div.actionsheet__quick", quick, el("button|type=button|data-do=more", k("aria-label"), text.MoreEmoji, icon("emoji-add"))),
			s.line("reply", "reply", text.Reply, true),
			s.line("text", "copy", text.CopyText, s.Spec.item.Event.Body != ""),
			s.line("link", "link", text.CopyLink, true),
			s.line("edit", "edit", text.Edit, may.edit),
			s.danger(may.erase)))
}

func (s *sheet) line(do, iconName string, label text.Text, on bool) app.UI {
	return el("button.opt|type=button", k("data-do"), do, k("hidden"), !on, icon(iconName), el("span", label))
}

func (s *sheet) danger(on bool) app.UI {
	return el("button.opt.opt--danger|type=button|data-do=delete", k("hidden"), !on, icon("trash"), el("span", text.DeleteMessage))
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
		v.copy(it.Event.Body, text.TextCopied)
	case "link":
		v.line.act("copy-link", it, platform.Element{})
	case "edit":
		v.line.act("edit", it, platform.Element{})
	case "delete":
		v.line.act("delete", it, platform.Element{})
	}
}
