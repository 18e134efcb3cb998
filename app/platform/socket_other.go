//go:build !js

package platform

import (
	"context"

	"github.com/confab/confab/app/engine"
)

// Dial opens the socket and returns when the handshake is done.
func (d Dialer) Dial(context.Context) (engine.Conn, error) { return nil, ErrNoBrowser }
