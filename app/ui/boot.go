package ui

import (
	"context"
	"sync"

	"github.com/confab/confab/app/draft"
	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/compose"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
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
	drafts draft.Kept
	device string
	room   string
}

// program starts the program, ends it, and follows what the browser tells.
type program struct {
	p       *page
	session session
	kept    kept
	looking bool // the person looked at the page when it was last asked
	leaving bool // the page is about to be left
	out     bool // signed out here, and the server does not know yet
}

// start is called once, when the page is drawn.
func (o *program) start(ctx app.Context) {
	h := o.p.h
	h.Enter(ctx)
	o.session.known = func(who wire.Whoami) { h.Post(func() { o.identified(who) }) }
	o.listen()
	if o.signedOutBefore() {
		o.wait()
		return
	}
	go func() {
		k := openKept()
		h.Post(func() { o.begin(k) })
	}()
}

// openKept reads what the browser kept, all of it at once: nothing can be done before, and
// each answer of the database takes a slow device a frame or two. A browser that keeps
// nothing is no reason not to start.
func openKept() kept {
	k := kept{}
	var all sync.WaitGroup
	all.Go(func() {
		if s, err := platform.OpenStore(engineStore); err == nil {
			k.engine = s
		} else {
			platform.Report("nothing is kept: " + err.Error())
		}
	})
	if s, err := platform.OpenStore(localStore); err == nil {
		k.local = s
		local := kept{local: s}
		all.Go(func() { k.drafts = compose.Load(s) })
		all.Go(func() { k.device = local.get(deviceKept) })
		all.Go(func() { k.room = local.get(roomKept) })
	}
	all.Wait()
	if !id.Valid(k.device) {
		k.device = id.New()
		go k.put(deviceKept, k.device)
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

// keepRoom remembers which room was open last.
func (o *program) keepRoom(room string) {
	o.kept.room = room
	k := o.kept
	go k.put(roomKept, room)
}

// begin starts the engine with what was kept.
func (o *program) begin(k kept) {
	p, h := o.p, o.p.h
	o.kept = k
	if k.local != nil {
		p.drafts.Keep(k.local, platform.OpenChannel(localStore), k.drafts)
		p.drafts.KeepFiles(k.local, platform.Lock)
	}
	who := platform.SignedIn()
	h.Eng = engine.New(engine.Options{
		// Signed in before the browser was told whose sign-in it is, or with the
		// cookies gone: the server is asked first.
		Unsure:   who == "",
		Dialer:   platform.Dialer{Path: "/ws", Protocol: wire.Subprotocol},
		Device:   k.device,
		Client:   "confab-web",
		Store:    k.engine,
		Lock:     platform.Lock,
		Channel:  platform.OpenChannel(engineStore),
		Auth:     o.session.check,
		OnChange: p.bridge.changed,
	})
	h.State.See = h.Eng.View
	o.recognise(who)
	h.Eng.Start()
	if !platform.Visible() {
		h.Eng.SetActive(false)
	}
	go o.session.begin(context.Background())
	p.guide.arrive(platform.Path())
	p.first.begin()
	h.Raise(host.Status, host.Self, host.List, host.Place)
}

// recognise is told who is signed in as the browser knows it, without the server:
// what somebody else left here is forgotten before it is shown.
func (o *program) recognise(who string) {
	if who != "" {
		o.p.h.Eng.Device().Belongs(who)
		o.meet(who)
	}
}

// identified is told who the server takes us for.
func (o *program) identified(who wire.Whoami) {
	switch who.State {
	case wire.IdentitySignedOut:
		o.signedOut()
		return
	case wire.IdentitySetup:
		o.leave("/setup")
		return
	}
	if who.State == wire.IdentityOK && who.User != nil && o.p.h.Eng != nil {
		o.recognise(who.User.ID)
	}
	if who.MainRoom != "" && o.p.h.Main != who.MainRoom {
		o.p.h.Main = who.MainRoom
		o.p.h.Raise(host.Place)
		o.p.guide.settle()
	}
}

// meet is told who is here: drafts are shown to the person who wrote them alone.
func (o *program) meet(user string) {
	if o.p.drafts.Meet(user) {
		o.p.write.Restore()
	}
}

// leave goes to one of the server's own pages. Nothing of this one is left for
// whoever comes back to it by the browser's history.
func (o *program) leave(path string) {
	if !o.leaving {
		o.leaving = true
		platform.ForgetScreen()
		platform.Blank()
		platform.Leave(path)
	}
}

// signedOut goes to sign in, once what others wrote is off this device.
func (o *program) signedOut() {
	if o.p.h.Eng == nil || o.leaving {
		return
	}
	o.leaving = true
	platform.ForgetScreen()
	if o.signedOutBefore() { // in another tab
		o.p.drafts.Forget()
		platform.Reload()
		return
	}
	o.p.drafts.Book.Flush()
	eng := o.p.h.Eng
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), host.Patience)
		defer cancel()
		if err := eng.Device().SignedOut(ctx); err != nil {
			platform.Report("signed out: " + err.Error())
		}
		platform.Blank()
		if o.session.ended.Load() {
			platform.Leave("/signin?ended")
			return
		}
		platform.Leave("/signin")
	}()
}

// listen hears what happens to the page as a whole.
func (o *program) listen() {
	h := o.p.h
	run := h.Post
	platform.OnVisible(func() { run(o.looked) })
	platform.ListenWindow("pagehide", func(platform.Event) { run(o.left) })
	platform.ListenWindow("focus", func(platform.Event) { run(o.looked) })
	platform.ListenWindow("blur", func(platform.Event) { run(o.looked) })
	platform.ListenWindow("online", func(platform.Event) { run(o.network) })
	platform.ListenWindow("offline", func(platform.Event) { run(o.network) })
	platform.OnReturn(func() {
		if o.leaving {
			platform.Reload() // somebody went back to a page that has nothing to show
		}
	})
	platform.ListenWindow("resize", func(platform.Event) { run(o.resized) })
	platform.OnBack(func(n int) { run(func() { o.p.back.close(n) }) })
	platform.Root().Listen("pointerdown", true, func(e platform.Event) {
		if e.Touch() {
			run(func() { o.p.drawer.down(e) })
		}
	})
	platform.ListenFiles(func(over bool) { run(func() { o.p.write.Files().Over(over) }) },
		func(files []platform.File) { run(func() { o.p.write.Files().Take(files) }) })
	platform.AskBeforeLeaving(func() bool { return !o.leaving && o.p.drafts.Unfinished() })
	platform.ListenAll("pointerover", o.p.people.Hovered)
	keys := &o.p.keyboard
	platform.ListenAll("keydown", func(e platform.Event) { run(func() { keys.shortcut(e) }) })
	platform.Root().Listen("keydown", false, func(e platform.Event) { run(func() { keys.escape(e) }) })
}

// left keeps what must not get lost with the page: whoever closes it may not come back.
func (o *program) left() {
	o.p.drafts.Book.Flush()
	if o.p.h.Eng != nil {
		o.p.h.Eng.Outbox().Settle()
	}
}

// looked follows whether the person looks at the page.
func (o *program) looked() {
	h := o.p.h
	if h.Eng == nil {
		return
	}
	o.recognise(platform.SignedIn()) // somebody may have signed in in another tab
	h.Eng.SetActive(platform.Visible())
	if !platform.Visible() {
		o.left()
	}
	was := o.looking
	o.looking = h.Reading()
	h.Raise(host.Sight)
	if o.looking && !was {
		if r, ok := h.State.Room(h.Here()); ok && r.Unread > 0 && o.p.line.End() && host.Follows(h, r.ID) {
			h.Eng.OpenRoom(r.ID) // draws the "new" line above what came meanwhile
		}
		o.p.line.Look()
	}
	o.p.guide.title()
}

// resized closes a menu, which hangs where its button was.
func (o *program) resized() {
	if _, ok := o.p.h.Overlays.Top().(*kit.Menu); ok {
		o.p.h.Overlays.Close()
	}
}

func (o *program) network() {
	h := o.p.h
	h.Raise(host.Status)
	if o.out && platform.Online() {
		o.end()
	}
	if h.Eng != nil && platform.Online() {
		h.Eng.Connect()
	}
}
