package hub

import (
	"net/netip"

	"github.com/confab/confab/shared/limits"
)

// CrowdAddress has an address use up its sockets.
func (h *Hub) CrowdAddress(a netip.Prefix) {
	for range limits.SocketsPerAddress {
		h.admission.addSocket(a)
	}
}

// Mislay has the hub lose a hint of a room.
func (h *Hub) Mislay(room string) { h.hintLost([]string{room}, nil) }
