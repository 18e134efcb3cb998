package settings

import (
	"errors"
	"strings"
	"testing"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// at is the page of a section.
func at(t *testing.T, name string) (*host.Host, func() string) {
	t.Helper()
	h, _ := hosttest.New(t)
	h.Route = route.Route{Head: route.Settings, Section: name}
	return h, func() string { return hosttest.Page(Page(h)) }
}

// An address that the server answers and the program does not draw would show another section.
func TestEachSectionHasItsAddress(t *testing.T) {
	if len(sections) != len(route.Sections) {
		t.Fatalf("%d sections, %d addresses", len(sections), len(route.Sections))
	}
	for i, s := range sections {
		if s.name != route.Sections[i] {
			t.Errorf("section %d is %s, its address %s", i, s.name, route.Sections[i])
		}
		h, page := at(t, s.name)
		html := page()
		hosttest.Wants(t, html, s.title.String(), s.help.String(), "page--part", `aria-label="Back"`)
		if n := strings.Count(html, `aria-current="page"`); n != 1 || Title(h) != s.title.String() {
			t.Errorf("%s: %d sections are current, and it is called %s", s.name, n, Title(h))
		}
	}
	_, page := at(t, "")
	hosttest.WantsNot(t, page(), "page--part", `aria-label="Back"`)
}

// Each look has its choices, and exactly one of them holds.
func TestThePageOffersEveryLook(t *testing.T) {
	_, page := at(t, route.Appearance)
	html := page()
	for _, l := range host.Looks {
		hosttest.Wants(t, html, l.Label.String(), l.Help.String())
		if n := strings.Count(html, `name="`+l.Key+`"`); n != len(l.Choices) {
			t.Errorf("%s has %d choices, want %d", l.Key, n, len(l.Choices))
		}
	}
	hosttest.Wants(t, html, "Ctrl Enter", "24 hours")
	if n := strings.Count(html, " checked"); n != len(host.Looks) {
		t.Errorf("%d choices hold, want one of each look: %s", n, html)
	}
}

var told = wire.Profile{User: hosttest.Nora, Title: "Product", Zone: "Europe/Lisbon", About: "Mornings for thinking <"}

func TestTheProfileIsFilledIn(t *testing.T) {
	h, _ := hosttest.New(t)
	hosttest.Wants(t, hosttest.Page(&profile{H: h}), "Looking")
	html := hosttest.Page(&profile{H: h, told: &told})
	hosttest.Wants(t, html, `value="Nora Vance"`, `value="nora"`, `value="Product"`, "Mornings for thinking &lt;",
		">Europe, Lisbon<", ">Europe, Berlin<", "as on this device", ">Not told<")
	if n := strings.Count(html, " selected"); n != 1 {
		t.Errorf("%d time zones are chosen", n)
	}
}

// Another device may have changed the other fields meanwhile.
func TestOnlyFieldsThatChangedAreSent(t *testing.T) {
	fields := map[string]string{nameField: "Nora Vance", handleField: "nora", titleField: " Skipper ", zoneField: "Europe/Lisbon",
		aboutField: told.About}
	field := func(id string) string { return fields[id] }
	q, ok := changes(&told, field)
	if !ok || q.Title == nil || *q.Title != "Skipper" || q.Name != nil || q.Handle != nil || q.Zone != nil || q.About != nil ||
		q.Pronouns != nil {
		t.Errorf("%+v", q)
	}
	fields[titleField] = "Product"
	if _, ok := changes(&told, field); ok {
		t.Error("nothing has changed, and is sent")
	}
	fields[zoneField] = none
	if q, _ := changes(&told, field); q.Zone == nil || *q.Zone != "" {
		t.Error("the time zone cannot be taken away")
	}
	fields[aboutField] = ""
	if q, _ := changes(&told, field); q.About == nil || *q.About != "" {
		t.Error("what is taken away is not sent")
	}
}

func TestWhatIsWrongWithAPasswordStandsAtItsField(t *testing.T) {
	for _, c := range []struct {
		err error
		at  string
	}{
		{wire.Refused(wire.CodeForbidden, text.OldPasswordWrong), oldField},
		{wire.Refused(wire.CodeInvalid, text.PasswordTooCommon), newField},
	} {
		h, _ := hosttest.New(t)
		p := &password{H: h}
		p.Render()
		p.done(true, c.err)
		hosttest.Wants(t, hosttest.Page(p), `id="`+c.at+`-fault"`)
		if len(h.Notices.List) != 0 {
			t.Errorf("it is said to be changed: %+v", h.Notices.List)
		}
	}
	h, _ := hosttest.New(t)
	p := &password{H: h}
	p.Render()
	p.done(true, errors.New("no network"))
	hosttest.Wants(t, hosttest.Page(p), text.DidNotWork.String())
	p.done(true, nil)
	p.done(false, nil)
	if n := h.Notices.List; len(n) != 2 || n[0].Text == n[1].Text {
		t.Errorf("told: %+v", n)
	}
}

func TestThisDeviceIsFirstAndCannotBeEnded(t *testing.T) {
	h, _ := hosttest.New(t)
	d := &devices{H: h, known: true, list: []wire.Session{
		{ID: "s1", Device: "Safari on Mac", Seen: 1},
		{ID: "s2", Device: "Firefox on Linux", Current: true},
		{ID: "s3", Device: "Chrome on Android", Agent: "Mozilla/5.0 (Linux; Android 14)", Network: "192.0.2.0/24"},
	}}
	html := hosttest.Page(d)
	hosttest.Wants(t, html, "This device", "Active now", "Last active 1 January 1970, 00:00", "192.0.2.0/24", "Sign out Safari on Mac",
		"Sign out everywhere else", "#i-phone")
	hosttest.WantsNot(t, html, "Sign out Firefox on Linux")
	if strings.Index(html, "Firefox") > strings.Index(html, "Safari") {
		t.Error("this device is not the first")
	}
	d.endOthers(platform.Event{})
	hosttest.Wants(t, hosttest.Page(h.Overlays.Top().Draw(host.Layer{H: h})), "Sign out 2 other devices?", "alertdialog")
	d.list = d.list[1:2]
	hosttest.WantsNot(t, hosttest.Page(d), "Sign out everywhere else")
}

// What nobody else has is named before it is lost.
func TestClearingTheDeviceSaysWhatIsLost(t *testing.T) {
	h, _ := hosttest.New(t)
	draw := func(c *clearing) string { return hosttest.Page(c.Draw(host.Layer{H: h})) }
	hosttest.Wants(t, draw(newClearing(h)), "You stay signed in.")
	hosttest.WantsNot(t, draw(newClearing(h)), "Not sent")
	h.Verbs.Drafts = func() int { return 2 }
	c := newClearing(h)
	hosttest.Wants(t, draw(c), "Not sent: 0. Drafts: 2.")
	c.lost = []engine.Letter{{Body: "On <my> way"}}
	hosttest.Wants(t, draw(c), "On &lt;my&gt; way")
}

func TestStorageIsWrittenInMegabytes(t *testing.T) {
	for bytes, want := range map[int64]string{0: "0", 1 << 19: "1", 3<<20 + 1: "4", 5 << 30: "5120"} {
		if got := megabytes(bytes); got != want {
			t.Errorf("%d bytes are %s MB, want %s", bytes, got, want)
		}
	}
	h, _ := hosttest.New(t)
	hosttest.Wants(t, hosttest.Page(&storage{H: h, known: true}), "does not tell")
	hosttest.Wants(t, hosttest.Page(&storage{H: h, known: true, told: true, used: 3 << 20, quota: 1 << 30}), "3 MB of at most 1024 MB")
}
