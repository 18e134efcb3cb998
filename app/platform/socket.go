package platform

import "errors"

// Dialer opens the server's socket. It implements engine.Dialer.
type Dialer struct {
	Path     string // "/ws"
	Protocol string // the subprotocol asked for
}

// The ways in which a connection fails. A browser does not say more about a refused
// handshake.
var (
	ErrHandshake = errors.New("platform: the socket could not be opened")
	ErrBinary    = errors.New("platform: the server sent a binary frame")
	ErrQueue     = errors.New("platform: frames arrived faster than they were read")
)
