//go:build !js

package platform

// Channel carries short texts between the tabs of this site. It implements
// engine.Channel.
type Channel struct{}

// OpenChannel joins the named channel.
func OpenChannel(string) Channel { return Channel{} }

// Say sends text to the other tabs.
func (c Channel) Say(string) {}

// Listen calls f with what other tabs say, until stop.
func (c Channel) Listen(func(string)) (stop func()) { return func() {} }
