package rowhtml

import (
	"testing"

	"github.com/confab/confab/shared/wire"
)

func TestAConversationIsCalledAfterTheOthersInIt(t *testing.T) {
	ada, grace := wire.User{Name: "Ada"}, wire.User{Name: "Grace"}
	for want, r := range map[string]wire.Room{
		"kitchen":           {Kind: wire.RoomPublic, Name: "kitchen"},
		"Ada":               {Kind: wire.RoomDM, Peer: &ada},
		"Ada, Grace":        {Kind: wire.RoomDM, Peers: []wire.User{ada, grace}},
		"Ada, Grace, Grace": {Kind: wire.RoomDM, Peers: []wire.User{ada, grace, grace}},
		"Conversation":      {Kind: wire.RoomDM},
	} {
		if got := RoomName(nil, &r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
