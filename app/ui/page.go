package ui

import (
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/activity"
	"github.com/confab/confab/app/ui/compose"
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/app/ui/kit"
	"github.com/confab/confab/app/ui/later"
	"github.com/confab/confab/app/ui/nav"
	"github.com/confab/confab/app/ui/people"
	"github.com/confab/confab/app/ui/room"
	"github.com/confab/confab/app/ui/saved"
	"github.com/confab/confab/app/ui/timeline"
	"github.com/confab/confab/app/ui/unsent"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// page has all features, and what ties them together.
type page struct {
	h *host.Host

	rooms    *room.Rooms
	people   *people.People
	nav      *nav.Nav
	drafts   *compose.Drafts
	write    *compose.Composer  // the room's
	line     *timeline.Timeline // the room's
	unsent   *unsent.Unsent
	saved    *saved.Saved
	thread   threads
	activity *activity.Activity
	followed *activity.Threads
	later    *later.Later

	program  program  // starts and ends the program
	bridge   bridge   // follows the engine
	guide    guide    // follows the address
	keyboard keyboard // the keys that work everywhere
	first    firstScreen
	back     back   // the browser's Back
	drawer   drawer // opens the list of rooms by a finger
}

func newPage() *page {
	h := host.New()
	p := &page{h: h, rooms: room.New(h), people: people.New(h), drafts: compose.NewDrafts(h)}
	p.nav = nav.New(h, places, p.lines)
	p.write = compose.New(h, p.drafts, compose.Target{})
	p.line = timeline.New(h, timeline.Of(h, ""))
	p.unsent, p.saved, p.activity = unsent.New(h), saved.New(h), activity.New(h)
	p.followed = activity.NewThreads(h)
	p.thread.init(p)
	p.later = later.New(h)
	p.program.p, p.bridge.p, p.guide.p, p.keyboard.p, p.first.p, p.drawer.p = p, p, p, p, p, p
	p.back.init(p)
	h.Verbs = host.Verbs{
		Arrive: p.guide.arrive, SignOut: p.program.askSignOut, Shortcuts: p.keyboard.list,
		Compose: p.write.Focus, Write: p.write.Put, Reply: p.thread.reply, Edit: p.thread.edit, Thread: p.thread.open,
		Poll:     func(room string) { compose.Poll(h, room) },
		GoThread: p.thread.goTo,
		ToAnswer: p.thread.line.ToEnd, HasDraft: p.drafts.In,
		Begun: p.drafts.Begun, Remind: p.later.Remind, SendLater: p.later.Send, PlanLater: p.later.Add, ChooseRoom: p.unsent.Choose,
		Drafts: p.drafts.Book.Count, ClearDevice: p.program.clear,
		ToEnd: p.line.ToEnd, GoToDay: p.line.GoToDay, Editing: p.line.Editing, Reload: p.line.Retry,
		Person: p.people.Card, Talk: p.people.Talk, Find: p.people.Find, Add: p.people.Add,
		AskStatus: p.people.Status.Ask, ClearStatus: p.people.Status.Clear, Pause: p.people.Status.Pause, Status: p.people.Status.Say,
		Jump: p.nav.Jump, Browse: p.nav.Browse, NewRoom: p.rooms.Create, Invite: p.rooms.Invite, Join: p.rooms.Join,
		Save: p.saved.Add, Leave: p.rooms.AskLeave, Archive: p.rooms.AskArchive, Raze: p.rooms.AskDelete, IsNew: p.rooms.IsNew,
		RoomMenu: p.rooms.Menu, ReadAll: p.nav.ReadAll, Move: p.nav.Move,
	}
	return p
}

// draw draws the page without what lies over it: the banner, the list of rooms, the page of the
// address, and the panel beside it.
func (p *page) draw() app.UI {
	h := p.h
	if p.program.out {
		return outPage()
	}
	drawer, scrim := "closed", text.CloseMembers
	if h.Drawer {
		drawer, scrim = "open", text.CloseRooms
	}
	open := panelNamed(h.Panel)
	beside := kit.None()
	if open.draw != nil && h.Here() != "" {
		beside = open.draw(p)
	}
	return kit.El("div.app", kit.K("data-panel"), open.name, kit.K("data-drawer"), drawer, kit.K("inert"), h.Overlays.Shut(),
		bannerOf(h),
		p.nav.Sidebar(),
		kit.El("button.app__scrim|type=button|tabindex=-1", kit.K("aria-label"), scrim, kit.On("click", p.aside)),
		pageOf(h.Route.Head).draw(p),
		beside,
		p.write.Files().Sheet(),
	)
}

// aside closes what lies over the room when the dimmed room beside it is pressed.
func (p *page) aside(platform.Event) {
	if p.h.Drawer {
		p.h.SetDrawer(false)
	} else {
		p.h.ShowPanel("")
	}
}
