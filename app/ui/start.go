package ui

import (
	"context"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// The databases of this browser: what the engine keeps, and what only the
// interface needs.
const (
	engineStore = "confab"
	localStore  = "confab-local"
)

// The keys in localStore besides the drafts.
const (
	deviceKept = "device" // the id of this device
	roomKept   = "room"   // the room that was open last
)

// kept is what this browser kept for the interface.
type kept struct {
	engine engine.Store // nil: in memory only
	local  *platform.Store
	drafts ownDrafts
	device string
	room   string
}

// program starts the program, ends it, and follows what the engine and the
// browser tell.
type program struct{ *view }

// start is called once, when the page is drawn.
func (v program) start(ctx app.Context) {
	v.frame.enter(ctx, v.view)
	v.session.known = func(who wire.Whoami) { v.post(func() { v.identified(who) }) }
	v.listen()
	go func() {
		k := openKept()
		v.post(func() { v.begin(k) })
	}()
}

// openKept reads what the browser kept. A browser that keeps nothing is no
// reason not to start.
func openKept() kept {
	k := kept{}
	if s, err := platform.OpenStore(engineStore); err == nil {
		k.engine = s
	} else {
		platform.Report("nothing is kept: " + err.Error())
	}
	if s, err := platform.OpenStore(localStore); err == nil {
		k.local = s
		k.drafts = loadDrafts(s)
		k.device = k.get(deviceKept)
		k.room = k.get(roomKept)
	}
	if !id.Valid(k.device) {
		k.device = id.New()
		k.put(deviceKept, k.device)
	}
	return k
}

func (k kept) get(key string) string {
	value, err := k.local.Get(context.Background(), key)
	if err != nil {
		platform.Report(key + " could not be read: " + err.Error())
		return ""
	}
	return value
}

func (k kept) put(key, value string) {
	if k.local == nil {
		return
	}
	err := k.local.Write(context.Background(), []engine.Record{{Key: key, Value: value}}, nil)
	if err != nil {
		platform.Report(key + " is not kept: " + err.Error())
	}
}

// begin starts the engine with what was kept.
func (v program) begin(k kept) {
	v.kept = k
	if k.local != nil {
		v.drafts.store = k.local
		v.drafts.kept = k.drafts
	}
	who := platform.SignedIn()
	v.eng = engine.New(engine.Options{
		// Signed in before the browser was told whose sign-in it is, or with the
		// cookies gone: the server is asked first.
		Unsure:   who == "",
		Dialer:   platform.Dialer{Path: "/ws", Protocol: wire.Subprotocol},
		Device:   k.device,
		Client:   "confab-web",
		Store:    k.engine,
		Lock:     platform.Lock,
		Channel:  platform.OpenChannel(engineStore),
		Auth:     v.session.check,
		OnChange: func(c state.Changes) { v.bridge.changed(v.view, c) },
	})
	v.see = v.eng.View
	v.recognise(who)
	v.eng.Start()
	if !platform.Visible() {
		v.eng.SetActive(false)
	}
	go v.session.begin(context.Background())
	v.arrive(platform.Path())
	v.write.takeEarly()
	v.touch(partShell, partSidebar, partBar, partRoom, partComposer)
}

// recognise is told who is signed in as the browser knows it, without the server:
// what somebody else left here is forgotten before it is shown.
func (v program) recognise(who string) {
	if who != "" {
		v.eng.Device().Belongs(who)
		v.meet(who)
	}
}

// identified is told who the server takes us for.
func (v program) identified(who wire.Whoami) {
	switch who.State {
	case wire.IdentitySignedOut:
		v.signedOut()
		return
	case wire.IdentitySetup:
		v.leave("/setup")
		return
	}
	if who.State == wire.IdentityOK && who.User != nil && v.eng != nil {
		v.recognise(who.User.ID)
	}
	if who.MainRoom != "" && v.main != who.MainRoom {
		v.main = who.MainRoom
		v.touch(partBar)
		v.settle()
	}
}

// meet is told who is here: drafts are shown to the person who wrote them alone.
func (v program) meet(user string) {
	if v.drafts.meet(user) {
		v.drafts.keep(v.view)
		v.write.restore()
		v.touch(partSidebar)
	}
}

// leave goes to one of the server's own pages. Nothing of this one is left for
// whoever comes back to it by the browser's history.
func (v program) leave(path string) {
	if !v.leaving {
		v.leaving = true
		platform.Blank()
		platform.Leave(path)
	}
}

// signedOut goes to sign in, once what others wrote is off this device.
func (v program) signedOut() {
	if v.eng == nil || v.leaving {
		return
	}
	v.leaving = true
	eng := v.eng
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
		defer cancel()
		if err := eng.Device().SignedOut(ctx); err != nil {
			platform.Report("signed out: " + err.Error())
		}
		platform.Blank()
		platform.Leave("/signin")
	}()
}

// signOut forgets everything on this device and ends the session.
func (v program) signOut() {
	if v.eng == nil || v.leaving {
		return
	}
	v.leaving = true
	eng, local := v.eng, v.kept.local
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
		defer cancel()
		if err := eng.Device().SignOut(ctx); err != nil {
			platform.Report("signing out: " + err.Error())
		}
		if local != nil {
			if err := local.Clear(ctx); err != nil {
				platform.Report("signing out: " + err.Error())
			}
		}
		platform.Blank()
		platform.Post("/signout")
	}()
}

// listen hears what happens to the page as a whole.
func (v program) listen() {
	run := func(f func()) { v.frame.run(v.view, f) }
	platform.OnVisible(func() { run(v.looked) })
	platform.ListenWindow("focus", func(platform.Event) { run(v.looked) })
	platform.ListenWindow("blur", func(platform.Event) { run(v.looked) })
	platform.ListenWindow("online", func(platform.Event) { run(v.network) })
	platform.ListenWindow("offline", func(platform.Event) { run(v.network) })
	platform.OnReturn(func() {
		if v.leaving {
			platform.Reload() // somebody went back to a page that has nothing to show
		}
	})
	platform.ListenWindow("resize", func(platform.Event) { run(v.resized) })
	platform.ListenAll("keydown", func(e platform.Event) { run(func() { v.shortcut(e) }) })
	platform.Root().Listen("keydown", false, func(e platform.Event) { run(func() { v.escape(e) }) })
}

// looked follows whether the person looks at the page.
func (v program) looked() {
	if v.eng == nil {
		return
	}
	v.recognise(platform.SignedIn()) // somebody may have signed in in another tab
	v.eng.SetActive(platform.Visible())
	was := v.looking
	v.looking = v.reading()
	v.touch(partSidebar, partBar)
	if v.looking && !was {
		if r, ok := v.here(); ok && r.Unread > 0 && v.line.end {
			v.eng.OpenRoom(v.route.room) // draws the "new" line above what came meanwhile
		}
		v.line.noteSoon()
	}
	v.title()
}

// resized closes a menu, which hangs where its button was.
func (v program) resized() {
	if _, ok := v.over.(*menuSpec); ok {
		v.close()
	}
}

func (v program) network() {
	v.touch(partShell)
	if v.eng != nil && platform.Online() {
		v.eng.Connect()
	}
}
