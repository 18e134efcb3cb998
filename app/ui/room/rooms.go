package room

import (
	"github.com/confab/confab/app/ui/host"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Rooms is the feature.
type Rooms struct {
	h      *host.Host
	door   door
	moves  moves
	invite wire.Invite // the link made by this program, if any
}

// New returns the feature.
func New(h *host.Host) *Rooms {
	return &Rooms{h: h, moves: moves{leaving: map[string]text.Text{}, added: map[string]bool{}}}
}

// Create asks for a new room.
func (o *Rooms) Create() { o.h.Overlays.Open(newRoom(o.h)) }
