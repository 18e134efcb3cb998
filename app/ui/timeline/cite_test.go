package timeline

import (
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/state"
	"github.com/confab/confab/app/ui/host/hosttest"
	"github.com/confab/confab/shared/wire"
)

// A link to a message shows it to those whose page has it, and as it is now.
func TestALinkToAMessageShowsItToThoseWhoReadIt(t *testing.T) {
	_, s := hosttest.New(t)
	const room = "0190b6f07c1e70008000000000000003"
	hosttest.Apply(t, s, &wire.Inbox{Useq: 9, Kind: wire.InboxRoom, Room: room,
		Info: &wire.Room{ID: room, Kind: wire.RoomPublic, Name: "galley", Epoch: "e", Joined: true}})
	said := &state.Item{Key: "said", Event: wire.Event{
		Room: room, Seq: 3, Author: "mara", Kind: wire.KindMessage, At: 1795175673847, Body: "**soup**"}}
	s.Rooms[room].Items = []*state.Item{said}
	origin := platform.Origin()
	var cites []cite
	w := rowWriter{s: s, room: s.Rooms["general"], cites: &cites}
	page := func(link string) string {
		cites = nil
		it := &state.Item{Key: "k", Event: wire.Event{Room: "general", Seq: 7, Author: "sam", Kind: wire.KindMessage, Body: "see " + link}}
		return w.html(row{key: "k", kind: rowMessage, item: it, head: true})
	}
	hosttest.Wants(t, page(origin+"/r/"+room+"/3"), "preview--msg", "galley", "Mara Lindqvist", ">soup<", `href="/r/`+room+`/3"`)
	if w.stale(cites) {
		t.Error("a row is stale as soon as it is drawn")
	}
	for _, other := range []string{origin + "/r/" + room + "/4", "https://other.example/r/" + room + "/3", origin + "/r/" + room} {
		hosttest.WantsNot(t, page(other), "preview--msg")
	}
	hosttest.Wants(t, page(origin+"/r/"+room+"/3"), "preview--msg")
	gone := *said
	gone.Event.State = &wire.State{V: 4, Deleted: true}
	s.Rooms[room].Items = []*state.Item{&gone}
	if !w.stale(cites) {
		t.Error("a row stays as it was when the message that it shows is deleted")
	}
	hosttest.WantsNot(t, page(origin+"/r/"+room+"/3"), "preview--msg")
	delete(s.Rooms, room)
	if !w.stale(cites) {
		t.Error("a row stays as it was when the person leaves the room of the message that it shows")
	}
}
