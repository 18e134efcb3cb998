package kit

import (
	"strconv"
	"time"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// feedPause is how long several changes of a list are waited for.
const feedPause = 500 * time.Millisecond

// Feed is what the pages of lists have in common that the server keeps, whatever is in the list: the question that
// is under way, what went wrong, who is in the list, and which row an event is about. Make one with NewFeed.
type Feed struct {
	Loaded bool   // the list is the one that is wanted
	Fault  string // why it could not be had

	h      *host.Host
	thing  host.Thing
	load   func()
	people map[string]wire.User
	turn   int // counts the questions, so that a late answer knows its own
	due    bool
	once   host.Once
}

// NewFeed returns the feed of a list: thing changes when the list does, and load asks for its beginning, which is
// done when the server says that item has changed.
func NewFeed(h *host.Host, thing host.Thing, item string, load func()) *Feed {
	f := &Feed{h: h, thing: thing, load: load, people: map[string]wire.User{}}
	h.Own.Follow(item, func(state.Own) { f.Soon() })
	return f
}

// Begin asks for the list once in each connection. It is for the line above the rooms.
func (f *Feed) Begin() { f.once.When(f.h, f.load) }

// Soon asks for the list again, once for many changes.
func (f *Feed) Soon() {
	if f.due {
		return
	}
	f.due = true
	f.h.Later(feedPause, func() {
		f.due = false
		f.load()
	})
}

// Restart asks for another list, of which nothing is there yet.
func (f *Feed) Restart() {
	f.Loaded = false
	f.load()
	f.h.Raise(f.thing)
}

// Ask begins a question. What it returns is called with the answer's error, and tells whether the answer is to be
// taken: it is the last question's, and the server gave a list.
func (f *Feed) Ask() (answered func(err error) bool) {
	f.turn++
	turn := f.turn
	return func(err error) bool {
		if turn != f.turn {
			return false
		}
		f.Fault = ""
		if err != nil {
			f.Fault = host.Why(err)
		}
		f.Changed()
		return err == nil
	}
}

// Changed draws the page and the line again.
func (f *Feed) Changed() { f.h.Raise(f.thing, host.Lines) }

// Know takes in who is in the list.
func (f *Feed) Know(users []wire.User) {
	for _, u := range users {
		f.people[u.ID] = u
	}
}

// User is somebody in the list.
func (f *Feed) User(id string) wire.User {
	if u, told := f.people[id]; told {
		return u
	}
	return f.h.State.User(id)
}

// Told is the answer to a change, of which all devices are told, this one too.
func (f *Feed) Told(_ *wire.OK, err error) {
	if err != nil {
		f.h.Complain(err)
		f.load()
	}
}

// Note is what stands in the place of the rows, if there are none: none, once it is known that there are none.
func (f *Feed) Note(rows int, none app.UI) app.UI {
	switch {
	case f.Fault != "":
		return El("p.page__note|role=alert", f.Fault)
	case !f.Loaded:
		return El("p.page__note|role=status", text.Looking)
	case rows > 0:
		return None()
	}
	return none
}

// More is the button that asks for what comes after the rows that there are, if there is more.
func (f *Feed) More(more bool, act func()) app.UI {
	if !more || !f.Loaded {
		return None()
	}
	return El("button.btn.btn--quiet|type=button", On("click", func(platform.Event) { act() }), text.ShowMore)
}

// RowAt returns which of some rows an event is in, by the row's data-at; -1: in none.
func RowAt(e platform.Event, rows int) int {
	i, err := strconv.Atoi(Data(e, "at"))
	if err != nil || i < 0 || i >= rows {
		return -1
	}
	return i
}
