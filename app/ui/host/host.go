package host

import (
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/route"
	"github.com/confab/confab/shared/text"
)

// Host is what features hold, in a field called h or, in components, H.
type Host struct {
	State    Reader         // what is known
	Eng      *engine.Engine // nil until it is known what this browser kept
	Overlays Overlays       // what lies over the page
	Notices  Notices
	Watching Watching // whose presence is shown
	Own      Own      // what of the person's own has changed elsewhere
	Emoji    Emoji    // which there are, and which this person uses
	Verbs    Verbs    // what features do for each other
	Link     Link     // how the connection is

	Route    route.Route // what is on the page
	Panel    string      // the panel beside it, "" for none
	Keyboard bool        // on a touch screen: a keyboard is there besides the one on the screen
	Drawer   bool        // the list of rooms is open, on a phone
	Main     string      // the room that everyone is in; "" until the server said so

	revs   map[Thing]int
	frame  frame
	beside spot // had the focus when the panel opened
}

// Link is how the connection to the server is.
type Link struct {
	Connected bool // what the server has now is shown
	Lost      bool // it has been lost for longer than a moment
	Outdated  bool // the server speaks another version of the protocol
	Update    bool // a new version of the program waits
}

// New returns a Host that knows nothing yet and whose Post runs functions at once, until
// Enter is called.
func New() *Host {
	h := &Host{revs: map[Thing]int{}, State: Reader{See: seeNothing}}
	h.Overlays.init(h)
	h.Notices.h, h.Watching.h, h.Emoji.h = h, h, h
	return h
}

// emptyState is what is seen before there is an engine.
var emptyState = state.New()

func seeNothing(f func(*state.State)) { f(emptyState) }

// Live reports whether the page shows what the server has now.
func (h *Host) Live() bool { return h.Eng != nil && h.Eng.Status().Phase == engine.PhaseLive }

// Reading reports whether the person can be taken to read what is on the page: it
// is visible and in front.
func (h *Host) Reading() bool { return platform.Visible() && platform.Focused() }

// Here returns the room on the page.
func (h *Host) Here() string { return h.Route.Room }

// Later runs f on go-app's goroutine after a while.
func (h *Host) Later(d time.Duration, f func()) {
	time.AfterFunc(d, func() { h.Post(f) })
}

// Copy puts a text on the clipboard and says so.
func (h *Host) Copy(content string, done text.Text) {
	go func() {
		err := platform.Copy(content)
		h.Post(func() {
			if err != nil {
				h.Say("alert", text.CopyRefused)
				return
			}
			h.Say("check", done)
		})
	}()
}
