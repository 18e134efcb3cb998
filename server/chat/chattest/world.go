package chattest

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/sqlite"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// Person is someone of a World, signed in unless Session is "".
type Person struct {
	wire.User
	Session string
	narrow  *chat.Actor // their credential, if it allows less than their session
}

// Actor returns the person as the sender of a request.
func (p Person) Actor() chat.Actor {
	if p.Session == "" {
		return chat.Actor{}
	}
	if p.narrow != nil {
		return *p.narrow
	}
	return chat.SignedIn(p.ID, p.Session)
}

// Through returns the person with a credential that allows less than their
// session.
func (p Person) Through(change func(*chat.Actor)) Person {
	a := p.Actor()
	change(&a)
	p.narrow = &a
	return p
}

// Token encodes the person's credential for a transport whose Authenticate is
// ActorOf.
func (p Person) Token() string {
	a := p.Actor()
	return fmt.Sprintf("%s.%s.%d.%d.%d", p.ID, p.Session, a.Kind, a.Scope, a.Origin)
}

// ActorOf decodes a Token, without verifying anything.
func ActorOf(token string) (a chat.Actor, ok bool) {
	text := strings.ReplaceAll(token, ".", " ")
	_, err := fmt.Sscan(text, &a.User, &a.Session, &a.Kind, &a.Scope, &a.Origin)
	return a, err == nil
}

// World is a workspace on a store of its own.
//
// Nora is its owner, Mara an admin, the others are members: Hana, host of the
// rooms; Sam, in them; Finn, who was in them; Stan, who never was; Bo, who was
// in them and is banned; Olga, in them and signed out. All are in the main
// room.
type World struct {
	T     testing.TB
	Dir   string
	Store store.Store
	Chat  *chat.Service
	Main  string // the main room
	Blobs *Blobs // where its files are

	Nora, Mara, Hana, Sam, Finn, Stan, Bo, Olga Person

	clock   atomic.Int64 // ns
	commits atomic.Int64
}

// Option changes the parameters of a World.
type Option func(*World, *chat.Options)

// New returns a World without rate limits. It is closed after the test.
func New(t testing.TB, options ...Option) *World {
	t.Helper()
	dir := t.TempDir()
	st, err := sqlite.Open(context.WithoutCancel(t.Context()), dir, sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &World{T: t, Dir: dir, Store: st, Blobs: &Blobs{}}
	w.clock.Store(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC).UnixNano())
	o := chat.Options{Clock: w.Now, Files: space(w.Blobs, dir)}
	for _, change := range options {
		change(w, &o)
	}
	w.Chat = chat.New(st, o)
	st.OnCommit(func(store.Commit) { w.commits.Add(1) })

	w.Nora = w.Person("nora", wire.RoleOwner)
	w.Update(func(tx store.Tx) error {
		nora, err := tx.Users().ByID(w.Nora.ID)
		if err != nil {
			return err
		}
		if err := w.Chat.Found(tx, nora, "Acme"); err != nil {
			return err
		}
		w.Main, err = tx.Settings().Get(store.SettingMainRoom)
		return err
	})
	w.Mara = w.Person("mara", wire.RoleAdmin)
	w.Hana = w.Person("hana", wire.RoleMember)
	w.Sam = w.Person("sam", wire.RoleMember)
	w.Finn = w.Person("finn", wire.RoleMember)
	w.Stan = w.Person("stan", wire.RoleMember)
	w.Bo = w.Person("bo", wire.RoleMember)
	w.Olga = w.Person("olga", wire.RoleMember)
	w.MustDo(w.Nora, &wire.UserBan{User: w.Bo.ID, Banned: true}, wire.BanUser.Type)
	w.MustDo(w.Olga, &wire.SessionEnd{Session: w.Olga.Session}, wire.EndSession.Type)
	w.Olga.Session = ""
	return w
}

// Now returns the time in the World.
func (w *World) Now() time.Time { return time.Unix(0, w.clock.Load()) }

// Advance lets time pass in the World.
func (w *World) Advance(d time.Duration) { w.clock.Add(int64(d)) }

// Commits returns how many commits have changed something.
func (w *World) Commits() int64 { return w.commits.Load() }

// Update changes the store, bypassing the rules.
func (w *World) Update(fn func(store.Tx) error) {
	w.T.Helper()
	if err := w.Store.Update(context.Background(), fn); err != nil {
		w.T.Fatal(err)
	}
}

// View reads the store, bypassing the rules.
func (w *World) View(fn func(store.Tx) error) {
	w.T.Helper()
	if err := w.Store.View(context.Background(), fn); err != nil {
		w.T.Fatal(err)
	}
}

// Person creates a member of the workspace with a session. They are in the main
// room, if it exists already.
func (w *World) Person(handle string, role wire.Role) Person {
	w.T.Helper()
	p := Person{User: wire.User{ID: id.New(), Handle: handle, Name: handle, Role: role}, Session: id.New()}
	w.Update(func(tx store.Tx) error {
		u := store.User{User: p.User, Email: handle + "@example.com", Created: w.Now().UnixMilli()}
		if err := tx.Users().Create(u); err != nil {
			return err
		}
		if err := tx.Sessions().Create(w.session(p.ID, p.Session)); err != nil {
			return err
		}
		return w.Chat.Enter(tx, u, "")
	})
	return p
}

// SignIn creates one more session of a person and returns its id.
func (w *World) SignIn(p Person) string {
	w.T.Helper()
	session := id.New()
	w.Update(func(tx store.Tx) error { return tx.Sessions().Create(w.session(p.ID, session)) })
	return session
}

func (w *World) session(user, session string) store.Session {
	now := w.Now().UnixMilli()
	return store.Session{
		ID: session, User: user, Device: "test", Created: now, Seen: now,
		Token: []byte(session), Expires: now + (90 * 24 * time.Hour).Milliseconds(),
	}
}

// Room makes a room hosted by Hana, with Nora, Mara, Sam, Bo and Olga in it.
// Finn was in it and was removed.
func (w *World) Room(kind wire.RoomKind) string {
	w.T.Helper()
	made := w.MustDo(w.Hana, &wire.RoomCreate{Name: "room " + id.New(), Kind: kind}, wire.CreateRoom.Type)
	room := made.(*wire.RoomInfo).Room.ID
	w.Update(func(tx store.Tx) error {
		for _, p := range []Person{w.Nora, w.Mara, w.Sam, w.Finn, w.Bo, w.Olga} {
			u, err := tx.Users().ByID(p.ID)
			if err != nil {
				return err
			}
			if err := w.Chat.Enter(tx, u, room); err != nil {
				return err
			}
		}
		return nil
	})
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Finn.ID}, wire.RemoveMember.Type)
	return room
}

// DM makes the conversation of two.
func (w *World) DM(a, b Person) string {
	w.T.Helper()
	return w.MustDo(a, &wire.DMOpen{User: b.ID}, wire.OpenDM.Type).(*wire.RoomInfo).Room.ID
}

// Say has a person say something and returns its seq.
func (w *World) Say(p Person, room, body string) int64 {
	w.T.Helper()
	q := &wire.Send{CID: id.New(), Room: room, Body: body}
	return w.MustDo(p, q, wire.SendMessage.Type).(*wire.Ack).Seq
}

// Do has a person give a command. It returns the failure as people are told
// it; a fault of ours fails the test.
func (w *World) Do(p Person, req wire.Headed, t wire.Type) (wire.Headed, *wire.Error) {
	w.T.Helper()
	res, err := w.Chat.Do(context.Background(), p.Actor(), chat.Lookup(t), req)
	if err == nil {
		return res, nil
	}
	e, fault := chat.Public(err)
	if fault {
		w.T.Errorf("%s by %s: %v", t, p.Handle, err)
	}
	return nil, e
}

// MustDo is Do for what must not fail.
func (w *World) MustDo(p Person, req wire.Headed, t wire.Type) wire.Headed {
	w.T.Helper()
	res, e := w.Do(p, req, t)
	if e != nil {
		w.T.Fatalf("%s by %s: %v", t, p.Handle, e)
	}
	return res
}
