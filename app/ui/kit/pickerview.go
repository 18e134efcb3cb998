package kit

import (
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Render draws what is around the cells. These are put into the list as HTML: drawn as components two
// thousand of them would take a second.
func (p *picker) Render() app.UI {
	active := ""
	if _, _, ok := cellAt(p.Of.stock, p.Of.active); ok {
		active = cellID(p.Of.active)
	}
	clear := Class("")
	if p.Of.Write {
		clear = "scrim--clear"
	}
	name := host.Said(text.SkinTone) + ": " + host.Said(toneName(p.H.Emoji.Tone()))
	return El("div.scrim.scrim--pop", clear, On("click", p.away),
		El("div.pop.picker|role=dialog", K("id"), pickerID, K("aria-modal"), p.Of.sheet, K("aria-label"), text.Emoji,
			On("keydown", p.tab),
			El("div.picker__top",
				El("div.input.input--soft.input--group",
					Icon("search", "icon--sm", "u-muted"),
					Search(searchID, text.SearchEmoji, p.search, K("type"), "text", K("role"), "combobox", K("aria-expanded"), true,
						K("aria-controls"), listID, K("aria-activedescendant"), active, K("enterkeyhint"), "done", OnKey(p.key))),
				El("button.iconbtn.picker__tone|type=button|id=picker-tone|aria-haspopup=menu",
					K("aria-label"), name, K("title"), name, On("click", p.tones), toned("✋", p.H.Emoji.Tone()))),
			p.kinds(),
			p.status(),
			El("div.picker__scroll|role=listbox", K("id"), listID, K("aria-label"), text.Emoji),
			p.foot()))
}

// kinds are the tabs that lead to the shelves.
func (p *picker) kinds() app.UI {
	if p.Of.Query != "" {
		return El("div.picker__cats|hidden=true")
	}
	var tabs []app.UI
	for i, s := range p.Of.stock {
		within := "-1"
		if i == p.Of.of {
			within = "0"
		}
		tabs = append(tabs, El("button.picker__cat|type=button|role=tab", K("data-of"), i, K("tabindex"), within,
			K("aria-selected"), Yes(i == p.Of.of), K("aria-controls"), listID, K("aria-label"), s.name, K("title"), s.name, Icon(s.icon)))
	}
	return El("div.picker__cats|role=tablist", K("aria-label"), text.EmojiKinds, On("click", p.kind), On("keydown", p.kindKey), tabs)
}

func (p *picker) kind(e platform.Event) {
	if of, err := strconv.Atoi(Data(e, "of")); err == nil {
		cells{p}.show(of)
		if !host.Touch() {
			platform.ByID(searchID).Focus() // from where the arrow keys go on
		}
	}
}

func (p *picker) kindKey(e platform.Event) {
	to := p.Of.of
	switch e.Key() {
	case "ArrowRight":
		to += host.Rightward()
	case "ArrowLeft":
		to -= host.Rightward()
	case "Home":
		to = 0
	case "End":
		to = len(p.Of.stock) - 1
	default:
		return
	}
	e.PreventDefault()
	if to < 0 || to >= len(p.Of.stock) {
		return
	}
	cells{p}.show(to)
	p.H.AfterFrame(func() { platform.ByID(pickerID).Query(`.picker__cat[aria-selected="true"]`).Focus() })
}

// status says what is missing, and how much was found.
func (p *picker) status() app.UI {
	note := p.note()
	if note.IsZero() {
		return El("div|hidden=true")
	}
	class := Class("picker__note")
	if p.Of.Query != "" && len(p.Of.stock[0].cells) > 0 {
		class = "u-sr" // it is to be seen
	}
	return El("p|role=status", class, note)
}

func (p *picker) note() text.Text {
	switch {
	case p.Of.Query != "":
		n := len(p.Of.stock[0].cells)
		if n == 0 {
			return text.NoSuchEmoji
		}
		return text.EmojiFound(n)
	case p.H.Emoji.Failed():
		return text.EmojiNotLoaded
	case p.H.Emoji.Set() == nil:
		return text.EmojiLoading
	}
	return text.Text{}
}

// foot shows the cell under the pointer, or else the active one, in large.
func (p *picker) foot() app.UI {
	n := p.Of.active
	if p.Of.over >= 0 {
		n = p.Of.over
	}
	c, _, _ := cellAt(p.Of.stock, n)
	return El("div.picker__foot",
		El("span.picker__sample|aria-hidden=true", Emoji(p.H, c.char)),
		El("span.picker__name|translate=no|aria-hidden=true", El("strong", c.label()), El("small", c.short())),
		El("a.btn.btn--quiet|href=/emoji", K("id"), ownID, text.AddYourOwnEmoji))
}
