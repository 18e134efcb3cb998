package platform

import "errors"

// ErrNoBrowser means that the program runs outside of a browser, where the function
// cannot work.
var ErrNoBrowser = errors.New("platform: there is no browser here")
