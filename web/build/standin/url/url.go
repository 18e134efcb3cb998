// Package url stands in for net/url in the browser's copy of go-app. The browser has taken every
// address apart before, so nothing is refused here.
package url

import "strings"

// URL is an address in its parts, as they are written in it: nothing is decoded.
type URL struct {
	Scheme   string // "https", "mailto"; "" for an address within the page
	Opaque   string // all behind the scheme if no slash follows it; then Path is empty
	Host     string // with port
	Path     string
	RawQuery string // without ?
	Fragment string // without #
}

// Parse takes an address apart. It never fails.
func Parse(address string) (*URL, error) {
	u := new(URL)
	address, u.Fragment, _ = strings.Cut(address, "#")
	address, u.RawQuery, _ = strings.Cut(address, "?")
	if scheme, rest, found := strings.Cut(address, ":"); found && !strings.Contains(scheme, "/") {
		u.Scheme, address = scheme, rest
	}
	if rest, found := strings.CutPrefix(address, "//"); found {
		end := strings.IndexByte(rest, '/')
		if end < 0 {
			end = len(rest)
		}
		u.Host, address = rest[:end], rest[end:]
	}
	if u.Scheme != "" && u.Host == "" && !strings.HasPrefix(address, "/") {
		u.Opaque = address
	} else {
		u.Path = address
	}
	return u, nil
}

// Hostname returns the host without port, and without the brackets of a numeric one.
func (u *URL) Hostname() string {
	if numeric, bracketed := strings.CutPrefix(u.Host, "["); bracketed {
		numeric, _, _ = strings.Cut(numeric, "]")
		return numeric
	}
	host, _, _ := strings.Cut(u.Host, ":")
	return host
}

// String puts the address together again.
func (u *URL) String() string {
	var b strings.Builder
	if u.Scheme != "" {
		b.WriteString(u.Scheme + ":")
	}
	switch {
	case u.Opaque != "":
		b.WriteString(u.Opaque)
	case u.Host != "":
		b.WriteString("//" + u.Host)
		if u.Path != "" && u.Path[0] != '/' {
			b.WriteByte('/')
		}
		b.WriteString(u.Path)
	default:
		b.WriteString(u.Path)
	}
	if u.RawQuery != "" {
		b.WriteString("?" + u.RawQuery)
	}
	if u.Fragment != "" {
		b.WriteString("#" + u.Fragment)
	}
	return b.String()
}
