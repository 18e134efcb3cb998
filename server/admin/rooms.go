package admin

import (
	"net/http"

	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// roomsPage lists the public rooms, or the private ones of whoever looks: nobody sees
// a private room that they are not in.
type roomsPage struct {
	frame
	Query   string
	Private bool
	Rooms   []room
	Next    string // where the next page begins; "": there is none
	Empty   text.Text
}

// room is a row of the list.
type room struct {
	wire.Room
	Main  bool
	Turns bool // the reader may make it private or public
}

func showRooms(v *visit) {
	ask := v.r.URL.Query()
	q := &wire.RoomList{Query: ask.Get("query"), After: ask.Get("after"), Private: ask.Has("private")}
	found, err := do(v, wire.ListRooms, q)
	if err != nil {
		v.failed(err)
		return
	}
	place, err := v.auth.Workspace(v.r.Context())
	if err != nil {
		v.failed(err)
		return
	}
	p := roomsPage{frame: v.frame(v.r.Context(), text.Rooms), Query: q.Query, Private: q.Private, Next: found.Next, Empty: text.NoRoomFound}
	if q.Private && q.Query == "" {
		p.Empty = text.NoPrivateRooms
	}
	for _, r := range found.Rooms {
		p.Rooms = append(p.Rooms, room{r, r.ID == place.MainRoom,
			r.ID != place.MainRoom && rights.May(rights.Visibility, rights.In(v.me, r))})
	}
	v.render(http.StatusOK, "rooms.html", p)
}

// askKind asks before a room becomes private or public, and says who will see what.
func askKind(v *visit) {
	info, err := do(v, wire.GetRoom, &wire.RoomRef{Room: v.r.PathValue("room")})
	if err != nil {
		v.failed(err)
		return
	}
	r := info.Room
	q := question{
		Heading: text.MakePrivateAsk(r.Name), Button: text.MakePrivate, Fields: []field{{"kind", string(wire.RoomPrivate)}},
		Texts: []text.Text{text.MakePrivateMembers(r.Members), text.MakePrivateOthers, text.MakePrivateNewcomers},
	}
	if r.Kind == wire.RoomPrivate {
		q = question{
			Heading: text.MakePublicAsk(r.Name), Button: text.MakePublic, Danger: true, Fields: []field{{"kind", string(wire.RoomPublic)}},
			Texts: []text.Text{text.MakePublicAll, text.MakePublicCopies},
		}
	}
	v.ask(q, Root+"/rooms")
}

func setKind(v *visit) {
	kind := wire.RoomKind(v.r.PostFormValue("kind"))
	if _, err := do(v, wire.SetRoom, &wire.RoomSet{Room: v.r.PathValue("room"), Kind: &kind}); err != nil {
		v.failed(err)
		return
	}
	if kind == wire.RoomPrivate {
		v.done(Root+"/rooms?private=1", "kind")
		return
	}
	v.done(Root+"/rooms", "kind")
}
