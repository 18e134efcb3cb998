package hub_test

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/confab/confab/server/hub"
	"github.com/confab/confab/shared/wire"
)

func TestWhenMemoryRunsShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var used atomic.Uint64
		st := newStage(t, piped, func(_ *stage, o *hub.Options) {
			o.Memory = func() (uint64, uint64) { return used.Load(), 100 }
		})
		room := st.Room(wire.RoomPrivate)
		mara := st.enter(t, st.Mara)
		stuck := st.dial(t, st.Sam)
		stuck.say(hello(wire.Resume{}))
		time.Sleep(time.Second)
		for range 8 { // a pipe keeps nothing, so all of it waits for Sam
			st.Say(st.Hana, room, strings.Repeat("z", 8<<10))
		}
		used.Store(90)
		time.Sleep(time.Second)
		client := http.Client{Transport: &http.Transport{DialContext: st.pipe.dial, DisableKeepAlives: true}}
		res, err := client.Get(st.server.URL + "/ws")
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		if res.StatusCode != http.StatusServiceUnavailable || st.hub.Stats().Refused["memory"] != 1 {
			t.Errorf("at 90 of 100: status %d, refused %v", res.StatusCode, st.hub.Stats().Refused)
		}
		if n := st.hub.Stats().Sockets; n != 2 {
			t.Errorf("at 90 of 100 there are %d sockets", n)
		}
		used.Store(95)
		time.Sleep(time.Second)
		if n := st.hub.Stats().Sockets; n != 1 {
			t.Errorf("at 95 of 100 there are %d sockets, want Mara's only", n)
		}
		used.Store(50)
		time.Sleep(time.Second)
		seq := st.Say(st.Hana, room, "for Mara")
		mara.waitFor(room, seq)
		st.enter(t, st.Stan)
	})
}
