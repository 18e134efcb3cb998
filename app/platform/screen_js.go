package platform

// TakeScreen puts the program's page in the place of the first screen (web/first.js), which
// the browser shows until then. It is not done, and ok is false, if it is too early: while a
// character is being composed, and unless must is set while the first screen has newer
// messages or the program's page has not been laid out for a frame.
func TakeScreen(must bool) (early Early, ok bool) {
	screen := global("confabScreen")
	if !screen.Truthy() {
		return Early{}, true
	}
	v := screen.Call("take", must)
	if !v.Truthy() {
		return Early{}, false
	}
	return Early{
		Text: v.Get("text").String(), From: v.Get("start").Int(), To: v.Get("end").Int(),
		Focus: v.Get("focus").Bool(), Away: v.Get("away").Bool(),
	}, true
}

// KeepScreen has the browser keep what the page shows, for the first screen of the next
// visit. atEnd tells whether the messages on the page reach the end of the room.
func KeepScreen(atEnd bool) {
	if screen := global("confabScreen"); screen.Truthy() {
		screen.Call("keep", atEnd)
	}
}

// ForgetScreen deletes what KeepScreen kept. Until KeepScreen is called again nothing is kept.
func ForgetScreen() {
	if screen := global("confabScreen"); screen.Truthy() {
		screen.Call("leave")
	}
}
