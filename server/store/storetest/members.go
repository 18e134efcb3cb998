package storetest

import (
	"fmt"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

func roster(w *world, room, query, after string, limit int) []string {
	w.Helper()
	var handles []string
	w.view(func(tx store.Tx) error {
		ms, _, err := tx.Members().List(room, query, after, true, limit)
		for _, m := range ms {
			handles = append(handles, m.User.Handle)
		}
		return err
	})
	return handles
}

var memberStories = []story{
	{"a place in a room is kept, overwritten and given up", func(w *world) {
		w.people("ada", "grace")
		room := w.room("kitchen", "ada")
		m := store.Member{Room: room, User: "ada-id", Host: true, Read: 3, At: 9, Since: 2}
		w.update(func(tx store.Tx) error { return tx.Members().Put(m) })
		w.view(func(tx store.Tx) error {
			got, err := tx.Members().Get(room, "ada-id")
			equal(w, "ada's place", got, m)
			return err
		})
		w.missing(func(tx store.Tx) error { _, err := tx.Members().Get(room, "grace-id"); return err })
		w.missing(func(tx store.Tx) error { _, err := tx.Members().Get("attic-room", "ada-id"); return err })
		w.update(func(tx store.Tx) error { return tx.Members().Remove(room, "ada-id") })
		w.missing(func(tx store.Tx) error { _, err := tx.Members().Get(room, "ada-id"); return err })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Members().Remove(room, "ada-id") })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Members().Remove("attic-room", "ada-id") })
		w.refused(store.ErrNotFound, func(tx store.Tx) error {
			return tx.Members().Put(store.Member{Room: "attic-room", User: "ada-id"})
		})
		w.refused(store.ErrNotFound, func(tx store.Tx) error {
			return tx.Members().Put(store.Member{Room: room, User: "nobody"})
		})
	}},
	{"the list is in the order of handles and follows a new handle", func(w *world) {
		w.people("ada", "grace", "linus", "barbara", "elsewhere")
		room := w.room("kitchen", "ada", "grace", "linus", "barbara")
		w.update(func(tx store.Tx) error {
			return tx.Members().Put(store.Member{Room: room, User: "grace-id", Host: true})
		})
		equal(w, "all", roster(w, room, "", "", 9), []string{"ada", "barbara", "grace", "linus"})
		equal(w, "two after ada", roster(w, room, "", "ada", 2), []string{"barbara", "grace"})
		u := person("ada")
		u.Handle, u.Name = "zeta", "Ada Byron King"
		w.update(func(tx store.Tx) error { return tx.Users().Update(u) })
		equal(w, "after ada became zeta", roster(w, room, "", "", 9), []string{"barbara", "grace", "linus", "zeta"})
		equal(w, "found by a word of the name", roster(w, room, "BY", "", 9), []string{"zeta"})
		equal(w, "not found elsewhere", len(roster(w, room, "else", "", 9)), 0)
		w.view(func(tx store.Tx) error {
			ms, _, err := tx.Members().List(room, "gr", "", true, 9)
			equal(w, "grace", ms, []wire.Member{{User: person("grace").User, Host: true}})
			return err
		})
		w.missing(func(tx store.Tx) error { _, _, err := tx.Members().List("attic-room", "", "", true, 9); return err })
	}},
	{"among some people are those in the room, in the order of handles, without who is gone", func(w *world) {
		w.people("ada", "grace", "linus", "barbara", "elsewhere")
		gone := person("finn")
		gone.Gone = true
		w.update(func(tx store.Tx) error { return tx.Users().Create(gone) })
		room := w.room("kitchen", "ada", "grace", "linus", "barbara", "finn")
		w.room("attic", "elsewhere")
		w.update(func(tx store.Tx) error {
			return tx.Members().Put(store.Member{Room: room, User: "grace-id", Host: true})
		})
		among := func(limit int, ids ...string) (out []wire.Member) {
			w.view(func(tx store.Tx) (err error) {
				out, err = tx.Members().Among(room, ids, limit)
				return err
			})
			return out
		}
		grace := wire.Member{User: person("grace").User, Host: true}
		equal(w, "grace", among(9, "elsewhere-id", "grace-id", "grace-id", "nobody", "finn-id"), []wire.Member{grace})
		equal(w, "the first two", among(2, "linus-id", "grace-id", "ada-id"), []wire.Member{{User: person("ada").User}, grace})
		equal(w, "among nobody", len(among(9)), 0)
		w.missing(func(tx store.Tx) error {
			_, err := tx.Members().Among("cellar-room", []string{"ada-id"}, 9)
			return err
		})
	}},
	{"who is gone stays a member and is not counted until they come back", func(w *world) {
		w.people("ada", "grace", "linus")
		finn := person("finn")
		finn.Gone = true
		w.update(func(tx store.Tx) error { return tx.Users().Create(finn) })
		kitchen, attic := w.room("kitchen", "ada", "grace", "finn"), w.room("attic", "ada")
		counted := func(what string, want ...int) {
			w.view(func(tx store.Tx) error {
				for i, id := range []string{kitchen, attic} {
					room, err := tx.Rooms().ByID(id)
					if err != nil {
						return err
					}
					equal(w, id+" "+what, room.Members, want[i])
				}
				return nil
			})
		}
		grace := person("grace")
		gone := func(is bool) {
			grace.Gone = is
			w.update(func(tx store.Tx) error { return tx.Users().Update(grace) })
		}
		counted("with finn, who was gone before", 2, 1)
		gone(true)
		counted("without grace", 1, 1)
		equal(w, "who is in the kitchen", roster(w, kitchen, "", "", 9), []string{"ada", "finn", "grace"})
		w.update(func(tx store.Tx) error {
			return tx.Members().Put(store.Member{Room: kitchen, User: "grace-id", Host: true})
		})
		w.update(func(tx store.Tx) error { return tx.Members().Put(store.Member{Room: attic, User: "grace-id"}) })
		w.update(func(tx store.Tx) error { return tx.Members().Remove(kitchen, "finn-id") })
		counted("after changes to those who are gone", 1, 1)
		gone(false)
		counted("with grace again", 2, 2)
		w.update(func(tx store.Tx) error { return tx.Members().Remove(kitchen, "grace-id") })
		counted("without grace in the kitchen", 1, 2)
	}},
	{"a room's list has ghosts only for who asks for them", func(w *world) {
		w.people("ada", "carla")
		ghost := person("casper")
		ghost.Ghost = true
		w.update(func(tx store.Tx) error { return tx.Users().Create(ghost) })
		room := w.room("kitchen", "ada", "carla", "casper")
		real := func(query, after string) (out []string) {
			w.view(func(tx store.Tx) error {
				ms, _, err := tx.Members().List(room, query, after, false, 9)
				for _, m := range ms {
					out = append(out, m.User.Handle)
				}
				return err
			})
			return out
		}
		equal(w, "all", roster(w, room, "", "", 9), []string{"ada", "carla", "casper"})
		equal(w, "the real ones", real("", ""), []string{"ada", "carla"})
		equal(w, "the real ones after ada", real("", "ada"), []string{"carla"})
		equal(w, "found among all", roster(w, room, "ca", "", 9), []string{"carla", "casper"})
		equal(w, "found among the real ones", real("ca", ""), []string{"carla"})
		ghost.Ghost = false
		w.update(func(tx store.Tx) error { return tx.Users().Update(ghost) })
		equal(w, "found once casper lives", real("ca", ""), []string{"carla", "casper"})
	}},
	{"ids leave ghosts out", func(w *world) {
		w.people("ada", "grace")
		ghost := person("casper")
		ghost.Ghost = true
		w.update(func(tx store.Tx) error { return tx.Users().Create(ghost) })
		room := w.room("kitchen", "ada", "grace", "casper")
		ids := func() (out []string) {
			w.view(func(tx store.Tx) (err error) {
				out, err = tx.Members().IDs(room)
				slices.Sort(out)
				return err
			})
			return out
		}
		equal(w, "ids", ids(), []string{"ada-id", "grace-id"})
		ghost.Ghost = false
		w.update(func(tx store.Tx) error { return tx.Users().Update(ghost) })
		equal(w, "ids once casper lives", ids(), []string{"ada-id", "casper-id", "grace-id"})
		w.missing(func(tx store.Tx) error { _, err := tx.Members().IDs("attic-room"); return err })
	}},
	{"tops are the rooms one is in, with epoch and top", func(w *world) {
		w.people("ada", "grace")
		kitchen := w.room("kitchen", "ada", "grace")
		w.room("attic", "grace")
		cellar := w.room("cellar", "ada")
		for range 3 {
			w.say(cellar, "ada", "anyone there?")
		}
		w.view(func(tx store.Tx) error {
			rs, err := tx.Members().Tops("ada-id")
			got := map[string]string{}
			for _, r := range rs {
				got[r.ID] = fmt.Sprint(r.Epoch, r.Top)
			}
			equal(w, "tops", got, map[string]string{kitchen: "e-kitchen0", cellar: "e-cellar3"})
			return err
		})
	}},
	{"the read marker moves forward only", func(w *world) {
		room := w.kitchen()
		for range 5 {
			w.say(room, "ada", "word")
		}
		for _, step := range []struct {
			to, is int64
			moved  bool
		}{{3, 3, true}, {2, 3, false}, {3, 3, false}, {5, 5, true}, {0, 5, false}, {-1, 5, false}} {
			var moved bool
			w.update(func(tx store.Tx) (err error) {
				moved, err = tx.Members().Read(room, "grace-id", step.to, 0)
				return err
			})
			equal(w, fmt.Sprintf("moved to %d", step.to), moved, step.moved)
			equal(w, fmt.Sprintf("marker after %d", step.to), w.joined(room, "grace").Read, step.is)
		}
		w.update(func(tx store.Tx) error {
			moved, err := tx.Members().Read(room, "stranger", 4, 0)
			equal(w, "a stranger's marker moved", moved, false)
			return err
		})
	}},
	{"a member knows whether the room has rules, as soon as it has", func(w *world) {
		room := w.kitchen()
		ruled := func() (is bool) {
			w.update(func(tx store.Tx) error {
				m, err := tx.Members().Get(room, "grace-id")
				is = m.Ruled
				return err
			})
			return is
		}
		set := func(change func(r *store.Room)) {
			w.update(func(tx store.Tx) error {
				r, err := tx.Rooms().ByID(room)
				if err != nil {
					return err
				}
				change(&r)
				if err := tx.Rooms().Set(r); err != nil {
					return err
				}
				got, err := tx.Rooms().ByID(room)
				equal(w, "the room", got, r)
				return err
			})
		}
		equal(w, "at first", ruled(), false)
		set(func(r *store.Room) { r.Calling = wire.ScopeAll })
		equal(w, "where all may address everyone", ruled(), false)
		set(func(r *store.Room) { r.Posting = wire.ScopeHosts })
		equal(w, "where hosts write", ruled(), true)
		set(func(r *store.Room) { r.Posting, r.Slow = "", 30 })
		equal(w, "where it is slow", ruled(), true)
		set(func(r *store.Room) { r.Slow, r.Archived = 0, 9 })
		equal(w, "where it is closed", ruled(), true)
		set(func(r *store.Room) { r.Archived = 0 })
		equal(w, "in the end", ruled(), false)
	}},
	{"when somebody wrote in a slow room is kept as long as they are in it", func(w *world) {
		room := w.kitchen()
		wrote := func() (at int64) {
			w.view(func(tx store.Tx) (err error) {
				at, err = tx.Members().Wrote(room, "grace-id")
				return err
			})
			return at
		}
		equal(w, "at first", wrote(), int64(0))
		for _, at := range []int64{7, 9} {
			w.update(func(tx store.Tx) error { return tx.Members().SetWrote(room, "grace-id", at) })
			equal(w, "after writing", wrote(), at)
		}
		w.missing(func(tx store.Tx) error { _, err := tx.Members().Wrote("attic-room", "grace-id"); return err })
	}},
	{"the sections of a list of rooms are a person's own", func(w *world) {
		w.people("ada", "grace")
		sections := func(who string) (got string) {
			w.view(func(tx store.Tx) (err error) {
				got, err = tx.Profiles().Sections(who + "-id")
				return err
			})
			return got
		}
		equal(w, "at first", sections("ada"), "")
		for _, s := range []string{"[1]", "[2]"} {
			w.update(func(tx store.Tx) error { return tx.Profiles().SetSections("ada-id", s) })
			equal(w, "then", sections("ada"), s)
		}
		equal(w, "grace's", sections("grace"), "")
	}},
	{"a marker that was set back goes forward only for who knows of it", func(w *world) {
		room := w.kitchen()
		for range 5 {
			w.say(room, "ada", "word")
		}
		read := func(seq, backs int64) (moved bool) {
			w.update(func(tx store.Tx) (err error) {
				moved, err = tx.Members().Read(room, "grace-id", seq, backs)
				return err
			})
			return moved
		}
		equal(w, "read all", read(5, 0), true)
		w.update(func(tx store.Tx) error { return tx.Members().Unread(room, "grace-id", 2) })
		j := w.joined(room, "grace")
		equal(w, "the marker, set back", fmt.Sprint(j.Read, j.Unread, j.Backs), "2 3 1")
		equal(w, "one who does not know", read(5, 0), false)
		equal(w, "one who knows", read(4, 1), true)
		w.update(func(tx store.Tx) error {
			if err := tx.Members().Unread(room, "grace-id", 0); err != nil {
				return err
			}
			m, err := tx.Members().Get(room, "grace-id")
			equal(w, "the marker within the transaction", m.Read, int64(0))
			return err
		})
		equal(w, "set back twice", w.joined(room, "grace").Backs, int64(2))
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Members().Unread(room, "stranger", 1) })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Members().Unread("attic-room", "grace-id", 1) })
	}},
	{"what a person makes of a room for themselves is theirs alone, and ends with their place", func(w *world) {
		w.people("ada", "grace")
		room := w.room("kitchen", "ada", "grace")
		yes, no := true, false
		set := func(m store.Mine) {
			w.update(func(tx store.Tx) error { return tx.Members().Mine(room, "grace-id", m) })
		}
		mine := func(who string) string {
			j := w.joined(room, who)
			return fmt.Sprintln(j.Starred, j.Muted, j.Section)
		}
		set(store.Mine{Starred: &yes})
		equal(w, "starred", mine("grace"), "true false \n")
		set(store.Mine{Muted: &yes})
		equal(w, "muted, too", mine("grace"), "true true \n")
		w.update(func(tx store.Tx) error {
			return tx.Members().Put(store.Member{Room: room, User: "grace-id", Host: true})
		})
		equal(w, "as a host", mine("grace"), "true true \n")
		sea := "at sea"
		set(store.Mine{Starred: &no, Section: &sea})
		equal(w, "not starred any more", mine("grace"), "false true at sea\n")
		equal(w, "ada's", mine("ada"), "false false \n")
		w.update(func(tx store.Tx) error { return tx.Members().Remove(room, "grace-id") })
		w.refused(store.ErrNotFound, func(tx store.Tx) error { return tx.Members().Mine(room, "grace-id", store.Mine{Muted: &yes}) })
		w.update(func(tx store.Tx) error { return tx.Members().Put(store.Member{Room: room, User: "grace-id"}) })
		equal(w, "after coming back", mine("grace"), "false false \n")
	}},
	{"peers are those of a list who share a room", func(w *world) {
		w.people("ada", "grace", "linus", "barbara")
		w.room("kitchen", "ada", "grace")
		w.room("attic", "linus", "barbara")
		w.room("cellar", "ada", "linus")
		w.view(func(tx store.Tx) error {
			got, err := tx.Members().Peers("ada-id", []string{"grace-id", "linus-id", "barbara-id", "nobody", "grace-id"})
			slices.Sort(got)
			equal(w, "ada's peers", got, []string{"grace-id", "linus-id"})
			if err != nil {
				return err
			}
			none, err := tx.Members().Peers("ada-id", nil)
			equal(w, "peers among nobody", len(none), 0)
			return err
		})
	}},
	{"a conversation of several shows all others, in the order of their ids", func(w *world) {
		w.people("ada", "grace", "linus")
		w.update(func(tx store.Tx) error {
			group := store.Room{ID: "group", Kind: wire.RoomDM, Epoch: "e", Pair: "ada-id:grace-id:linus-id"}
			if err := tx.Rooms().Create(group); err != nil {
				return err
			}
			for _, u := range []string{"linus-id", "ada-id", "grace-id"} {
				if err := tx.Members().Put(store.Member{Room: "group", User: u}); err != nil {
					return err
				}
			}
			return nil
		})
		face := func(handle string) wire.User { return person(handle).User }
		equal(w, "ada's peers", w.joined("group", "ada").Peers, []wire.User{face("grace"), face("linus")})
		equal(w, "grace's peers", w.joined("group", "grace").Peers, []wire.User{face("ada"), face("linus")})
		equal(w, "members", w.joined("group", "linus").Members, 3)
		w.missing(func(tx store.Tx) error { _, err := tx.Rooms().ByPair("ada-id:grace-id"); return err })
	}},
	{"a conversation shows the other person", func(w *world) {
		w.people("ada", "grace")
		w.update(func(tx store.Tx) error {
			if err := tx.Rooms().Create(store.Room{ID: "dm-room", Kind: wire.RoomDM, Epoch: "e", Pair: "ada-id:grace-id"}); err != nil {
				return err
			}
			for _, u := range []string{"ada-id", "grace-id"} {
				if err := tx.Members().Put(store.Member{Room: "dm-room", User: u}); err != nil {
					return err
				}
			}
			return nil
		})
		equal(w, "ada's peers", w.joined("dm-room", "ada").Peers, []wire.User{person("grace").User})
		equal(w, "grace's peers", w.joined("dm-room", "grace").Peers, []wire.User{person("ada").User})
		w.view(func(tx store.Tx) error {
			all, err := tx.Members().Joined("ada-id", "")
			equal(w, "rooms of ada", len(all), 1)
			if err != nil {
				return err
			}
			none, err := tx.Members().Joined("ada-id", "attic-room")
			equal(w, "rooms that are not", len(none), 0)
			return err
		})
	}},
}
