package effect

import "github.com/confab/confab/shared/wire"

// member says that a person entered or left the room.
type member struct{ Plain }

func (member) Name() wire.Kind              { return wire.KindMember }
func (member) Row() bool                    { return true }
func (member) Change(_, _ *wire.Event) bool { return false }

func (member) Sample(r Random) wire.Event {
	return wire.Event{User: SamplePerson(r), Action: sample(r, wire.ActionJoined, wire.ActionLeft, wire.ActionAdded, wire.ActionRemoved)}
}

// room says what the room's name and topic are from now on, which kind of room it is, and
// which picture it has.
type room struct{ Plain }

func (room) Name() wire.Kind              { return wire.KindRoom }
func (room) Row() bool                    { return true }
func (room) Detail() any                  { return new(wire.RoomDetail) }
func (room) Change(_, _ *wire.Event) bool { return false }

func (room) Sample(r Random) wire.Event {
	e := wire.Event{Name: sample(r, "kitchen", "attic"), Topic: sample(r, "", "soup"),
		Action: sample(r, "", wire.ActionNamed, wire.ActionTopic, wire.ActionPublic, wire.ActionPrivate, wire.ActionPicture,
			wire.ActionRules, wire.ActionArchived, wire.ActionRestored, wire.ActionHost)}
	if e.Action == wire.ActionPicture {
		e.Detail = wire.DetailOf(&wire.RoomDetail{Picture: sample(r, "", "file-1", "file-2")})
	}
	switch e.Action {
	case wire.ActionRules:
		e.Detail = wire.DetailOf(&wire.RoomDetail{Posting: wire.Scope(sample(r, "", "hosts")), Slow: 30})
	case wire.ActionHost:
		e.User, e.On = SamplePerson(r), sample(r, "", "on") != ""
	}
	return e
}
