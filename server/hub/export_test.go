package hub

import (
	"net/netip"

	"github.com/confab/confab/shared/limits"
)

// CrowdAddress has an address use up its sockets.
func (h *Hub) CrowdAddress(a netip.Prefix) {
	for range limits.SocketsPerAddress {
		h.door.come(a)
	}
}
