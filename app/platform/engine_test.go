package platform

import "github.com/confab/confab/app/engine"

// What the engine asks for is what there is.
var (
	_ engine.Dialer  = Dialer{}
	_ engine.Store   = (*Store)(nil)
	_ engine.Channel = Channel{}
	_ engine.Lock    = Lock
)
