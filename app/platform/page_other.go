//go:build !js

package platform

// Visible reports whether the person can see the page.
func Visible() bool { return true }

// Focused reports whether the page is the one the person works with.
func Focused() bool { return true }

// Online reports whether there is believed to be a network.
func Online() bool { return true }

// OnVisible calls f when the page becomes visible or hidden.
func OnVisible(func()) (remove func()) { return func() {} }

// Path is the address of the page below its origin.
func Path() string { return "/" }

// Origin is the server's address.
func Origin() string { return "http://localhost" }

// SignedIn is the id of the person who is signed in at this browser.
func SignedIn() string { return personIn("") }

// ForgetPerson makes SignedIn return "" until somebody signs in again.
func ForgetPerson() {}

// ReplacePath changes the address without another page or history entry.
func ReplacePath(string) {}

// Leave opens another page of the server in this tab.
func Leave(string) {}

// Blank takes everything off the page, for good.
func Blank() {}

// OnReturn calls f when somebody goes back to this page as it was left.
func OnReturn(func()) {}

// Post leaves the page like a form sent to path does.
func Post(string) {}

// Reload starts the page again.
func Reload() {}

// SetTitle changes the title of the page.
func SetTitle(string) {}

// Mac reports whether the keyboard has a command key.
func Mac() bool { return false }

// Copy puts text on the clipboard.
func Copy(string) error { return ErrNoBrowser }

// Matches reports whether a media query holds now.
func Matches(string) bool { return false }

// Update lets the waiting version of the program take over.
func Update() {}

// Report writes an error to the browser's console.
func Report(string) {}

// Download has the browser save what is at an address under a name.
func Download(address, name string) {}
