package platform

// Channel carries short texts between the tabs of this site.
type Channel struct{ Element }

// OpenChannel joins the named channel and calls f with what other tabs say.
func OpenChannel(name string, f func(text string)) Channel {
	constructor := global("BroadcastChannel")
	if !constructor.Truthy() {
		return Channel{}
	}
	c := Channel{Element{constructor.New(name)}}
	c.Listen("message", true, func(e Event) { f(e.v.Get("data").String()) })
	return c
}

// Say tells the other tabs.
func (c Channel) Say(text string) {
	if c.OK() {
		c.v.Call("postMessage", text)
	}
}
