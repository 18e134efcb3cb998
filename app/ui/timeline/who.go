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

// whoStep is how many people are asked for at first, and each time that more are wanted.
const whoStep = 50

// who is the list of those who reacted to a message, open at a reaction. The message itself
// names only the first of them: the others are asked for.
type who struct {
	h         *host.Host
	at        platform.Element
	room, key string // of the message
	sheet     bool   // on a phone
	emoji     string // whose people are listed

	asked []wire.User // as far as they have been asked for; nil: not yet
	next  int64       // where to go on asking; 0: these are all
	fault string
}

// whoReacted opens it.
func whoReacted(h *host.Host, it *state.Item, reaction platform.Element) {
	w := &who{h: h, at: reaction, room: it.Event.Room, key: it.Key, sheet: host.Narrow()}
	h.Overlays.Open(w)
	w.show(reaction.Attrs().Get("data-emoji"))
}

// reactions are those of the message now.
func (w *who) reactions() []wire.Reaction {
	if it := itemByKey(w.h, w.room, w.key); it != nil {
		return it.Reactions()
	}
	return nil
}

// show lists the people of one emoji.
func (w *who) show(emoji string) {
	w.emoji, w.asked, w.next, w.fault = emoji, nil, 0, ""
	for _, r := range w.reactions() {
		if r.Emoji == emoji && r.Count > len(r.Users) {
			w.ask()
		}
	}
	w.h.Raise(host.Layers)
}

// ask asks for the next people.
func (w *who) ask() {
	it := itemByKey(w.h, w.room, w.key)
	if it == nil {
		return
	}
	emoji := w.emoji
	req := &wire.ReactionList{Room: w.room, Seq: it.Event.Seq, Emoji: emoji, After: w.next, Limit: whoStep}
	host.Ask(w.h, wire.ListReactions, req, func(page *wire.Reactors, err error) {
		switch {
		case emoji != w.emoji || req.After != w.next:
			return // another one is shown by now
		case err != nil:
			w.fault = host.Why(err)
		default:
			w.asked, w.next, w.fault = append(w.asked, page.Users...), page.Next, ""
		}
		w.h.Raise(host.Layers)
	})
}

// people are those to list of a reaction: all, as far as it is known.
func (w *who) people(r *wire.Reaction) []wire.User {
	if w.asked != nil && r.Count > len(r.Users) {
		return w.asked
	}
	users := make([]wire.User, len(r.Users))
	for i, id := range r.Users {
		users[i] = w.h.State.User(id)
	}
	return users
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

// Render draws a tab for each reaction, and the people of one.
func (v *whoView) Render() app.UI {
	var tabs, people []app.UI
	for _, r := range v.Of.reactions() {
		on := r.Emoji == v.Of.emoji
		tab := "-1"
		if on {
			tab = "0"
			people = v.people(&r)
		}
		tabs = append(tabs, kit.El("button.who__tab|type=button|role=tab|aria-controls=who-list", kit.K("aria-selected"), kit.Yes(on),
			kit.K("tabindex"), tab, kit.K("data-emoji"), r.Emoji,
			kit.K("aria-label"), text.ReactionCount(kit.EmojiLabel(r.Emoji), r.Count),
			kit.El("span.opt__emoji", kit.Emoji(v.H, r.Emoji)), text.Count(r.Count)))
	}
	return kit.El("div.scrim.scrim--pop", kit.On("click", v.away),
		kit.El("div.pop.who|id=who|role=dialog", kit.K("aria-modal"), v.Of.sheet, kit.K("aria-label"), text.WhoReacted,
			kit.El("div.who__tabs|role=tablist", kit.K("aria-label"), text.Reactions,
				kit.On("click", v.pick), kit.On("keydown", v.key), tabs),
			kit.El("div.who__list|id=who-list|role=tabpanel|tabindex=0", kit.K("aria-label"), text.WhoReacted, people)))
}

func (v *whoView) people(r *wire.Reaction) (lines []app.UI) {
	me := v.H.State.Me().ID
	for _, u := range v.Of.people(r) {
		you := kit.None()
		if u.ID == me {
			you = kit.El("span.opt__hint", text.ThatIsYou)
		}
		lines = append(lines, kit.El("div.opt", kit.Avatar(u, "avatar--sm", ""),
			kit.El("span.opt__name|translate=no", kit.El("bdi", u.Name)), you))
	}
	switch {
	case v.Of.fault != "":
		lines = append(lines, kit.El("p.panel__note|role=alert", v.Of.fault))
	case v.Of.next > 0:
		lines = append(lines, kit.El("button.btn.btn--quiet|type=button", kit.On("click", v.more), text.ShowMore))
	}
	return lines
}

func (v *whoView) more(platform.Event) { v.Of.ask() }

func (v *whoView) away(e platform.Event) {
	if kit.Aside(e) {
		v.H.Overlays.Close()
	}
}

func (v *whoView) pick(e platform.Event) {
	if emoji := kit.Data(e, "emoji"); emoji != "" {
		v.Of.show(emoji)
	}
}

// key moves among the tabs.
func (v *whoView) key(e platform.Event) {
	all := v.Of.reactions()
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
			v.Of.show(all[i].Emoji)
			v.H.AfterFrame(func() { platform.ByID("who").Query(`[role="tab"]:nth-child(` + strconv.Itoa(i+1) + `)`).Focus() })
		}
		return
	}
}
