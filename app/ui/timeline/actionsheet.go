package timeline

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// actionSheet is what can be done with a message, under the thumb.
type actionSheet struct {
	t    *Timeline
	item *state.Item
}

// Modal reports that the page is out of reach.
func (a *actionSheet) Modal() bool { return true }

// Draw shows the sheet.
func (a *actionSheet) Draw(at host.Layer) app.UI { return &sheet{H: at.H, Of: a, Rev: at.Rev} }

// sheet shows an actionSheet.
type sheet struct {
	app.Compo
	H   *host.Host
	Of  *actionSheet
	Rev int
}

// OnMount enters the sheet.
func (s *sheet) OnMount(app.Context) { platform.Query(".actionsheet button").Focus() }

// Render draws the sheet.
func (s *sheet) Render() app.UI {
	var quick []app.UI
	for _, char := range kit.TouchReactions {
		quick = append(quick, kit.El("button|type=button|data-do=react",
			kit.K("aria-label"), text.ReactWith(kit.EmojiLabel(char)), kit.K("data-emoji"), char, char))
	}
	var lines []app.UI
	for i := range messageActions {
		if a := &messageActions[i]; a.in&inSheet != 0 {
			lines = append(lines, s.line(a))
		}
	}
	return kit.El("div.scrim.scrim--sheet", kit.On("click", s.away),
		kit.El("div.actionsheet|role=dialog|aria-modal=true", kit.K("aria-label"), text.MessageActions, kit.On("click", s.pick),
			kit.El("div.actionsheet__quick", quick,
				kit.El("button|type=button|data-do=add-reaction", kit.K("aria-label"), text.MoreEmoji, kit.Icon("emoji-add"))),
			lines))
}

func (s *sheet) line(a *messageAction) app.UI {
	danger := kit.Class("")
	if a.danger {
		danger = "opt--danger"
	}
	return kit.El("button.opt|type=button", danger, kit.K("data-do"), a.name, kit.K("hidden"), !allows(s.H, a, s.Of.item),
		kit.Icon(a.icon.Name()), kit.El("span", a.label))
}

func (s *sheet) away(e platform.Event) {
	if kit.Aside(e) {
		s.H.Overlays.Close()
	}
}

func (s *sheet) pick(e platform.Event) {
	do := kit.Data(e, "do")
	if do == "" {
		return
	}
	t, it := s.Of.t, s.Of.item
	s.H.Overlays.Close()
	if do == "react" {
		s.H.Emoji.Use(kit.Data(e, "emoji"))
		react(s.H, it, kit.Data(e, "emoji"))
	} else {
		t.hands.act(do, it, t.at.row(it.Event.Seq))
	}
}
