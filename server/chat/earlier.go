package chat

import (
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// earlier says how much of the messages before their coming a new member of a
// room sees.
type earlier struct {
	since   int64        // the first seq they may read; 0: all, fromHere: only what comes
	history wire.History // as the room's members see it; "": the usual, not mentioned
	from    int64        // with HistoryFrom, UTC milliseconds
}

// fromHere is beyond every seq: nothing that was said before is visible.
const fromHere = 1 << 53

// allOfIt is what the creator of a room sees, and everybody who enters a public
// room.
var allOfIt = earlier{}

// usual is what new members of a room see if nobody decides otherwise.
func usual(r store.Room) earlier {
	switch {
	case r.Kind != wire.RoomPrivate:
		return allOfIt
	case r.History == wire.HistoryAll:
		return earlier{history: wire.HistoryAll}
	}
	return earlier{since: fromHere, history: wire.HistoryNone}
}

// chosen returns what q gives to the new member whom p adds to a room.
func chosen(tx store.Tx, p standing, q *wire.MemberAdd) (earlier, error) {
	given, err := asked(tx, p.room, q)
	if err != nil {
		return earlier{}, err
	}
	if given.since < usual(p.room).since && !p.may(rights.ShareHistory) {
		return earlier{}, forbidden(text.OnlyHostsShowEarlier)
	}
	return given.within(tx, p.member)
}

// asked returns what q asks for.
func asked(tx store.Tx, r store.Room, q *wire.MemberAdd) (earlier, error) {
	if q.History != wire.HistoryFrom && q.From != 0 {
		return earlier{}, invalid(text.FromWithHistory)
	}
	switch {
	case q.History == "":
		return usual(r), nil
	case r.Kind != wire.RoomPrivate:
		return earlier{}, invalid(text.AllSeeAll)
	}
	switch q.History {
	case wire.HistoryAll:
		return earlier{history: wire.HistoryAll}, nil
	case wire.HistoryNone:
		return earlier{since: fromHere, history: wire.HistoryNone}, nil
	case wire.HistoryFrom:
		if q.From <= 0 {
			return earlier{}, invalid(text.FromIsTime)
		}
		seq, err := tx.Events().FirstAt(r.ID, q.From)
		switch {
		case err != nil:
			return earlier{}, err
		case seq == 1:
			return earlier{history: wire.HistoryAll}, nil
		case seq > r.Top:
			return earlier{since: fromHere, history: wire.HistoryNone}, nil
		}
		return earlier{since: seq, history: wire.HistoryFrom, from: q.From}, nil
	}
	return earlier{}, invalid(text.HistoryIsAllNoneOrFrom)
}

// within limits e to what m, who adds the new member, sees of the room.
func (e earlier) within(tx store.Tx, m store.Member) (earlier, error) {
	if m.Since <= e.since {
		return e, nil
	}
	first, err := tx.Events().Get(m.Room, m.Since)
	return earlier{since: m.Since, history: wire.HistoryFrom, from: first.At}, err
}
