package markup

import (
	"strings"
	"unicode"
)

// The label of a link must not look like another address than the one it leads to. The reader does not
// see marks of emphasis, escapes and invisible characters, so they are removed before a label is compared.

// seen returns a label as a reader perceives it: without what is not shown, with plain forms instead of
// wide and look-alike forms of colon, slash and dot, and with ASCII letters in lower case. It removes more
// than the parser would (also an underscore that stays), so an address to compare with goes through it too.
func seen(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '*', '_', '~', '`', '\\', '<', '>', '[', ']':
			return -1
		case 0xFF1A, 0x2236, 0xA789, 0xFE55, 0x0589, 0x05C3, 0x02D0, 0x1365: // colons, and what is taken for one
			return ':'
		case 0xFF0F, 0x2044, 0x2215, 0x29F8, 0x2571, 0x1735: // slashes
			return '/'
		case 0xFF0E, 0x3002, 0xFF61, 0x2024: // dots; hosts may be written with them
			return '.'
		}
		switch {
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		case 0xFF21 <= r && r <= 0xFF3A: // full-width letters
			return r - 0xFF21 + 'a'
		case 0xFF41 <= r && r <= 0xFF5A:
			return r - 0xFF41 + 'a'
		case isBidi(r), isInvisible(r), ignorable(r):
			return -1
		}
		return r
	}, s)
}

// mayLabel tells whether a label may stand for url: if it reads as an address, then as this one,
// or as its host.
func mayLabel(label, url string) bool {
	label = strings.TrimSpace(seen(label))
	if label == "" {
		return false
	}
	url = seen(url)
	switch {
	case strings.Contains(label, "//"), strings.Contains(label, hostWWW), strings.Contains(label, schemeMailto):
		return sameAddress(label, url)
	case strings.IndexFunc(label, unicode.IsSpace) >= 0:
		return true
	}
	host, rest := label, ""
	if i := strings.IndexAny(label, "/?#:"); i >= 0 {
		host, rest = label[:i], label[i:]
	}
	if at := strings.LastIndexByte(host, '@'); at > 0 {
		return !dotted(host[at+1:]) || sameAddress(label, url)
	}
	if !dotted(host) || rest == "" && !known[host[strings.LastIndexByte(host, '.')+1:]] {
		return true // a name with a dot in it: Node.js, README.md
	}
	own := hostOf(url)
	return own == host || strings.HasSuffix(own, "."+host)
}

// sameAddress compares a label that reads as an address with url. A scheme and a slash at the end
// may be left out, as browsers do.
func sameAddress(label, url string) bool {
	return bare(label) == bare(url)
}

func bare(s string) string {
	for _, scheme := range []string{schemeHTTPS, schemeHTTP, schemeMailto} {
		if t, cut := strings.CutPrefix(s, scheme); cut {
			s = t
			break
		}
	}
	return strings.TrimSuffix(s, "/")
}

// hostOf returns the host of an address, without a port.
func hostOf(url string) string {
	s := bare(url)
	if i := strings.IndexAny(s, "/?#"); i >= 0 {
		s = s[:i]
	}
	s = s[strings.LastIndexByte(s, '@')+1:]
	if i := strings.IndexByte(s, ':'); i >= 0 {
		s = s[:i]
	}
	return s
}

// dotted tells a host written by itself: labels of letters, digits and hyphens between dots, the
// last of letters.
func dotted(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	if dot < 1 || len(s)-dot < 3 || s[0] == '.' || strings.Contains(s, "..") {
		return false
	}
	for i, r := range s {
		if i > dot && !unicode.IsLetter(r) || r != '.' && r != '-' && !isWord(r) {
			return false
		}
	}
	return true
}

// known are the ends of names that people take for an address without a slash behind it. Others
// are as often those of files and products.
var known = map[string]bool{
	"com": true, "org": true, "net": true, "edu": true, "gov": true, "mil": true, "int": true, "info": true, "biz": true,
	"example": true, "eu": true, "de": true, "at": true, "ch": true, "fr": true, "uk": true, "nl": true,
}
