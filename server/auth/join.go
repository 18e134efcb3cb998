package auth

import (
	"context"
	"errors"
	"time"

	"github.com/confab/confab/server/auth/secret"
	"github.com/confab/confab/server/auth/throttle"
	"github.com/confab/confab/server/clientip"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// Reasons why an invite does not work.
var (
	ErrInviteUnknown = errors.New("auth: there is no such invite")
	ErrInviteRevoked = errors.New("auth: this invite was taken back")
	ErrInviteExpired = errors.New("auth: this invite has expired")
	ErrInviteUsed    = errors.New("auth: this invite was used as often as it may be")
	// ErrInviteRoom means that the maker of the invite could not add its holder
	// to the room themselves now. It still lets new people into the workspace.
	ErrInviteRoom = errors.New("auth: this invite no longer leads into its room")
)

// Invitation is what an invite shows to its holder.
type Invitation struct {
	Workspace string
	id        string
	By        wire.User
	Expires   time.Time
	People    int
	Rooms     []string // names of the rooms a new person starts in
}

// Invitation returns what the invite with this token is about. It returns one of
// the ErrInvite errors if the invite does not work.
func (a *Auth) Invitation(ctx context.Context, token string) (i Invitation, err error) {
	at := a.millis()
	err = a.store.View(ctx, func(tx store.Tx) error {
		i = Invitation{}
		row, leads, err := a.links.invite(tx, token, "", at)
		if err != nil {
			return err
		}
		i.id = row.ID
		i.Expires = time.UnixMilli(row.Expires).UTC()
		if i.Workspace, err = workspace(tx); err != nil {
			return err
		}
		by, err := tx.Users().ByID(row.By)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		i.By = by.User
		if !leads {
			row.Room = ""
		}
		if i.Rooms, err = startRooms(tx, row.Room); err != nil {
			return err
		}
		for _, role := range []wire.Role{wire.RoleOwner, wire.RoleAdmin, wire.RoleMember} {
			n, err := tx.Users().CountRole(role)
			if err != nil {
				return err
			}
			i.People += n
		}
		return nil
	})
	return i, err
}

// startRooms names the rooms that an invite leads to.
func startRooms(tx store.Tx, room string) (names []string, err error) {
	main, err := tx.Settings().Get(store.SettingMainRoom)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	for _, id := range []string{main, room} {
		r, err := tx.Rooms().ByID(id)
		if errors.Is(err, store.ErrNotFound) || r.Kind == wire.RoomDM || (id == room && room == main) {
			continue
		}
		if err != nil {
			return nil, err
		}
		names = append(names, r.Name)
	}
	return names, nil
}

// links are the invites, together with the rules of rooms that decide about them.
type links struct {
	worth func(tx store.Tx, i store.Invite, user string) (works, leads bool, err error)
	enter func(tx store.Tx, u store.User, i store.Invite) error
}

// invite returns the invite of a token, or an error that says why it does not
// work, and whether it leads user into its room. The maker's rights are checked
// now: those at the time it was made do not count.
func (l links) invite(tx store.Tx, token, user string, at int64) (i store.Invite, leads bool, err error) {
	i, err = tx.Invites().ByHash(secret.Hash(token))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return i, false, ErrInviteUnknown
	case err != nil:
		return i, false, err
	case i.Revoked:
		return i, false, ErrInviteRevoked
	case i.Expires <= at:
		return i, false, ErrInviteExpired
	case i.Uses > 0 && i.Used >= i.Uses:
		return i, false, ErrInviteUsed
	}
	works, leads, err := l.worth(tx, i, user)
	if err == nil && !works {
		err = ErrInviteRevoked
	}
	return i, leads, err
}

// Joined is a person who joined by an invite.
type Joined struct {
	Grant
	Room string // to start in
}

// Join creates an account by invite, signed in on c. If two people race for an
// invite's last use, one wins. It returns one of the ErrInvite errors, Problems,
// or a *wire.Error with CodeRate or CodeOverload.
func (a *Auth) Join(ctx context.Context, token string, n NewAccount, c Client) (Joined, error) {
	info, err := a.Invitation(ctx, token)
	if err != nil {
		return Joined{}, err
	}
	n.Role = wire.RoleMember
	n, problems := n.tidy(info.Workspace)
	if err := problems.err(); err != nil {
		return Joined{}, err
	}
	from := throttle.From{Network: clientip.Network(c.Address)}
	if wait := a.gate.Look("", from); wait > 0 {
		return Joined{}, throttled(wait)
	}
	counted, err := a.joins.count(ctx, info.id, c)
	if err != nil {
		return Joined{}, err
	}
	joined, err := a.join(ctx, token, n, c, from)
	if err != nil {
		counted.undo(ctx)
	}
	return joined, err
}

func (a *Auth) join(ctx context.Context, token string, n NewAccount, c Client, from throttle.From) (_ Joined, err error) {
	leave, err := a.hashing.Enter(ctx, c.network(), false)
	if err != nil {
		return Joined{}, hashed(err)
	}
	defer leave()
	// Joining discloses whether an address has an account, so tries are counted.
	// A try counts as failed until its result is known, so it begins only when
	// its turn has come: a class that joins at once must not look like guessing.
	try, wait := a.gate.Begin(ctx, "", from)
	if wait > 0 {
		return Joined{}, throttled(wait)
	}
	defer func() {
		var problems Problems
		if !errors.As(err, &problems) {
			try.Void(ctx)
		}
	}()
	encoded, err := a.hashing.Hash(ctx, n.Password)
	if err != nil {
		return Joined{}, hashed(err)
	}
	at := a.millis()
	var o opening
	var room string
	err = a.store.Update(ctx, func(tx store.Tx) error {
		i, _, err := a.links.invite(tx, token, "", at)
		if err != nil {
			return err
		}
		u, err := n.create(tx, encoded, at)
		if err != nil {
			return err
		}
		i.Used++
		if err := tx.Invites().Update(i); err != nil {
			return err
		}
		if err := a.links.enter(tx, u, i); err != nil {
			return err
		}
		if room, err = startIn(tx, u, i.Room); err != nil {
			return err
		}
		o = a.Sessions.open(u.ID, c)
		return o.create(tx)
	})
	if err != nil {
		return Joined{}, err
	}
	a.log.Info("joined by invite", "user", o.row.User, "address", c.Address)
	g, err := a.Sessions.grant(o.row, o.refresh)
	return Joined{g, room}, err
}

// startIn returns the invite's room if u is in it now, else the main room.
func startIn(tx store.Tx, u store.User, room string) (string, error) {
	if room != "" {
		_, err := tx.Members().Get(room, u.ID)
		if err == nil || !errors.Is(err, store.ErrNotFound) {
			return room, err
		}
	}
	main, err := tx.Settings().Get(store.SettingMainRoom)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return main, err
}
