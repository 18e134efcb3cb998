package rowhtml

import (
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// RoomName is what a room is called: its name, or the other people of a conversation.
func RoomName(l *text.Language, r *wire.Room) string {
	switch {
	case r.Kind != wire.RoomDM:
		return r.Name
	case r.Peer != nil:
		return r.Peer.Name
	case len(r.Peers) == 0:
		return l.Say(text.Conversation)
	}
	names := r.Peers[0].Name
	for _, u := range r.Peers[1:] {
		names = l.Say(text.NamesAnd(names, u.Name))
	}
	return names
}
