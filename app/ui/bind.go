package ui

import (
	"sync"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// frameLasts is the length of a frame on a slow screen. Changes within it are shown
// together.
const frameLasts = 16 * time.Millisecond

// bridge carries changes from the engine's goroutine to go-app's. The first
// change is shown at once, those that follow it within a frame together.
type bridge struct {
	mu      sync.Mutex
	pending state.Changes
	due     bool
	last    time.Time // when changes were shown
}

// changed is the engine's OnChange.
func (b *bridge) changed(v *view, c state.Changes) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pending.Merge(c)
	if b.due {
		return
	}
	b.due = true
	time.AfterFunc(frameLasts-time.Since(b.last), func() {
		v.post(func() { v.changed(b.take()) })
	})
}

func (b *bridge) take() state.Changes {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := b.pending
	b.pending, b.due, b.last = state.Changes{}, false, time.Now()
	return c
}

// changed shows what has changed.
func (v program) changed(c state.Changes) {
	if c.Status {
		v.statusChanged()
	}
	if c.Self {
		v.meet(v.me().ID)
		v.touch(partSidebar, partBar, partShell)
	}
	if c.List {
		v.touch(partSidebar, partBar, partRoom, partOverlay)
	}
	if c.Presence {
		v.touch(partSidebar, partBar, partMembers, partOverlay)
		if v.write.list.open() {
			v.touch(partComposer)
		}
		v.roster.learn(v.view)
		v.roster.cameOrWent(v.view)
	}
	if len(c.People) > 0 {
		v.touch(partSidebar, partBar, partTyping, partComposer)
		v.line.forgetPeople()
	}
	part := c.Rooms[v.route.room]
	switch {
	case part&state.PartGone != 0:
		v.say("lock", text.NoLongerInRoom)
		v.goHome()
	case part != 0 || len(c.People) > 0:
		v.roomChanged(part)
	}
	if c.List || c.Self {
		v.settle()
	}
	v.title()
}

func (v program) roomChanged(part state.Part) {
	v.touch(partRoom)
	if part&state.PartInfo != 0 {
		v.touch(partBar, partComposer)
	}
	if part&state.PartTimeline != 0 && v.write.replyTo != 0 {
		v.touch(partComposer) // which shows that message
	}
	if part&state.PartTyping != 0 {
		v.touch(partTyping)
	}
	if part&state.PartMembers != 0 {
		v.roster.loadSoon(v.view)
	}
	// Refresh after the frame: the rows can only be measured once roomPane has shown
	// the container.
	v.afterFrame(v.line.refresh)
}

// settle does what had to wait until the rooms are known.
func (v guide) settle() {
	if v.route.room == "" {
		v.goHome()
		return
	}
	if _, in := v.here(); !in && v.live() {
		v.knock()
	}
	if v.route.invite && v.live() && rights.May(rights.Invite, rights.Of(v.me())) {
		v.route.invite = false
		v.openInvite(true)
		v.focusComposer()
	}
}

// statusChanged follows the connection.
func (v program) statusChanged() {
	s := v.eng.Status()
	was := v.connected
	v.connected = s.Phase == engine.PhaseLive
	// A single lost connection is replaced before anybody notices.
	v.lost = !v.connected && s.Fails >= 2
	v.touch(partShell, partRoom, partSidebar)
	if s.Outdated && !v.outdated {
		app.TryUpdate() // this page may be the older one
	}
	v.outdated = s.Outdated
	switch {
	case s.Phase == engine.PhaseSignedOut:
		v.signedOut()
	case v.connected && !was:
		app.TryUpdate() // the server may have come back with another version
		v.settle()
		v.afterFrame(v.line.refresh) // what could not be fetched before
	}
}

// title shows in the page's title what is unread.
func (v guide) title() {
	name := v.workspace()
	if r, ok := v.here(); ok {
		name = said(text.TitleInRoom(roomName(r), name))
	}
	switch rooms, mentions := v.unreadRooms(); {
	case mentions > 0:
		name = said(text.TitleWithMentions(countText(mentions), name))
	case rooms > 0:
		name = said(text.TitleWithUnread(name))
	}
	platform.SetTitle(name)
}
