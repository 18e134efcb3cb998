package activity

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/follow"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// world is a workspace in which people are told what concerns them.
type world struct {
	*chattest.World
	by   follow.Follower
	done map[string]int64 // room -> up to where it has read
}

func newWorld(t *testing.T) *world {
	w := chattest.New(t)
	return &world{w, Follower(w.Now), map[string]int64{}}
}

// follow has the follower read a room.
func (w *world) follow(room string) {
	w.T.Helper()
	for {
		var es []wire.Event
		if err := w.Store.View(context.Background(), func(tx store.Tx) (err error) {
			es, err = tx.Events().After(room, w.done[room], 100)
			return err
		}); err != nil {
			w.T.Fatal(err)
		}
		if len(es) == 0 {
			return
		}
		w.Update(func(tx store.Tx) error { return w.by.Write(tx, es) })
		w.done[room] = es[len(es)-1].Seq
	}
}

func (w *world) say(p chattest.Person, room, body string, replyTo int64) int64 {
	w.T.Helper()
	q := &wire.Send{CID: id.New(), Room: room, Body: body, ReplyTo: replyTo}
	return w.MustDo(p, q, wire.SendMessage.Type).(*wire.Ack).Seq
}

func (w *world) react(p chattest.Person, room string, seq int64, emoji string, on bool) {
	w.T.Helper()
	w.MustDo(p, &wire.React{Room: room, Seq: seq, Emoji: emoji, On: on}, wire.ReactToMessage.Type)
}

func (w *world) list(p chattest.Person, filter wire.ActivityFilter) *wire.Activity {
	w.T.Helper()
	return w.MustDo(p, &wire.ActivityList{Filter: filter, Limit: 50}, wire.ListActivity.Type).(*wire.Activity)
}

// told says of each entry what it is, of whom and of what.
func (w *world) told(p chattest.Person, filter wire.ActivityFilter) string {
	w.T.Helper()
	answer := w.list(p, filter)
	names := map[string]string{}
	for _, u := range answer.Users {
		names[u.ID] = u.Handle
	}
	var lines []string
	for _, e := range answer.Entries {
		var who []string
		for _, u := range e.Users {
			who = append(who, names[u])
		}
		unread := ""
		if e.Unread {
			unread = "*"
		}
		lines = append(lines, fmt.Sprintf("%s%s by %s (%d) %s[%s|%s]", unread, e.Kind, strings.Join(who, ","), e.Count, e.Emoji,
			e.Text, e.Own))
	}
	return strings.Join(lines, "; ")
}

func is(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

func TestPeopleAreToldWhatConcernsThem(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	own := w.say(w.Sam, room, "soup **tonight**?", 0)
	w.say(w.Sam, room, "I ask @sam, myself", 0)
	w.say(w.Hana, room, "I ask @sam and @mara", 0)
	w.say(w.Mara, room, "yes", own)
	w.say(w.Mara, room, "yes @sam", own)
	w.react(w.Mara, room, own, "🎉", true)
	w.react(w.Hana, room, own, "🎉", true)
	w.react(w.Hana, room, own, "👍", true)
	w.react(w.Sam, room, own, "🎉", true)
	w.follow(room)
	is(t, "Sam", w.told(w.Sam, ""), "*reaction by mara,hana (2) 👍[|soup tonight?]; *named by mara (1) [yes @sam|soup tonight?]; "+
		"*reply by mara (1) [yes|soup tonight?]; *named by hana (1) [I ask @sam and @mara|]")
	is(t, "Mara", w.told(w.Mara, ""), "*named by hana (1) [I ask @sam and @mara|]")
	is(t, "Hana", w.told(w.Hana, ""), "")
	is(t, "named", w.told(w.Sam, wire.FilterMentions),
		"*named by mara (1) [yes @sam|soup tonight?]; *named by hana (1) [I ask @sam and @mara|]")
	is(t, "answered", w.told(w.Sam, wire.FilterReplies), "*reply by mara (1) [yes|soup tonight?]")
	is(t, "reacted", w.told(w.Sam, wire.FilterReactions), "*reaction by mara,hana (2) 👍[|soup tonight?]")
	if got := w.list(w.Sam, "").Unread; got != (wire.ActivityCounts{All: 4, Mentions: 2, Replies: 1, Reactions: 1}) {
		t.Errorf("unread: %+v", got)
	}

	w.MustDo(w.Sam, &wire.Read{Room: room, Seq: 99}, wire.MarkRead.Type)
	is(t, "unread after the room was read", w.told(w.Sam, wire.FilterUnread), "*reaction by mara,hana (2) 👍[|soup tonight?]")
	first := w.list(w.Sam, "").Entries[0]
	w.MustDo(w.Sam, &wire.ActivityRead{Num: first.Num}, wire.ReadActivity.Type)
	is(t, "unread after it was marked", w.told(w.Sam, wire.FilterUnread), "")
	w.MustDo(w.Sam, &wire.ActivityRead{Num: first.Num, Unread: true}, wire.ReadActivity.Type)
	w.MustDo(w.Sam, &wire.ActivityRead{Num: first.Num, All: true}, wire.ReadActivity.Type)
	is(t, "unread after all were marked", w.told(w.Sam, wire.FilterUnread), "")
}

func TestWhatIsNoLongerSoIsNotTold(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	own := w.say(w.Sam, room, "soup?", 0)
	named := w.say(w.Hana, room, "ask @sam", 0)
	w.react(w.Mara, room, own, "🎉", true)
	later := w.say(w.Hana, room, "ask", 0)
	w.follow(room)
	w.MustDo(w.Hana, &wire.Edit{Room: room, Seq: later, Body: "ask @sam instead"}, wire.EditMessage.Type)
	w.follow(room)
	is(t, "before", w.told(w.Sam, ""),
		"*named by hana (1) [ask @sam instead|]; *reaction by mara (1) 🎉[|soup?]; *named by hana (1) [ask @sam|]")
	w.react(w.Mara, room, own, "🎉", false)
	w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: named}, wire.DeleteMessage.Type)
	is(t, "not shown at once", w.told(w.Sam, ""), "*named by hana (1) [ask @sam instead|]")
	w.MustDo(w.Hana, &wire.Edit{Room: room, Seq: later, Body: "ask @mara instead"}, wire.EditMessage.Type)
	is(t, "not named any more", w.told(w.Sam, ""), "")
	w.MustDo(w.Hana, &wire.Edit{Room: room, Seq: later, Body: "ask @sam instead"}, wire.EditMessage.Type)
	w.follow(room)
	if got := w.list(w.Sam, "").Unread.All; got != 1 {
		t.Errorf("%d unread, want 1", got)
	}
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type)
	is(t, "of a room that one is not in", w.told(w.Sam, ""), "")
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Sam.ID, History: wire.HistoryNone}, wire.AddMember.Type)
	is(t, "of before one came back", w.told(w.Sam, ""), "")
}

func TestEveryoneWhoIsAddressedIsToldOnce(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	w.say(w.Hana, room, "@all, and @sam, lunch", 0)
	w.follow(room)
	is(t, "Sam", w.told(w.Sam, wire.FilterMentions), "*named by hana (1) [@all, and @sam, lunch|]")
	is(t, "Mara", w.told(w.Mara, wire.FilterMentions), "*everyone by hana (1) [@all, and @sam, lunch|]")
	is(t, "Hana", w.told(w.Hana, ""), "")
}

func TestEveryoneOfAVeryLargeRoomIsNotTold(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPublic)
	crowd := func(n int) {
		w.Update(func(tx store.Tx) error {
			for range n {
				u := store.User{User: wire.User{ID: id.New(), Role: wire.RoleMember}}
				u.Handle = "p" + u.ID
				if err := tx.Users().Create(u); err != nil {
					return err
				}
				if err := tx.Members().Put(store.Member{Room: room, User: u.ID}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	here := 0
	w.Update(func(tx store.Tx) error {
		all, err := tx.Members().IDs(room)
		here = len(all)
		return err
	})
	crowd(limits.ActivityRoom - here)
	w.say(w.Hana, room, "@all first", 0)
	w.follow(room)
	crowd(1)
	w.say(w.Hana, room, "@all second", 0)
	w.follow(room)
	is(t, "Mara", w.told(w.Mara, ""), "*everyone by hana (1) [@all first|]")
}

func TestWhatIsOldIsNotNews(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	w.say(w.Hana, room, "ask @sam", 0)
	w.Advance(old + time.Hour)
	w.follow(room)
	is(t, "Sam", w.told(w.Sam, ""), "")
}

func TestActivityIsKeptForTheNewest(t *testing.T) {
	w := newWorld(t)
	room := w.Room(wire.RoomPrivate)
	const all = limits.ActivityKept + 2*trimEvery
	var es []wire.Event
	for seq := range int64(all) {
		es = append(es, wire.Event{Room: room, Seq: seq + 1, Kind: wire.KindMessage, Author: w.Hana.ID, At: w.Now().UnixMilli(),
			Mentions: []string{w.Sam.ID}})
	}
	w.Update(func(tx store.Tx) error { return Follower(w.Now).Write(tx, es) })
	kept := 0
	w.Update(func(tx store.Tx) error {
		list, err := tx.Feed().List(w.Sam.ID, nil, false, 0, all)
		kept = len(list)
		if kept > 0 && list[0].Seq != all {
			t.Errorf("the newest is about %d", list[0].Seq)
		}
		return err
	})
	if kept < limits.ActivityKept || kept >= limits.ActivityKept+trimEvery {
		t.Errorf("%d are kept", kept)
	}
}
