package host

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// lying is an overlay of a test.
type lying struct {
	name  string
	modal bool
}

func (l *lying) Draw(at Layer) app.UI { return app.Text(l.name + "/" + at.ID("x")) }
func (l *lying) Modal() bool          { return l.modal }

// place is an element that may have the focus.
type place struct {
	name string
	now  *string
	gone bool
}

func (p *place) Connected() bool { return !p.gone }
func (p *place) Focus()          { *p.now = p.name }

// desk is a page whose focus the test moves.
type desk struct {
	h     *Host
	focus string
	spots map[string]*place
}

func newDesk() *desk {
	d := &desk{h: New(), spots: map[string]*place{}}
	d.h.Overlays.active = func() spot { return d.spot(d.focus) }
	d.h.Overlays.home = func() { d.focus = "home" }
	d.h.Overlays.enter = func() { d.focus = "in " + d.h.Overlays.Top().(*lying).name }
	return d
}

func (d *desk) spot(name string) *place {
	if d.spots[name] == nil {
		d.spots[name] = &place{name: name, now: &d.focus}
	}
	return d.spots[name]
}

// opens opens an overlay, which takes the focus.
func (d *desk) opens(o *lying) {
	d.h.Overlays.Open(o)
	d.focus = o.name
}

// closes closes the uppermost one, and lets the frame end.
func (d *desk) closes() {
	d.h.Overlays.Close()
	d.h.Overlays.refocus()
}

func TestTheFocusGoesBackThroughEveryOverlay(t *testing.T) {
	d := newDesk()
	d.focus = "button"
	settings, asks := &lying{"settings", true}, &lying{"asks", true}
	d.opens(settings)
	d.opens(asks)
	if d.h.Overlays.Top() != asks || !d.h.Overlays.Has(settings) {
		t.Fatal("the second one has taken the place of the first")
	}
	d.closes()
	if d.focus != "settings" {
		t.Errorf("after the upper one closed, the focus is on %s", d.focus)
	}
	d.closes()
	if d.focus != "button" || d.h.Overlays.Any() {
		t.Errorf("after both closed, the focus is on %s", d.focus)
	}
}

// A line of a menu opens a dialog: the menu is gone by then, and its button is where the
// person was.
func TestADialogFromAMenuGivesTheFocusToTheMenusButton(t *testing.T) {
	for what, open := range map[string]func(d *desk, dialog *lying){
		"closed first":    func(d *desk, dialog *lying) { d.h.Overlays.Close(); d.opens(dialog) },
		"that gives way":  func(d *desk, dialog *lying) { d.opens(dialog) },
		"under two menus": func(d *desk, dialog *lying) { d.opens(&lying{"picker", false}); d.opens(dialog) },
	} {
		d := newDesk()
		d.focus = "button"
		d.opens(&lying{"menu", false})
		open(d, &lying{"dialog", true})
		d.h.Overlays.refocus() // the frame ends: what was to have the focus back has none to get
		if d.focus != "dialog" {
			t.Errorf("a menu %s: the focus is on %s", what, d.focus)
		}
		d.spot("menu").gone = true
		d.closes()
		if d.focus != "button" || d.h.Overlays.Any() {
			t.Errorf("a menu %s: the focus is on %s", what, d.focus)
		}
	}
}

func TestTheFocusGoesHomeIfItsPlaceIsGone(t *testing.T) {
	d := newDesk()
	d.focus = "row"
	d.opens(&lying{"dialog", true})
	d.spot("row").gone = true
	d.closes()
	if d.focus != "home" {
		t.Errorf("the focus is on %s", d.focus)
	}
}

// A click beside every field takes the focus out of them.
func TestTheFocusGoesIntoTheOverlayBelowIfItsPlaceIsGone(t *testing.T) {
	d := newDesk()
	d.opens(&lying{"palette", true})
	d.focus = "nothing"
	d.spot("nothing").gone = true
	d.opens(&lying{"dialog", true})
	d.closes()
	if d.focus != "in palette" {
		t.Errorf("the focus is on %s", d.focus)
	}
}

func TestAnAnswerThatComesLateClosesNothingElse(t *testing.T) {
	d := newDesk()
	d.focus = "button"
	first, second, above := &lying{"first", true}, &lying{"second", true}, &lying{"above", true}
	d.opens(first)
	d.closes()
	d.opens(second)
	d.h.Overlays.Drop(first)
	if d.h.Overlays.Top() != second {
		t.Error("the answer to the first has closed the second")
	}
	d.opens(above)
	d.h.Overlays.Drop(second)
	if d.h.Overlays.Any() {
		t.Error("what lay over it is still open")
	}
}

func TestOnlyTheUppermostOfTwoDialogsCanBeReached(t *testing.T) {
	d := newDesk()
	d.opens(&lying{"below", true})
	d.opens(&lying{"above", true})
	d.opens(&lying{"menu", false})
	var reach []bool
	drawn := d.h.Overlays.Draw(func(inert bool, over app.UI) app.UI {
		reach = append(reach, !inert)
		return over
	})
	if len(reach) != 3 || reach[0] || !reach[1] || !reach[2] || !d.h.Overlays.Modal() {
		t.Errorf("within reach: %v", reach)
	}
	for i, want := range []string{"below/x", "above/x-2", "menu/x-3"} {
		if got := app.HTMLString(drawn[i]); got != want {
			t.Errorf("drawn: %s, want %s", got, want)
		}
	}
}

func TestTheFocusMovesOnFromWhereAMenuWasOpened(t *testing.T) {
	d := newDesk()
	d.focus = "row"
	d.opens(&lying{"dialog", true})
	d.opens(&lying{"menu", false})
	d.h.Overlays.Lay(&lying{"colours", false})
	d.focus = "colours"
	d.h.Overlays.Leave()
	if d.focus != "dialog" || d.h.Overlays.Top().(*lying).name != "dialog" {
		t.Errorf("the focus is in %s, below %s", d.focus, d.h.Overlays.Top().(*lying).name)
	}
	d.h.Overlays.Leave()
	if !d.h.Overlays.Modal() {
		t.Error("a dialog is left with a key")
	}
}

func TestThePageIsInertAfterWhatLiesOverItIsShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk()
		shut := func(want bool, when string) {
			t.Helper()
			synctest.Wait()
			if got := d.h.Overlays.Shut(); got != want {
				t.Errorf("%s the page is inert: %v", when, got)
			}
		}
		d.opens(&lying{"palette", true})
		shut(false, "while the palette is being shown")
		time.Sleep(time.Second)
		shut(true, "a second later")
		d.opens(&lying{"dialog", true})
		shut(true, "below a dialog over the palette")
		d.closes()
		d.closes()
		shut(false, "when both are closed")
		d.opens(&lying{"menu", false})
		time.Sleep(time.Second)
		shut(false, "below a menu")
	})
}
