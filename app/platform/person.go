package platform

import "strings"

// The server says in a cookie who is signed in at this browser. On HTTPS its name
// has the prefix that no other host can set; there the bare one is left from a
// time before, or of a server that does not know that it is behind HTTPS.
const (
	personCookie = "confab_person"
	hostPrefix   = "__Host-"
)

// personIn finds who is signed in among a page's cookies, "" if nobody is named.
func personIn(cookies string) string {
	bare := ""
	for _, one := range strings.Split(cookies, ";") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(one), "="); name {
		case hostPrefix + personCookie:
			return value
		case personCookie:
			bare = value
		}
	}
	return bare
}
