package people

import (
	"strconv"
	"strings"
	"testing"

	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// shown is the HTML of what the dialog asks.
func (d *together) shown() (html string) {
	for _, part := range d.Body() {
		html += hosttest.Page(part)
	}
	return html
}

// ticked counts the boxes of a list that are ticked.
func ticked(html string) int {
	return strings.Count(html, "aria-checked") - strings.Count(html, `aria-checked="false"`)
}

func TestSeveralPeopleAreChosenForAConversation(t *testing.T) {
	h, _ := hosttest.New(t)
	New(h).together(nil)
	d := h.Overlays.Top().(*together)
	hosttest.Wants(t, d.shown(), "With, 1 of 12", "It needs no name", "Mara Lindqvist", "Sam &lt;Okafor&gt;")
	hosttest.WantsNot(t, d.shown(), "Nora Vance", "Mar Old")
	d.Submit()
	if d.Fault != "Choose at least one person." {
		t.Errorf("with nobody: %q", d.Fault)
	}
	d.query = "mar"
	hosttest.WantsNot(t, d.shown(), "Okafor")
	d.toggle("mara")
	d.query = "sam"
	html := d.shown()
	hosttest.Wants(t, html, "2 of 12", "Mara Lindqvist", "Okafor")
	if ticked(html) != 1 || strings.Index(html, "Mara") > strings.Index(html, "Okafor") || strings.Count(html, "Mara Lindqvist") != 1 {
		t.Errorf("who is chosen is not above the others, once: %s", html)
	}
	d.toggle("mara")
	if n := ticked(d.shown()); n != 0 {
		t.Errorf("%d are still chosen", n)
	}
}

func TestAConversationHasNoMorePeopleThanItCanHave(t *testing.T) {
	h, _ := hosttest.New(t)
	d := &together{find: source{h: h}}
	d.H = h
	for i := range limits.GroupMost {
		d.toggle("p" + strconv.Itoa(i))
	}
	if len(d.chosen) != limits.GroupMost-1 || !strings.Contains(d.Fault, "at most 12 people") {
		t.Errorf("%d are chosen, %q", len(d.chosen), d.Fault)
	}
	d.toggle("p0")
	d.toggle("mara")
	if len(d.chosen) != limits.GroupMost-1 || d.Fault != "" {
		t.Errorf("with one in the place of another: %d, %q", len(d.chosen), d.Fault)
	}
}

func TestWhoIsAddedToAConversationBeginsAnother(t *testing.T) {
	h, _ := hosttest.New(t)
	p := New(h)
	for _, r := range []wire.Room{hosttest.Talk, {ID: "group", Kind: wire.RoomDM, Peers: []wire.User{hosttest.Mara, hosttest.Sam}}} {
		p.Add(r)
		d := h.Overlays.Top().(*together)
		hosttest.Wants(t, d.shown(), "This begins another conversation.", "Mara Lindqvist")
		if got := ticked(d.shown()); got != max(1, len(r.Peers)) {
			t.Errorf("%s: %d are chosen already", host.RoomName(r), got)
		}
	}
}
