package ui

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// askTimeout is how long the person waits for the answer to a click.
const askTimeout = 15 * time.Second

// view is what the components share. It belongs to go-app's goroutine. What it
// does is divided by noun; each of these types is the view with the methods of
// one of them.
type view struct {
	reader   // what the state says
	stage    // what lies over the page
	guide    // which room is on the page
	keyboard // the keys that work everywhere
	program  // starting, and following the engine

	post func(func())             // runs a function on go-app's goroutine and renders what it touched
	see  func(func(*state.State)) // reads the state
	eng  *engine.Engine

	revs  revs
	route route
	main  string // the room everyone is in, "" until the server said so

	panel  bool // the members are open
	drawer bool // the list of rooms is open, on a phone
	update bool // a new version waits

	connected bool // what the server has now is shown
	lost      bool // the connection has been lost for longer than a moment
	outdated  bool // the server speaks another version of the protocol
	looking   bool // the person looked at the page when it was last asked
	leaving   bool // the page is about to be left

	over   overlay
	overID int
	before platform.Element // had the focus when the overlay opened

	toasts  []toast
	toastID int
	invite  wire.Invite // the link made by this program, if any

	drafts  drafts
	write   composer
	line    timeline
	roster  roster
	shown   shown
	door    door
	session session
	frame   frame
	bridge  bridge
	kept    kept
}

func newView() *view {
	v := &view{
		post: func(f func()) { f() },
		see:  func(f func(*state.State)) { f(emptyState) },
	}
	v.drafts.init()
	v.reader, v.stage, v.guide, v.keyboard, v.program = reader{v}, stage{v}, guide{v}, keyboard{v}, program{v}
	v.line.v = v
	v.line.scroll, v.line.rowFocus = scroll{&v.line}, rowFocus{&v.line}
	v.line.gestures, v.line.rowKeys = gestures{&v.line}, rowKeys{&v.line}
	v.write.v = v
	return v
}

// emptyState is what is seen before there is an engine.
var emptyState = state.New()

// touch marks parts as changed. They are rendered when the handler or posted
// function that runs now is done.
func (v *view) touch(parts ...part) { v.revs.touch(parts...) }

// ask gives a command and calls done, on go-app's goroutine, with its answer.
func ask[Q, R wire.Headed](v *view, c wire.Command[Q, R], req Q, done func(R, error)) {
	if v.eng == nil {
		var none R
		done(none, wire.Refused(wire.CodeUnavailable, text.StillStarting))
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
		defer cancel()
		answer, err := engine.Do(ctx, v.eng, c, req)
		v.post(func() { done(answer, err) })
	}()
}

// tell is ask for commands whose success shows by itself: only a refusal is
// put into words.
func tell[Q, R wire.Headed](v *view, c wire.Command[Q, R], req Q) {
	ask(v, c, req, func(_ R, err error) {
		if err != nil {
			v.complain(err)
		}
	})
}

// words says an error to a person.
func words(err error) string {
	var refused *wire.Error
	switch {
	case errors.As(err, &refused) && refused.Message != "":
		return sentenceOf(refused)
	case errors.Is(err, context.DeadlineExceeded):
		return said(text.ServerSilent)
	}
	return said(text.DidNotWork)
}

// later runs f on go-app's goroutine after a while.
func (v *view) later(d time.Duration, f func()) {
	time.AfterFunc(d, func() { v.post(f) })
}

// afterFrame runs f when what was touched has been rendered.
func (v *view) afterFrame(f func()) { v.frame.after(v, f) }

// reading reports whether the person can be taken to read the room on the
// page: it is visible and in front.
func (v reader) reading() bool { return platform.Visible() && platform.Focused() }

func (v reader) mainRoom(id string) bool { return id == v.main }

func (v stage) setDrawer(open bool) {
	if v.drawer == open {
		return
	}
	v.drawer = open
	v.touch(partShell, partBar)
	v.afterFrame(func() {
		if open {
			platform.Query(".sidebar .workspace").Focus()
		} else {
			platform.ByID("drawer-button").Focus()
		}
	})
}

func (v stage) setPanel(open bool) {
	if v.panel == open {
		return
	}
	v.panel = open
	v.touch(partShell, partBar, partMembers)
	if open {
		v.roster.open(v.view)
		v.afterFrame(func() {
			if touch() {
				platform.ByID("close-members").Focus()
			} else {
				platform.ByID("member-search").Focus()
			}
		})
		return
	}
	v.afterFrame(func() { platform.ByID("members-button").Focus() })
}

// menuOpen reports whether the menu of a button is open.
func (v stage) menuOpen(button string) bool {
	m, ok := v.over.(*menuSpec)
	return ok && m.button == button
}

// toggleMenu opens a menu, or closes it if its button is pressed again.
func (v stage) toggleMenu(m *menuSpec) {
	if v.menuOpen(m.button) {
		v.close()
		return
	}
	v.open(m)
}

// copy puts a text on the clipboard and says so.
func (v *view) copy(content string, done text.Text) {
	go func() {
		err := platform.Copy(content)
		v.post(func() {
			if err != nil {
				v.say("alert", text.CopyRefused)
				return
			}
			v.say("check", done)
		})
	}()
}

func (v *view) focusComposer() { platform.ByID(composerID).Focus() }
