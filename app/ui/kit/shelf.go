package kit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/emoji"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
)

const (
	oftenMax = 18  // emoji that are used often: two rows
	foundMax = 180 // those that answer a query
)

// shelves are the kinds of emoji, as the list names them, with the picker's names and icons.
var shelves = []struct {
	kind string
	name text.Text
	icon string
}{
	{"smileys", text.EmojiSmileys, "emoji"}, {"people", text.EmojiPeople, "user"}, {"nature", text.EmojiNature, "leaf"},
	{"food", text.EmojiFood, "cup"}, {"travel", text.EmojiTravel, "boat"}, {"activities", text.EmojiActivities, "ball"},
	{"objects", text.EmojiObjects, "bulb"}, {"symbols", text.EmojiSymbols, "heart"}, {"flags", text.EmojiFlags, "flag"},
}

// shelf is emoji under a heading.
type shelf struct {
	name  text.Text
	icon  string
	cells []cell
}

// cell is one emoji in the picker.
type cell struct {
	char  string       // in the colour that is chosen
	emoji *emoji.Emoji // nil while the list is not loaded
}

// label is its name.
func (c cell) label() string {
	if c.own() {
		return strings.Trim(c.char, ":")
	}
	if c.emoji != nil && platform.Language().English() {
		return c.emoji.Name
	}
	return EmojiLabel(c.char)
}

// own reports whether it is one of the workspace's own, which char names between colons.
func (c cell) own() bool { return len(c.char) > 2 && c.char[0] == ':' }

// short is its name between colons, "" if there is none.
func (c cell) short() string {
	switch {
	case c.own():
		return c.char
	case c.emoji != nil:
		return ":" + c.emoji.Short() + ":"
	}
	return ""
}

// stockFor returns what answers a query, or if there is none, everything.
func stockFor(h *host.Host, query string) []shelf {
	if query != "" {
		return []shelf{foundShelf(h, query)}
	}
	return stock(h)
}

// stock returns the shelves with all emoji: what the person uses often, and each kind. While the list is
// not loaded there is one, with common ones.
func stock(h *host.Host) []shelf {
	set, tone := h.Emoji.Set(), h.Emoji.Tone()
	if set == nil {
		return []shelf{{text.OftenUsed, "clock", oftenCells(h, len(everyday))}}
	}
	all := []shelf{{text.OftenUsed, "clock", oftenCells(h, oftenMax)}}
	if own := ownCells(h); len(own) > 0 {
		all = append(all, shelf{text.OwnEmoji(h.State.Workspace()), "star", own})
	}
	for _, kind := range set.Kinds {
		for _, of := range shelves {
			if of.kind == kind.Name {
				cells := make([]cell, len(kind.List))
				for i, e := range kind.List {
					cells[i] = cell{e.Toned(tone), e}
				}
				all = append(all, shelf{of.name, of.icon, cells})
			}
		}
	}
	return all
}

// oftenCells are what the person uses often, and common ones until there are n.
func oftenCells(h *host.Host, n int) (often []cell) {
	for _, char := range slices.Concat(h.Emoji.Often(), everyday) {
		c := cell{char: char}
		if c.own() {
			if h.Emoji.Own(char) == nil {
				continue // it was removed
			}
		} else if set := h.Emoji.Set(); set != nil {
			if c.emoji = set.Of(char); c.emoji == nil {
				continue
			}
			c.char = c.emoji.Toned(h.Emoji.Tone())
		}
		same := func(o cell) bool { return o.char == c.char }
		if len(often) < n && !slices.ContainsFunc(often, same) {
			often = append(often, c)
		}
	}
	return often
}

// ownCells are the workspace's own emoji.
func ownCells(h *host.Host) (own []cell) {
	h.State.See(func(s *state.State) {
		for i := range s.Emoji.List {
			own = append(own, cell{char: ":" + s.Emoji.List[i].Name + ":"})
		}
	})
	return own
}

// foundShelf has what answers a query.
func foundShelf(h *host.Host, query string) shelf {
	found := shelf{name: text.Found}
	for _, f := range FindEmojis(h, query, foundMax) {
		c := cell{char: f.Char}
		if set := h.Emoji.Set(); set != nil && !c.own() {
			c.emoji = set.Of(f.Char)
		}
		found.cells = append(found.cells, c)
	}
	return found
}

// html writes a shelf, whose first cell is the first-th of the picker.
func (s shelf) html(h *host.Host, first int) string {
	var b rowhtml.Builder
	name := host.Said(s.name)
	b.Start(rowhtml.Div).Attr(rowhtml.Role, "group").Attr(rowhtml.AriaLabel, name)
	b.Start(rowhtml.Div).Attr(rowhtml.Class, "picker__head").Attr(rowhtml.AriaHidden, "true").Text(name).End()
	b.Start(rowhtml.Div).Attr(rowhtml.Class, "picker__grid").Attr(rowhtml.Role, "presentation")
	for i, c := range s.cells {
		b.Start(rowhtml.Button).Attr(rowhtml.ID, cellID(first+i)).Attr(rowhtml.Type, "button").Attr(rowhtml.Role, "option")
		b.Attr(rowhtml.TabIndex, "-1").Attr(rowhtml.AriaLabel, c.label())
		if c.emoji != nil && c.emoji.HasTones() {
			b.Attr(rowhtml.Class, "has-tones")
		}
		rowhtml.WriteEmoji(&b, c.char, h.Emoji.Named)
		b.End()
	}
	return b.String()
}

const cellPrefix = "emoji-"

func cellID(i int) string { return cellPrefix + strconv.Itoa(i) }

// cellAt returns the cell with a number, and its shelf.
func cellAt(all []shelf, n int) (c cell, of int, ok bool) {
	for i, s := range all {
		if n >= 0 && n < len(s.cells) {
			return s.cells[n], i, true
		}
		n -= len(s.cells)
	}
	return cell{}, 0, false
}

// firstOf returns the number of a shelf's first cell.
func firstOf(all []shelf, of int) (n int) {
	for _, s := range all[:of] {
		n += len(s.cells)
	}
	return n
}

// stepFrom returns the cell that a key leads to from the n-th, in rows of columns cells; each shelf begins a
// row. It is n itself where nothing is further on.
func stepFrom(all []shelf, columns, n int, key string) int {
	_, of, ok := cellAt(all, n)
	if !ok {
		return 0
	}
	first, size := firstOf(all, of), len(all[of].cells)
	place, last := n-first, first+size-1
	switch key {
	case "ArrowRight", "ArrowLeft":
		by := host.Rightward()
		if key == "ArrowLeft" {
			by = -by
		}
		if _, _, ok := cellAt(all, n+by); ok {
			return n + by
		}
	case "ArrowDown":
		switch {
		case place/columns < (size-1)/columns:
			return min(n+columns, last)
		case of+1 < len(all):
			return last + 1 + min(place%columns, len(all[of+1].cells)-1)
		}
	case "ArrowUp":
		switch {
		case place >= columns:
			return n - columns
		case of > 0:
			above := len(all[of-1].cells)
			row := (above - 1) / columns * columns
			return first - above + min(row+place%columns, above-1)
		}
	case "Home":
		return 0
	case "End":
		return firstOf(all, len(all)) - 1
	case "PageDown":
		if of+1 < len(all) {
			return last + 1
		}
		return last
	case "PageUp":
		if place == 0 && of > 0 {
			return firstOf(all, of-1)
		}
		return first
	}
	return n
}
