package hub

import (
	"net/http"
	"net/url"
	"strings"
)

// originSet returns the origins that are allowed for every request, as browsers write
// them.
func originSet(public *url.URL, allowed []string) map[string]bool {
	set := map[string]bool{}
	if public != nil {
		set[origin(public.Scheme, public.Host)] = true
	}
	for _, a := range allowed {
		if u, err := url.Parse(a); err == nil && u.Host != "" {
			set[origin(u.Scheme, u.Host)] = true
		}
	}
	return set
}

// ourOrigin reports whether a request comes from a page of ours: it has one Origin, which
// is the public address or an allowed one. If no public address is set, an Origin is
// ours as well if it has exactly the scheme, host and port that the request was sent
// to. With a public address that does not suffice, since somebody else's name may lead
// here, too. Browsers let no page choose its Origin. "null" is nobody's.
func (d *admission) ourOrigin(r *http.Request) bool {
	all := r.Header.Values("Origin")
	if len(all) != 1 {
		return false
	}
	if d.origins[all[0]] {
		return true
	}
	if d.hub.o.PublicURL != nil {
		return false
	}
	scheme := "http"
	if d.hub.o.HTTPS(r) {
		scheme = "https"
	}
	return r.Host != "" && all[0] == origin(scheme, r.Host)
}

// origin serializes an origin (RFC 6454, 6.2): lower case, without the
// scheme's own port.
func origin(scheme, host string) string {
	scheme, host = strings.ToLower(scheme), strings.ToLower(host)
	switch scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	return scheme + "://" + host
}
