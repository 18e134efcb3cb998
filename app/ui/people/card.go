package people

import (
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/wire"
)

// card shows what a person tells of themselves, at their name.
type card struct {
	people *People
	at     platform.Element // what it hangs on
	user   string
	sheet  bool // at the bottom of a phone
	held   bool // asked for by a click or a key: it has the focus, and stays until it is closed
	fault  string
}

// profilesKept is how many profiles that were read are kept, to be shown at once the next time.
const profilesKept = 50

// Modal reports that the page is out of reach below a sheet.
func (c *card) Modal() bool { return c.sheet }

// Card shows the card of a person who is named somewhere.
func (p *People) Card(at platform.Element, user string) {
	p.show(&card{people: p, at: at, user: user, held: true, sheet: host.Narrow()})
}

func (p *People) show(c *card) {
	if p.h.State.User(c.user).Handle == "" {
		return // not known yet
	}
	p.h.Overlays.Open(c)
	p.hover.open = nil
	if !c.held {
		p.hover.open = c
	}
	p.ask(c)
}

// ask reads the profile of a card.
func (p *People) ask(c *card) {
	host.Ask(p.h, wire.GetProfile, &wire.ProfileRef{User: c.user}, func(told *wire.Profile, err error) {
		c.fault = ""
		if err != nil {
			c.fault = host.Why(err)
		} else {
			if len(p.told) >= profilesKept {
				clear(p.told)
			}
			p.told[c.user] = told
		}
		if p.h.Overlays.Has(c) {
			p.h.Raise(host.Layers)
			p.h.AfterFrame(c.place)
		}
	})
}

// Told is told that something about people has changed: the card that shows one of them reads
// the profile again.
func (p *People) Told(people map[string]struct{}) {
	c, open := p.h.Overlays.Top().(*card)
	for user := range people {
		if open && user == c.user {
			p.ask(c) // what is known is shown until the answer
		} else {
			delete(p.told, user)
		}
	}
	p.dir.told(people)
}

const (
	// hoverAfter is how long a mouse rests on a person before the card is shown.
	hoverAfter = 400 * time.Millisecond
	// leaveAfter is how long the card stays when the mouse has left it, which may be on its way to it.
	leaveAfter = 250 * time.Millisecond

	// personPath selects what names a person, and their picture.
	personPath = ".msg__author, .mention[data-user], .msg > .avatar"
)

// hover shows the card of a person on whom a mouse rests.
type hover struct {
	p    *People
	at   platform.Element // names the person that the mouse is on
	open *card            // that was shown so
	n    int              // counts what the mouse came to: a timer of before does nothing
}

// Hovered is told that a mouse has come to something.
func (p *People) Hovered(e platform.Event) {
	v := &p.hover
	if e.Touch() {
		return
	}
	to := e.Target()
	if person := to.Closest(personPath); person.OK() || v.at.OK() || v.open != nil {
		p.h.Post(func() { v.come(to, person) })
	}
}

// come follows the mouse to an element, and to the person whom that names.
func (v *hover) come(to, person platform.Element) {
	h := v.p.h
	v.n++
	n := v.n
	later := func(d time.Duration, do func()) {
		h.Later(d, func() {
			if v.n == n {
				do()
			}
		})
	}
	if v.open != nil && (platform.ByID("pcard").Contains(to) || person.Same(v.open.at)) {
		return
	}
	v.at = person
	if person.OK() {
		later(hoverAfter, func() { v.rest(person) })
	} else if v.open != nil {
		later(leaveAfter, v.leave)
	}
}

// rest shows the card of a person on whom the mouse rests.
func (v *hover) rest(person platform.Element) {
	over := v.p.h.Overlays.Top()
	if person.Connected() && (over == nil || v.open != nil && over == v.open) {
		v.p.show(&card{people: v.p, at: person, user: userAt(person)})
	}
}

// leave takes the card away, unless it has got the focus meanwhile.
func (v *hover) leave() {
	if v.open != nil && !platform.ByID("pcard").Contains(platform.Active()) {
		v.p.h.Overlays.Fade(v.open)
	}
	v.open = nil
}

// userAt is whom an element names: a picture is that of the author beside it.
func userAt(e platform.Element) string {
	if user := e.Attrs().Get("data-user"); user != "" {
		return user
	}
	return e.Closest(".msg").Query(".msg__author").Attrs().Get("data-user")
}
