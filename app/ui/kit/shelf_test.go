package kit

import (
	"strings"
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/emoji/data"
	"github.com/confab/confab/shared/text"
)

// shelvesOf are shelves with so many cells.
func shelvesOf(sizes ...int) (all []shelf) {
	for _, n := range sizes {
		all = append(all, shelf{name: text.Found, cells: make([]cell, n)})
	}
	return all
}

func TestArrowsMoveAmongTheShelves(t *testing.T) {
	all := shelvesOf(12, 5, 9) // rows of 5: 0-4, 5-9, 10-11; 12-16; 17-21, 22-25
	for _, c := range []struct {
		from int
		key  string
		to   int
	}{
		{0, "ArrowRight", 1}, {0, "ArrowLeft", 0}, {11, "ArrowRight", 12}, {12, "ArrowLeft", 11}, {25, "ArrowRight", 25},
		{0, "ArrowDown", 5}, {8, "ArrowDown", 11}, {11, "ArrowDown", 13}, {16, "ArrowDown", 21}, {21, "ArrowDown", 25},
		{24, "ArrowDown", 24}, {13, "ArrowUp", 11}, {16, "ArrowUp", 11}, {3, "ArrowUp", 3}, {25, "ArrowUp", 20}, {17, "ArrowUp", 12},
		{9, "Home", 0}, {0, "End", 25}, {3, "PageDown", 12}, {20, "PageDown", 25}, {20, "PageUp", 17}, {17, "PageUp", 12}, {0, "PageUp", 0},
		{99, "ArrowDown", 0}, {-1, "End", 0}, {4, "x", 4},
	} {
		if got := stepFrom(all, 5, c.from, c.key); got != c.to {
			t.Errorf("%s leads from %d to %d, want %d", c.key, c.from, got, c.to)
		}
	}
	if got := stepFrom(shelvesOf(0), 5, 0, "ArrowDown"); got != 0 {
		t.Errorf("where nothing was found an arrow leads to %d", got)
	}
}

func TestThePickerHasTheCommonEmojiUntilItHasAll(t *testing.T) {
	h, _ := hosttest.New(t)
	if all := stock(h); len(all) != 1 || len(all[0].cells) != len(everyday) {
		t.Errorf("without the list there are %d shelves", len(all))
	}
	if got := FindEmojis(h, "tada", 3); len(got) != 1 || got[0].Char != "🎉" {
		t.Errorf("without the list :tada: is %v", got)
	}
	if err := h.Emoji.Take("<html>"); err == nil || h.Emoji.Set() != nil {
		t.Error("a page that is no list is taken for one")
	}
	if err := h.Emoji.Take(data.File); err != nil {
		t.Fatal(err)
	}
	all := stock(h)
	if len(all) != 1+len(shelves) {
		t.Fatalf("there are %d shelves", len(all))
	}
	if len(all[0].cells) != oftenMax {
		t.Errorf("%d are used often", len(all[0].cells))
	}
	for _, s := range all[1:] {
		html := s.html(h, firstOf(all, 1))
		if strings.Count(html, "<button") != len(s.cells) || strings.Count(html, "aria-label") != len(s.cells)+1 {
			t.Errorf("%s has cells without a name", host.Said(s.name))
		}
	}
	if got := FindEmojis(h, "Woohoo", 1); len(got) != 1 || got[0].Char != "🎉" || got[0].Name != "tada" {
		t.Errorf("Woohoo is %v", got)
	}
	for _, char := range everyday {
		if h.Emoji.Set().Of(char) == nil {
			t.Errorf("%s is common, and not in the list", char)
		}
	}
	drawn := hosttest.Page(NewPicker(platform.Element{}, true, nil).Draw(host.Layer{H: h, Key: "k"}))
	hosttest.Wants(t, drawn, `role="tablist"`, `aria-label="Flags"`)
}
