package hub_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/coder/websocket"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// What was sent, and not begun, before a session was ended is not carried out.
func TestWhatWaitsInALaneEndsWithTheSession(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var g gate
		st := newStage(t, piped, gated(&g))
		room := st.Room(wire.RoomPrivate)
		sam := st.enter(t, st.Sam)
		for range 5 {
			sam.send(room, "hello")
		}
		<-g.begun
		synctest.Wait() // the others are in the lane
		st.MustDo(st.Sam, &wire.SessionEnd{Session: st.Sam.Session}, wire.EndSession.Type)
		sam.wantBye(wire.CodeSessionRevoked, websocket.StatusPolicyViolation)
		close(g.open)
		synctest.Wait()
		if more := len(g.begun); more != 0 {
			t.Errorf("%d commands of a session that was ended were begun", more)
		}
	})
}

// slowResume is a Chat that takes its time for what a session missed.
type slowResume struct {
	hub.Chat
	read, open chan struct{}
}

func (l slowResume) ResumeWithin(ctx context.Context, who chat.Actor, r wire.Resume, events int, held *chat.Held) (*chat.Catchup, error) {
	c, err := l.Chat.ResumeWithin(ctx, who, r, events, held)
	l.read <- struct{}{}
	<-l.open
	return c, err
}

// Somebody's role changes after a session's snapshot was taken and before the
// session is live: it is told once it is.
func TestANewRoleReachesWhoIsBeingCaughtUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		l := slowResume{read: make(chan struct{}), open: make(chan struct{})}
		st := newStage(t, piped, func(_ *stage, o *hub.Options) { l.Chat = o.Chat; o.Chat = l })
		hana := st.connect(t, st.Hana, wire.Resume{})
		<-l.read
		st.MustDo(st.Nora, &wire.UserRole{User: st.Sam.ID, Role: wire.RoleAdmin}, wire.SetRole.Type)
		synctest.Wait()
		l.open <- struct{}{}
		hana.next(wire.TypeReady)
		synctest.Wait()
		var told wire.Users
		for _, o := range hana.said() {
			if o.Type == wire.TypePeople {
				o.into(t, &told)
			}
		}
		if len(told.Users) != 1 || told.Users[0].ID != st.Sam.ID || told.Users[0].Role != wire.RoleAdmin {
			t.Errorf("told of %+v, want Sam as an admin", told.Users)
		}
	})
}

// Whoever does not read while others change is let go rather than kept for.
func TestWhatIsHeldForACatchUpIsBounded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		l := slowResume{read: make(chan struct{}), open: make(chan struct{})}
		st := newStage(t, piped, func(_ *stage, o *hub.Options) { l.Chat = o.Chat; o.Chat = l })
		hana := st.connect(t, st.Hana, wire.Resume{})
		<-l.read
		for i := range limits.SessionQueueFrames + 1 {
			role := wire.RoleAdmin
			if i%2 == 1 {
				role = wire.RoleMember
			}
			st.MustDo(st.Nora, &wire.UserRole{User: st.Sam.ID, Role: role}, wire.SetRole.Type)
		}
		synctest.Wait()
		l.open <- struct{}{}
		hana.wantBye(wire.CodeSlow, websocket.StatusTryAgainLater)
	})
}
