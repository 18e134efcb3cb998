package chat

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// loadActor loads the acting user. It refuses an unknown user, a ghost and a banned
// person with the same error.
func loadActor(tx store.Tx, who Actor) (store.User, error) {
	u, err := tx.Users().ByID(who.User)
	if errors.Is(err, store.ErrNotFound) || (err == nil && (u.Gone || u.Ghost)) {
		return store.User{}, errSignIn
	}
	return u, err
}

// may reports whether a person with this role has a right of the workspace when
// acting through a.
func (a Actor) may(r rights.Right, role wire.Role) bool {
	return rights.May(r, rights.Standing{Kind: a.Kind, Role: role})
}

// allowed loads the acting user and checks a right of the workspace.
func allowed(tx store.Tx, who Actor, r rights.Right) (store.User, error) {
	u, err := loadActor(tx, who)
	if err == nil && !who.may(r, u.Role) {
		err = forbidden(text.NoRight)
	}
	return u, err
}

// standing is the acting user and their standing in the room that the command is
// about.
type standing struct {
	kind   rights.Kind // of the Actor
	me     store.User
	room   store.Room   // zero until it was read
	member store.Member // zero for a right of the workspace
}

// may reports whether the acting user has a right here. As long as the room was
// not read it is treated as a conversation, which has the fewest rights.
func (p standing) may(r rights.Right) bool {
	kind := p.room.Kind
	if kind == "" && p.member.Room != "" {
		kind = wire.RoomDM
	}
	return rights.May(r, rights.Standing{Kind: p.kind, Role: p.me.Role, Host: p.member.Host, Room: kind,
		Archived: p.room.Archived > 0, HostsPost: p.room.Posting == wire.ScopeHosts, AllCall: p.room.Calling == wire.ScopeAll})
}

// need refuses an acting user without the right.
func (p standing) need(r rights.Right) error {
	if p.may(r) {
		return nil
	}
	if p.room.Archived > 0 && !rights.Row(r).Archived {
		return forbidden(text.RoomArchived)
	}
	if r == rights.Post && p.room.Posting == wire.ScopeHosts {
		return forbidden(text.HostsPostHere)
	}
	if p.room.Kind == wire.RoomDM {
		return forbidden(text.NotInConversation)
	}
	return errNoRight
}

// admit loads the acting user and refuses one without the right: in the
// workspace, or in room if it is a right within rooms. The returned standing
// includes the room itself only if the right depends on it; withRoom reads it
// otherwise.
func admit(tx store.Tx, who Actor, right rights.Grant, room string) (standing, error) {
	p := standing{kind: who.Kind}
	var err error
	switch {
	case !right.Room:
		p.me, err = allowed(tx, who, right.Right)
	case right.DM:
		p.me, p.member, err = roomMember(tx, who, room, right.Right)
		if err == nil && p.member.Ruled {
			if p, err = p.withRoom(tx); err == nil {
				err = p.need(right.Right)
			}
		}
	default:
		p, err = roomStanding(tx, who, room, right.Right)
	}
	return p, err
}

// withRoom returns p with its room read. A room that is being deleted is gone, though not all are out of it yet.
func (p standing) withRoom(tx store.Tx) (standing, error) {
	var err error
	p.room, err = tx.Rooms().ByID(p.member.Room)
	if errors.Is(err, store.ErrNotFound) || err == nil && isDeleted(p.room) {
		err = errRoomGone
	}
	return p, err
}

// roomMember loads the acting user and checks that they are in room and have r, a
// right that also exists in conversations. That is all most commands need,
// so the room itself is not read. A room they are not in is reported as gone,
// like one that does not exist.
func roomMember(tx store.Tx, who Actor, room string, r rights.Right) (store.User, store.Member, error) {
	u, err := loadActor(tx, who)
	if err != nil {
		return store.User{}, store.Member{}, err
	}
	m, err := tx.Members().Get(room, u.ID)
	if errors.Is(err, store.ErrNotFound) {
		err = errRoomGone
	}
	if err == nil && !rights.May(r, rights.Standing{Kind: who.Kind, Role: u.Role, Host: m.Host, Room: wire.RoomDM}) {
		err = errNoRight
	}
	return u, m, err
}

// roomStanding is roomMember that also reads the room, for rights that depend on it.
func roomStanding(tx store.Tx, who Actor, room string, r rights.Right) (standing, error) {
	u, m, err := roomMember(tx, who, room, rights.Read)
	if err != nil {
		return standing{}, err
	}
	p, err := standing{kind: who.Kind, me: u, member: m}.withRoom(tx)
	if err == nil {
		err = p.need(r)
	}
	return p, err
}

// loadUser loads the user whom a command acts on.
func loadUser(tx store.Tx, user string) (store.User, error) {
	u, err := tx.Users().ByID(user)
	if errors.Is(err, store.ErrNotFound) {
		err = errNoUser
	}
	return u, err
}

// message reads the message at seq, deleted or not, for a member of its room. A
// message before what the member may read is not found, even if they wrote it.
func message(tx store.Tx, m store.Member, seq int64) (wire.Event, error) {
	if seq < m.Since {
		return wire.Event{}, errNoMessage
	}
	e, err := tx.Events().Get(m.Room, seq)
	if errors.Is(err, store.ErrNotFound) || (err == nil && e.Kind != wire.KindMessage) {
		return wire.Event{}, errNoMessage
	}
	return e, err
}

// lastChange returns the seq of the newest event that changed e.
func lastChange(e wire.Event) int64 {
	if e.State != nil && e.State.V > e.Seq {
		return e.State.V
	}
	return e.Seq
}
