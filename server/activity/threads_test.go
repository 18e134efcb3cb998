package activity

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// threaded is a workspace in which people follow threads.
type threaded struct{ *world }

func newThreaded(t *testing.T) threaded {
	w := newWorld(t)
	w.by = Threads(w.Now)
	return threaded{w}
}

// answer says something in a thread, and has the follower read it.
func (w threaded) answer(p chattest.Person, room string, root int64, body string) int64 {
	w.T.Helper()
	q := &wire.Send{CID: id.New(), Room: room, Body: body, Thread: root}
	seq := w.MustDo(p, q, wire.SendMessage.Type).(*wire.Ack).Seq
	w.follow(room)
	return seq
}

func (w threaded) choose(p chattest.Person, room string, root int64, on bool) {
	w.T.Helper()
	w.MustDo(p, &wire.ThreadFollow{Room: room, Thread: root, On: on}, wire.FollowThread.Type)
}

func (w threaded) reads(p chattest.Person, room string, root, seq int64) {
	w.T.Helper()
	w.MustDo(p, &wire.ThreadRead{Room: room, Thread: root, Seq: seq}, wire.ReadThread.Type)
}

func (w threaded) listOf(p chattest.Person, q wire.ThreadList) *wire.Threads {
	w.T.Helper()
	return w.MustDo(p, &q, wire.ListThreads.Type).(*wire.Threads)
}

// has says of each thread that somebody follows what is in it, and how much of that is unread.
func (w threaded) has(p chattest.Person, q wire.ThreadList) string {
	w.T.Helper()
	var lines []string
	for _, t := range w.listOf(p, q).Threads {
		words := []string{t.Root.Text}
		for _, m := range t.Last {
			words = append(words, m.Text)
		}
		lines = append(lines, fmt.Sprintf("%s (%d of %d)", strings.Join(words, "/"), t.Unread, t.Replies))
	}
	return strings.Join(lines, "; ")
}

func TestWhoIsConcernedFollowsAThread(t *testing.T) {
	w := newThreaded(t)
	room := w.Room(wire.RoomPrivate)
	root := w.say(w.Sam, room, "**soup** or @hana?", 0)
	w.follow(room)
	is(t, "before somebody answers", w.has(w.Sam, wire.ThreadList{}), "")
	w.answer(w.Mara, room, root, "soup")
	is(t, "who began it", w.has(w.Sam, wire.ThreadList{}), "soup or @hana?/soup (1 of 1)")
	is(t, "who is named at its beginning", w.has(w.Hana, wire.ThreadList{}), "soup or @hana?/soup (1 of 1)")
	is(t, "who wrote", w.has(w.Mara, wire.ThreadList{}), "soup or @hana?/soup (0 of 1)")
	is(t, "another", w.has(w.Nora, wire.ThreadList{}), "")
	second := w.answer(w.Hana, room, root, "and @nora?")
	is(t, "who is named in it, from there on", w.has(w.Nora, wire.ThreadList{}), "soup or @hana?/soup/and @nora? (1 of 2)")
	is(t, "who has answered has read", w.has(w.Hana, wire.ThreadList{}), "soup or @hana?/soup/and @nora? (0 of 2)")
	is(t, "who began it", w.has(w.Sam, wire.ThreadList{}), "soup or @hana?/soup/and @nora? (2 of 2)")
	w.reads(w.Sam, room, root, second-1)
	is(t, "read in part", w.has(w.Sam, wire.ThreadList{}), "soup or @hana?/soup/and @nora? (1 of 2)")
	w.MustDo(w.Hana, &wire.Delete{Room: room, Seq: second}, wire.DeleteMessage.Type)
	w.follow(room)
	is(t, "after it was deleted", w.has(w.Sam, wire.ThreadList{Unread: true}), "")
	third := w.answer(w.Hana, room, root, "yes")
	w.reads(w.Sam, room, root, 9_999)
	if got := w.listOf(w.Sam, wire.ThreadList{}); got.Unread != 0 || got.Threads[0].Read < third || len(got.Users) != 2 {
		t.Errorf("Sam has %+v", got)
	}
	is(t, "what was deleted", w.has(w.Sam, wire.ThreadList{}), "soup or @hana?//yes (0 of 2)")

	root = w.say(w.Sam, room, "salad?", 0)
	reply := w.answer(w.Mara, room, root, "yes")
	w.MustDo(w.Mara, &wire.Edit{Room: room, Seq: reply, Body: "yes, @hana"}, wire.EditMessage.Type)
	w.follow(room)
	is(t, "who is named since it was edited", w.has(w.Hana, wire.ThreadList{Unread: true}), "salad?/yes, @hana (1 of 1)")
}

func TestWhoDoesNotWantAThreadIsLeftAlone(t *testing.T) {
	w := newThreaded(t)
	room := w.Room(wire.RoomPrivate)
	root := w.say(w.Sam, room, "soup?", 0)
	w.answer(w.Mara, room, root, "yes")
	w.choose(w.Sam, room, root, false)
	w.answer(w.Mara, room, root, "@sam!")
	is(t, "named", w.has(w.Sam, wire.ThreadList{}), "")
	w.choose(w.Sam, room, root, true)
	is(t, "by choice", w.has(w.Sam, wire.ThreadList{}), "soup?/yes/@sam! (0 of 2)")
	w.choose(w.Sam, room, root, false)
	last := w.answer(w.Sam, room, root, "well")
	is(t, "writing", w.has(w.Sam, wire.ThreadList{}), "soup?/@sam!/well (0 of 3)")
	info := w.MustDo(w.Sam, &wire.ThreadRef{Room: room, Thread: root}, wire.GetThread.Type).(*wire.ThreadInfo)
	if !info.Followed || info.Read != last {
		t.Errorf("Sam has to do with it: %+v", info)
	}

	q := &wire.Send{CID: id.New(), Room: room, Body: "I am off", Thread: root}
	w.MustDo(w.Sam, q, wire.SendMessage.Type)
	w.choose(w.Sam, room, root, false)
	w.follow(room)
	is(t, "who stops right after writing", w.has(w.Sam, wire.ThreadList{}), "")
	w.choose(w.Hana, room, root, true)
	is(t, "anybody may", w.has(w.Hana, wire.ThreadList{}), "soup?/well/I am off (0 of 4)")
}

func TestThreadsOfOthersRoomsAreNotListed(t *testing.T) {
	w := newThreaded(t)
	room := w.Room(wire.RoomPrivate)
	root := w.say(w.Sam, room, "soup?", 0)
	w.answer(w.Mara, room, root, "yes")
	w.MustDo(w.Hana, &wire.MemberRef{Room: room, User: w.Sam.ID}, wire.RemoveMember.Type)
	is(t, "not in the room", w.has(w.Sam, wire.ThreadList{}), "")
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Sam.ID, History: wire.HistoryNone}, wire.AddMember.Type)
	w.answer(w.Mara, room, root, "still?")
	is(t, "of before one came back", w.has(w.Sam, wire.ThreadList{}), "")
	if got := w.listOf(w.Sam, wire.ThreadList{}).Unread; got != 0 {
		t.Errorf("%d unread", got)
	}
	for kind, q := range map[wire.Type]wire.Headed{
		wire.GetThread.Type:    &wire.ThreadRef{Room: room, Thread: root},
		wire.FollowThread.Type: &wire.ThreadFollow{Room: room, Thread: root, On: true},
		wire.ReadThread.Type:   &wire.ThreadRead{Room: room, Thread: root, Seq: root},
	} {
		if _, err := w.Do(w.Sam, q, kind); err == nil || err.Code != wire.CodeNotFound {
			t.Errorf("%s: %v, want not_found", kind, err)
		}
	}
}

func TestThreadsAreListedPageByPage(t *testing.T) {
	w := newThreaded(t)
	room := w.Room(wire.RoomPrivate)
	var roots []int64
	for i := range 5 {
		root := w.say(w.Sam, room, fmt.Sprint("soup ", i), 0)
		w.Advance(time.Minute)
		w.answer(w.Mara, room, root, "yes")
		roots = append(roots, root)
	}
	w.reads(w.Sam, room, roots[3], 9_999)
	var got []string
	q := wire.ThreadList{Limit: 2}
	for {
		page := w.listOf(w.Sam, q)
		for _, t := range page.Threads {
			got = append(got, t.Root.Text)
		}
		if page.Next == "" {
			break
		}
		q.After = page.Next
	}
	is(t, "all pages", strings.Join(got, ", "), "soup 4, soup 2, soup 1, soup 0, soup 3")
	list := w.listOf(w.Sam, wire.ThreadList{Unread: true})
	if len(list.Threads) != 4 || list.Unread != 4 {
		t.Errorf("unread: %+v", list)
	}
	w.MustDo(w.Sam, &wire.ThreadsRead{At: list.Threads[1].At}, wire.ReadThreads.Type)
	is(t, "all read but what came since", w.has(w.Sam, wire.ThreadList{Unread: true}), "soup 4/yes (1 of 1)")
}

func TestThreadsAreFollowedForTheNewest(t *testing.T) {
	w := newThreaded(t)
	room := w.Room(wire.RoomPrivate)
	w.Update(func(tx store.Tx) error {
		for n := range int64(limits.Follows) {
			f := store.Follow{User: w.Sam.ID, Room: room, Thread: 1_000_000 + n, Last: 1_000_000 + n, At: n + 1}
			if _, err := tx.Feed().Follows().Add(f); err != nil {
				return err
			}
		}
		return nil
	})
	root := w.say(w.Sam, room, "soup?", 0)
	w.answer(w.Mara, room, root, "yes")
	w.Update(func(tx store.Tx) error {
		list, err := tx.Feed().Follows().List(w.Sam.ID, false, nil, 2*limits.Follows)
		if len(list) != limits.Follows || list[0].Thread != root || list[len(list)-1].At != 2 {
			t.Errorf("%d are followed, the first is %+v", len(list), list[0])
		}
		return err
	})
}
