package platform

import "strings"

// The server says in a cookie who is signed in in this browser. On HTTPS the cookie's
// name has a prefix, so that no other host can set it. A cookie without the prefix is
// then an old one, or that of a server that does not know that it is behind HTTPS.
const (
	personCookie = "confab_person"
	hostPrefix   = "__Host-"
)

// personIn returns the person who is signed in according to a page's cookies, or "".
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
