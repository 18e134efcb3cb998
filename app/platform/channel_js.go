package platform

// Channel carries short texts between the tabs of this site. It implements
// engine.Channel.
type Channel struct{ end Element }

// OpenChannel joins the named channel. In a browser without channels it does nothing.
func OpenChannel(name string) Channel {
	constructor := global("BroadcastChannel")
	if !constructor.Truthy() {
		return Channel{}
	}
	return Channel{Element{constructor.New(name)}}
}

// Say sends text to the other tabs.
func (c Channel) Say(text string) {
	if c.end.OK() {
		c.end.v.Call("postMessage", text)
	}
}

// Listen calls f with the texts of other tabs, until stop is called.
func (c Channel) Listen(f func(text string)) (stop func()) {
	return c.end.Listen("message", true, func(e Event) { f(e.v.Get("data").String()) })
}
