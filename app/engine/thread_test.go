package engine_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/shared/wire"
)

// threadPage is all of a thread, as the server gives it.
func threadPage(epoch string, log []wire.Event, f wire.Fetch) wire.Page {
	top := int64(len(log))
	root := log[f.Thread-1]
	root.Head = wire.Head{}
	p := wire.Page{Room: f.Room, Epoch: epoch, From: f.Thread + 1, To: top, AsOf: top, Thread: f.Thread, Root: &root,
		Events: []wire.Event{}}
	for _, e := range log {
		if e.Head = (wire.Head{}); e.Kind == wire.KindMessage && e.Thread == f.Thread {
			p.Events = append(p.Events, e)
		}
	}
	return p
}

func TestAThreadOpensWithoutTheNetworkAndWhatIsSaidThereIsSentOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		root := s.say(room, hana, "soup?")
		reply := func(body string) {
			s.change(room, wire.Event{Author: hana, Kind: wire.KindMessage, Body: body, Thread: root})
		}
		reply("which one?")
		thread := state.ThreadID(room, root)
		disk := engine.NewMemory()
		c := reading(t, s, with(disk))
		synctest.Wait()
		c.OpenThread(room, root)
		same(t, "the thread", c.rows(thread), []string{"soup?", "which one?"})
		reply("tomato")
		after(5 * time.Second)
		c.OpenThread("", 0)
		s.say(room, hana, "elsewhere")
		after(5 * time.Second)
		c.Stop()

		s.set(func() { s.down = true })
		c = reading(t, s, with(disk))
		synctest.Wait()
		c.OpenThread(room, root)
		same(t, "the thread without the network", c.rows(thread), []string{"soup?", "which one?", "tomato"})
		if _, err := c.SendMessage(engine.Message{Room: room, Thread: root, Body: "tomato it is"}); err != nil {
			t.Fatal(err)
		}
		same(t, "with what waits", c.rows(thread), []string{"soup?", "which one?", "tomato", "?tomato it is"})
		after(5 * time.Second)
		c.Stop()

		reply("or leek")
		c = reading(t, s, with(disk))
		defer c.Stop()
		synctest.Wait()
		c.OpenThread(room, root)
		same(t, "after a reload", c.rows(thread), []string{"soup?", "which one?", "tomato", "?tomato it is"})
		s.set(func() { s.down = false })
		c.Connect()
		after(5 * time.Second)
		same(t, "back online", c.rows(thread), []string{"soup?", "which one?", "tomato", "or leek", "tomato it is"})
		sent := 0
		s.set(func() {
			for _, e := range s.rooms[room].log {
				if e.Body == "tomato it is" && e.Thread == root {
					sent++
				}
			}
		})
		same(t, "how often it was sent", sent, 1)
	})
}

func TestTheDeviceKeepsTheThreadsThatWereOpenLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newServer(t)
		disk := engine.NewMemory()
		var roots []int64
		for range 45 {
			roots = append(roots, s.say(room, hana, "soup?"))
		}
		c := reading(t, s, with(disk))
		defer c.Stop()
		synctest.Wait()
		for _, root := range roots {
			c.OpenThread(room, root)
			after(3 * time.Second)
		}
		pages, err := disk.All(t.Context(), "page/"+room+"/")
		if err != nil {
			t.Fatal(err)
		}
		keys := func() (keys []string) {
			for _, page := range pages {
				keys = append(keys, page.Key)
			}
			return keys
		}()
		same(t, "how many are kept", len(keys), 40)
		same(t, "the one that was open first", slices.Contains(keys, "page/"+state.ThreadID(room, roots[0])), false)
		same(t, "the last one", slices.Contains(keys, "page/"+state.ThreadID(room, roots[44])), true)
	})
}
