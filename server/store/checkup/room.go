package checkup

import (
	"fmt"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/contents"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

// room is what is known of a room.
type room struct {
	num     int64
	id      string
	name    string
	top     int64 // as the store says
	says    int64 // members, as the store says
	members int64 // rows of people who are not gone
	last    int64 // the seq read last
	kinds   []byte
	picture string // the file with it
	stray   bool   // there is no such room: its rows were met
}

// String is what the room is called in sentences.
func (r *room) String() string {
	switch {
	case r.stray:
		return fmt.Sprintf("number %d, which is not there", r.num)
	case r.name == "":
		return r.id
	}
	return fmt.Sprintf("%q (%s)", r.name, r.id)
}

// of returns the room of that number. One that is not there is told of once.
func (l *look) of(num int64, what string) *room {
	r := l.rooms[num]
	if r == nil {
		r = &room{num: num, stray: true}
		l.rooms[num] = r
		l.findings.add(Orphans, "%s are of room number %d, which is not there", what, num)
	}
	return r
}

// room: num, id, kind, name, name_key, topic, creator, created, epoch, pair,
// members, top, history, no_previews, picture, posting, calling, slow, archived.
func (l *look) room(r contents.Row) {
	here := &room{num: r.Int(0), id: r.Text(1), name: r.Text(3), says: r.Int(10), top: r.Int(11), picture: r.Text(14)}
	l.rooms[here.num], l.ids[here.id] = here, here
	if r.Text(8) == "" {
		l.findings.add(Counters, "room %s has no epoch", here)
	}
	if by := r.Text(6); by != "" {
		if _, there := l.people.users[by]; !there {
			l.findings.add(Orphans, "room %s was made by %s, who is not there", here, by)
		}
	}
	if r.Text(2) != string(wire.RoomDM) {
		return
	}
	people := strings.Split(r.Text(9), ":")
	if len(people) < 2 {
		l.findings.add(Orphans, "the conversation %s has no two people", here)
		return
	}
	for _, id := range people {
		if _, there := l.people.users[id]; !there {
			l.findings.add(Orphans, "the conversation %s is with %s, who is not there", here, id)
		}
	}
}

// member: room, person, host, read, at, since, handle, ghost.
func (l *look) member(r contents.Row) {
	here := l.of(r.Int(0), "members")
	u, there := l.people.users[r.Text(1)]
	if !u.gone {
		here.members++
	}
	switch {
	case !there:
		l.findings.add(Orphans, "member %s of room %s is not a person", r.Text(1), here)
	case u.handle != r.Text(6) || u.ghost != r.Bool(7):
		l.findings.add(Copies, "member %s of room %s goes by another handle there", r.Text(1), here)
	}
	if !here.stray && (r.Int(3) > here.top || r.Int(3) < 0) {
		l.findings.add(Counters, "%s has read room %s up to %d, and its top is %d", r.Text(1), here, r.Int(3), here.top)
	}
	if since := r.Int(5); !here.stray && (since < 0 || since > here.top) {
		l.findings.add(Counters, "%s reads room %s from %d on, and its top is %d", r.Text(1), here, since, here.top)
	}
}

// departure: room, user, by, at.
func (l *look) departure(r contents.Row) {
	here := l.of(r.Int(0), "departures")
	for _, id := range []string{r.Text(1), r.Text(2)} {
		if _, there := l.people.users[id]; !there {
			l.findings.add(Orphans, "a departure from room %s tells of %s, who is not there", here, id)
		}
	}
}

// crowds compares how many members a room says it has with the rows of those who are not gone.
func (l *look) crowds() {
	for _, r := range l.rooms {
		if !r.stray && r.says != r.members {
			l.findings.add(Counters, "room %s says it has %d members and has %d", r, r.says, r.members)
		}
	}
}

// setting: key, value.
func (l *look) setting(r contents.Row) {
	if r.Text(0) == store.SettingMainRoom && l.ids[r.Text(1)] == nil {
		l.findings.add(Orphans, "the room that everybody enters is %s, which is not there", r.Text(1))
	}
}

// inbox: person, useq, room, slot, kind, seq, item.
func (l *look) inbox(r contents.Row) {
	who, useq := r.Text(0), r.Int(1)
	if _, there := l.people.users[who]; !there {
		l.findings.add(Orphans, "entry %d of the inbox of %s is nobody's", useq, who)
	}
	if useq < 1 {
		l.findings.add(Counters, "an entry of the inbox of %s has the number %d", who, useq)
	}
	kind := wire.InboxKind(r.Text(4))
	if int(r.Int(3)) != form.Slot(kind) || (kind == wire.InboxOwn) != (r.Text(6) != "") {
		l.findings.add(Copies, "entry %d of the inbox of %s is in the place of another kind", useq, who)
	}
	here := l.ids[r.Text(2)]
	if kind == wire.InboxOwn && r.Text(2) == "" {
		return
	}
	if here == nil {
		l.findings.add(Orphans, "entry %d of the inbox of %s is of room %s, which is not there", useq, who, r.Text(2))
		return
	}
	if kind == wire.InboxRead && r.Int(5) > here.top {
		l.findings.add(Counters, "the inbox of %s says that they read room %s up to %d, and its top is %d", who, here, r.Int(5), here.top)
	}
}

// invite: id, hash, maker, created, expires, uses, used, room, revoked.
func (l *look) invite(r contents.Row) {
	if _, there := l.people.users[r.Text(2)]; !there {
		l.findings.add(Orphans, "invite %s was made by nobody", r.Text(0))
	}
	if room := r.Text(7); room != "" && l.ids[room] == nil {
		l.findings.add(Orphans, "invite %s leads to room %s, which is not there", r.Text(0), room)
	}
}
