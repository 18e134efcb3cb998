package people

import (
	"testing"

	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

func TestTheDirectoryShowsWhatEverybodyDoes(t *testing.T) {
	h, _ := hosttest.New(t)
	p := New(h)
	d := &p.dir
	page := func() string { return hosttest.Page(p.Directory()) }
	hosttest.Wants(t, page(), "Nobody by that name is here.")
	d.asking = true
	hosttest.Wants(t, page(), "Looking")
	d.asking = false
	d.answered("", &wire.Users{Users: []wire.User{hosttest.Mara}, Titles: map[string]string{"mara": "Skipper <"}, Next: "mara"})
	hosttest.Wants(t, page(), "Mara Lindqvist", "@mara", "Skipper &lt;", ">Away<", `aria-label="Message Mara Lindqvist"`,
		"The first 1 people", "Show more", "Invite people")

	d.answered("mara", &wire.Users{Users: []wire.User{hosttest.Nora}})
	hosttest.Wants(t, page(), "Mara Lindqvist", "Nora Vance", "2 people, by handle", ">you<", "Skipper")
	hosttest.WantsNot(t, page(), "Show more", "Message Nora")
	d.answered("", &wire.Users{Users: []wire.User{hosttest.Sam}})
	hosttest.WantsNot(t, page(), "Mara")
}

// Of 200,000 people only those are on the page who were asked for, and only some are watched.
func TestTheDirectoryAsksAnewOnlyForThoseItShows(t *testing.T) {
	h, _ := hosttest.New(t)
	p := New(h)
	p.dir.open = true
	p.dir.answered("", &wire.Users{Users: []wire.User{hosttest.Mara}})
	p.Told(map[string]struct{}{"sam": {}})
	if p.dir.due {
		t.Error("it is loaded again for somebody who is not in it")
	}
	p.Told(map[string]struct{}{"mara": {}})
	if !p.dir.due {
		t.Error("it goes on showing what Mara did before")
	}
}
