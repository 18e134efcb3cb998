package kit

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/emoji"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// toneName is what a colour of skin is called.
func toneName(tone int) text.Text {
	return [...]text.Text{
		text.ToneNone, text.ToneLight, text.ToneMediumLight, text.ToneMedium, text.ToneMediumDark, text.ToneDark,
	}[tone]
}

// toned is an emoji of one hand, which all devices have, in a colour of skin.
func toned(hand string, tone int) string {
	if tone == 0 {
		return hand
	}
	return hand + string(rune(0x1F3FA+tone))
}

// tone is one that can be chosen.
type tone struct {
	char, name string
}

// tonesOf are all colours of an emoji, and the place of the one with a tone among them: none, then those of
// one, or each of one with each of another.
func tonesOf(e *emoji.Emoji, chosen int) (all []tone, at int) {
	all = append(all, tone{e.Char, host.Said(toneName(0))})
	for one := 1; one <= emoji.Tones; one++ {
		for two := 1; two <= emoji.Tones; two++ {
			switch name := host.Said(toneName(one)); {
			case one == two:
				if one == chosen {
					at = len(all)
				}
				all = append(all, tone{e.Toned(one), name})
			case e.HasTwo():
				all = append(all, tone{e.Mixed(one, two), host.Said(text.TwoTones(name, host.Said(toneName(two))))})
			}
		}
	}
	return all, at
}

// tones opens the colours that all emoji can be shown in from now on.
func (p *picker) tones(platform.Event) {
	var all []tone
	for i := range emoji.Tones + 1 {
		all = append(all, tone{toned("✋", i), host.Said(toneName(i))})
	}
	p.H.Overlays.Lay(&Tones{
		label: host.Said(text.SkinTone), at: platform.ByID("picker-tone"), all: all, chosen: p.H.Emoji.Tone(),
		picked: func(i int) {
			p.H.Emoji.SetTone(i)
			p.restock()
		},
	})
}

// tonesOf opens the colours of one emoji, for this time. It reports whether it has any.
func (g cells) tonesOf(n int) bool {
	p := g.p
	c, _, ok := cellAt(p.Of.stock, n)
	if !ok || c.emoji == nil || !c.emoji.HasTones() {
		return false
	}
	t := &Tones{label: host.Said(text.SkinToneOf(c.label())), at: platform.ByID(cellID(n))}
	t.all, t.chosen = tonesOf(c.emoji, p.H.Emoji.Tone())
	t.picked = func(i int) { p.take(t.all[i].char, false) }
	p.H.Overlays.Lay(t)
	return true
}

// Tones is an open choice of colours of skin.
type Tones struct {
	label  string
	at     platform.Element // what it hangs on
	all    []tone
	chosen int
	picked func(i int)
}

// Draw shows them.
func (t *Tones) Draw(at host.Layer) app.UI {
	return &tonesView{H: at.H, Of: t, Key: at.Key, Rev: at.Rev}
}

// Modal reports that what is below them is within reach.
func (t *Tones) Modal() bool { return false }

// tonesView shows Tones.
type tonesView struct {
	app.Compo
	H   *host.Host
	Of  *Tones
	Key string
	Rev int
}

// CompoID gives each opening its own component.
func (v *tonesView) CompoID() string { return v.Key }

// OnMount places the colours above what they hang on, or below, and enters them.
func (v *tonesView) OnMount(app.Context) {
	Over(platform.ByID("tones"), v.Of.at)
	v.focus(v.Of.chosen)
}

// Render draws them.
func (v *tonesView) Render() app.UI {
	var all []app.UI
	for i, t := range v.Of.all {
		all = append(all, El("button|type=button|role=menuitemradio|tabindex=-1", K("data-tone"), i,
			K("aria-checked"), Yes(i == v.Of.chosen), K("aria-label"), t.name, K("title"), t.name, t.char))
	}
	two := Class("")
	if len(all) > emoji.Tones+1 {
		two = "tones--two"
	}
	return El("div.scrim.scrim--pop.scrim--clear", On("click", v.away),
		El("div.pop.tones|id=tones|role=menu", two, K("aria-label"), v.Of.label, On("click", v.pick), On("keydown", v.key), all))
}

func (v *tonesView) away(e platform.Event) {
	if Aside(e) {
		v.H.Overlays.Drop(v.Of)
	}
}

func (v *tonesView) pick(e platform.Event) {
	i, err := strconv.Atoi(Data(e, "tone"))
	if err != nil || i >= len(v.Of.all) {
		return
	}
	v.H.Overlays.Drop(v.Of)
	v.Of.picked(i)
}

func (v *tonesView) key(e platform.Event) {
	now, err := strconv.Atoi(platform.Active().Attrs().Get("data-tone"))
	if err != nil {
		return
	}
	last := len(v.Of.all) - 1
	switch e.Key() {
	case "ArrowRight":
		now += host.Rightward()
	case "ArrowLeft":
		now -= host.Rightward()
	case "ArrowDown":
		now += emoji.Tones
	case "ArrowUp":
		now -= emoji.Tones
	case "Home":
		now = 0
	case "End":
		now = last
	case "Tab":
		v.H.Overlays.Drop(v.Of)
	default:
		return
	}
	e.PreventDefault()
	v.focus(max(0, min(now, last)))
}

func (v *tonesView) focus(i int) {
	platform.ByID("tones").Query(`[data-tone="` + strconv.Itoa(i) + `"]`).Focus()
}
