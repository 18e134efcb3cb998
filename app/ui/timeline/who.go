package timeline

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// whoStep is how many people are listed at first, and more each time that more are wanted.
const whoStep = 50

// who is the list of those who reacted to a message, open at a reaction.
type who struct {
	at        platform.Element
	room, key string // of the message
	sheet     bool   // on a phone
	emoji     string // whose people are listed
	most      int    // how many at most
}

// whoReacted opens it.
func whoReacted(h *host.Host, it *state.Item, reaction platform.Element) {
	h.Overlays.Open(&who{
		at: reaction, room: it.Event.Room, key: it.Key, sheet: host.Narrow(), emoji: reaction.Attrs().Get("data-emoji"), most: whoStep,
	})
}

// Draw shows the list.
func (w *who) Draw(at host.Layer) app.UI { return &whoView{H: at.H, Of: w, Key: at.Key, Rev: at.Rev} }

// Modal reports that the page is out of reach below a sheet.
func (w *who) Modal() bool { return w.sheet }

// whoView shows a who.
type whoView struct {
	app.Compo
	H   *host.Host
	Of  *who
	Key string
	Rev int
}

// CompoID gives each opening its own component.
func (v *whoView) CompoID() string { return v.Key }

// OnMount places a popover above the reaction, or below, and enters it.
func (v *whoView) OnMount(app.Context) {
	pop := platform.ByID("who")
	if !v.Of.sheet {
		kit.Over(pop, v.Of.at)
	}
	pop.Query(`[aria-selected="true"]`).Focus()
}

// reactions are those of the message now.
func (v *whoView) reactions() []wire.Reaction {
	if it := itemByKey(v.H, v.Of.room, v.Of.key); it != nil {
		return it.Reactions()
	}
	return nil
}

// Render draws a tab for each reaction, and the people of one.
func (v *whoView) Render() app.UI {
	var tabs, people []app.UI
	for _, r := range v.reactions() {
		on := r.Emoji == v.Of.emoji
		tab := "-1"
		if on {
			tab = "0"
			people = v.people(r.Users)
		}
		tabs = append(tabs, kit.El("button.who__tab|type=button|role=tab|aria-controls=who-list", kit.K("aria-selected"), kit.Yes(on),
			kit.K("tabindex"), tab, kit.K("data-emoji"), r.Emoji,
			kit.K("aria-label"), text.ReactionCount(kit.EmojiLabel(r.Emoji), len(r.Users)),
			kit.El("span.opt__emoji", kit.Emoji(v.H, r.Emoji)), text.Count(len(r.Users))))
	}
	return kit.El("div.scrim.scrim--pop", kit.On("click", v.away),
		kit.El("div.pop.who|id=who|role=dialog", kit.K("aria-modal"), v.Of.sheet, kit.K("aria-label"), text.WhoReacted,
			kit.El("div.who__tabs|role=tablist", kit.K("aria-label"), text.Reactions,
				kit.On("click", v.pick), kit.On("keydown", v.key), tabs),
			kit.El("div.who__list|id=who-list|role=tabpanel|tabindex=0", kit.K("aria-label"), text.WhoReacted, people)))
}

func (v *whoView) people(users []string) (lines []app.UI) {
	me := v.H.State.Me().ID
	for _, id := range users[:min(len(users), v.Of.most)] {
		u := v.H.State.User(id)
		you := kit.None()
		if id == me {
			you = kit.El("span.opt__hint", text.ThatIsYou)
		}
		lines = append(lines, kit.El("div.opt", kit.Avatar(u, "avatar--sm", ""),
			kit.El("span.opt__name|translate=no", kit.El("bdi", u.Name)), you))
	}
	if len(users) > v.Of.most {
		lines = append(lines, kit.El("button.btn.btn--quiet|type=button", kit.On("click", v.more), text.ShowMore))
	}
	return lines
}

func (v *whoView) more(platform.Event) {
	v.Of.most += whoStep
	v.H.Raise(host.Layers)
}

func (v *whoView) away(e platform.Event) {
	if kit.Aside(e) {
		v.H.Overlays.Close()
	}
}

func (v *whoView) pick(e platform.Event) {
	if emoji := kit.Data(e, "emoji"); emoji != "" {
		v.show(emoji)
	}
}

func (v *whoView) show(emoji string) {
	v.Of.emoji, v.Of.most = emoji, whoStep
	v.H.Raise(host.Layers)
}

// key moves among the tabs.
func (v *whoView) key(e platform.Event) {
	all := v.reactions()
	for i, r := range all {
		if r.Emoji != v.Of.emoji {
			continue
		}
		switch e.Key() {
		case "ArrowRight":
			i += host.Rightward()
		case "ArrowLeft":
			i -= host.Rightward()
		case "Home":
			i = 0
		case "End":
			i = len(all) - 1
		default:
			return
		}
		e.PreventDefault()
		if i >= 0 && i < len(all) {
			v.show(all[i].Emoji)
			v.H.AfterFrame(func() { platform.ByID("who").Query(`[role="tab"]:nth-child(` + strconv.Itoa(i+1) + `)`).Focus() })
		}
		return
	}
}
