package platform

import "errors"

// ErrNoBrowser is returned by what only a browser can do when the program runs
// outside of one.
var ErrNoBrowser = errors.New("platform: there is no browser here")
