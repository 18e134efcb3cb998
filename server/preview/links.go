package preview

import (
	"net/url"
	"slices"
	"strings"

	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/route"
)

// linksOf returns the addresses in the text of a message that are previewed, each page once.
// own is the origin of this server; "": it is not known.
func linksOf(body, own string) (list []string) {
	if !strings.Contains(body, ".") && !strings.Contains(body, "://") {
		return nil
	}
	quoted := 0 // or hidden: a preview would give it away
	doc := markup.Parse(body)
	for i := range doc.Tokens {
		t := &doc.Tokens[i]
		switch {
		case (t.Kind == markup.Quote || t.Kind == markup.Spoiler) && t.End:
			quoted--
		case t.Kind == markup.Quote || t.Kind == markup.Spoiler:
			quoted++
		case t.Kind == markup.Link && !t.End && quoted == 0 && fetched(t.Ref, own) &&
			!slices.ContainsFunc(list, func(other string) bool { return key(other) == key(t.Ref) }):
			if list = append(list, t.Ref); len(list) == limits.Previews {
				return list
			}
		}
	}
	return list
}

// fetched reports whether an address is one to be fetched.
func fetched(address, own string) bool {
	if len(address) > limits.AddressBytes {
		return false
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return false
	}
	return !(own != "" && strings.EqualFold(u.Scheme+"://"+u.Host, own)) && !permalink(u.Path)
}

// permalink reports whether a path is that of a room or of a message.
func permalink(path string) bool {
	head, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	room, _, _ := strings.Cut(rest, "/")
	return head == route.Room && id.Valid(room)
}

// key returns the address under which a page is known: what is behind # is not sent.
func key(address string) string {
	page, _, _ := strings.Cut(address, "#")
	return page
}
