package platform

import "syscall/js"

// Visible reports whether the person can see the page.
func Visible() bool { return document().Get("visibilityState").String() == "visible" }

// Focused reports whether the page is the one the person works with.
func Focused() bool { return document().Call("hasFocus").Bool() }

// Online reports whether the browser believes that it has a network connection.
func Online() bool { return global("navigator").Get("onLine").Bool() }

// OnVisible calls f when the page becomes visible or hidden.
func OnVisible(f func()) (remove func()) {
	return listen(document(), "visibilitychange", nil, func(Event) { f() })
}

// Path is the address of the page below its origin: "/r/ROOM?invite=1".
func Path() string {
	location := global("location")
	return location.Get("pathname").String() + location.Get("search").String()
}

// Origin is the server's address: "https://chat.example.org".
func Origin() string { return global("location").Get("origin").String() }

// SignedIn returns the id of the person who is signed in in this browser, as far as that
// is known without asking the server, else "".
func SignedIn() (person string) {
	// A browser may refuse a page its cookies: then nothing is known.
	if try(func() { person = personIn(document().Get("cookie").String()) }) != nil {
		return ""
	}
	return person
}

// ForgetPerson makes SignedIn return "" until somebody signs in again.
func ForgetPerson() {
	for _, cookie := range []string{personCookie + "=", hostPrefix + personCookie + "=; secure"} {
		if err := try(func() { document().Set("cookie", cookie+"; path=/; max-age=0") }); err != nil {
			Report("the cookie could not be deleted: " + err.Error())
		}
	}
}

// ReplacePath changes the address without another page or history entry.
func ReplacePath(path string) { global("history").Call("replaceState", nil, "", path) }

// Leave opens another page of the server in this tab, which ends the program.
func Leave(path string) {
	if over := global("confabOver"); over.Truthy() {
		over.Call("leaves", path)
		return
	}
	global("location").Call("assign", path)
}

// Blank removes everything from the page, so that going back in the browser's history
// shows nothing.
func Blank() { document().Get("body").Call("replaceChildren") }

// OnReturn calls f when somebody goes back to this page in the browser's history and the
// browser restores it as it was.
func OnReturn(f func()) {
	listen(js.Global(), "pageshow", nil, func(e Event) {
		if e.v.Get("persisted").Bool() {
			f()
		}
	})
}

// Post leaves the page by sending an empty form to path.
func Post(path string) {
	form := element(document().Call("createElement", "form"))
	form.Attrs().Set("method", "post")
	form.Attrs().Set("action", path)
	element(document().Get("body")).Append(form)
	form.v.Call("submit")
}

// Reload starts the page again.
func Reload() { global("location").Call("reload") }

// SetTitle changes the title of the page.
func SetTitle(title string) {
	if document().Get("title").String() != title {
		document().Set("title", title)
	}
}

// Mac reports whether the keyboard has a command key.
func Mac() bool {
	agent := global("navigator").Get("platform")
	return agent.Truthy() && len(agent.String()) >= 3 && agent.String()[:3] == "Mac"
}

// Copy puts text on the clipboard.
func Copy(text string) error {
	clipboard := global("navigator").Get("clipboard")
	if !clipboard.Truthy() {
		return copyBySelection(text)
	}
	_, err := await(clipboard.Call("writeText", text))
	return err
}

// copyBySelection is for pages without HTTPS, where there is no clipboard API: it fills
// and selects an invisible field and copies it with execCommand.
func copyBySelection(text string) error {
	field := element(document().Call("createElement", "textarea"))
	field.Attrs().Set("class", "u-sr")
	field.v.Set("value", text)
	before := Active()
	element(document().Get("body")).Append(field)
	field.v.Call("select")
	ok := document().Call("execCommand", "copy").Bool()
	field.Detach()
	before.Focus()
	if !ok {
		return ErrNoBrowser
	}
	return nil
}

// Matches reports whether a media query holds now.
func Matches(query string) bool {
	return global("matchMedia").Invoke(query).Get("matches").Bool()
}

// Update lets the waiting version of the program take over; the page reloads.
func Update() {
	if update := global("confabUpdate"); update.Truthy() {
		update.Invoke()
		return
	}
	Reload()
}

// Report writes an error to the browser's console.
func Report(text string) { global("console").Call("error", "confab: "+text) }

// Download has the browser save what is at an address under a name.
func Download(address, name string) {
	link := element(document().Call("createElement", "a"))
	link.Attrs().Set("href", address)
	link.Attrs().Set("download", name)
	link.v.Call("click")
}
