package markup

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxParens bounds how deep parentheses nest in the address of an explicit link; with
// it a failed search for the end looks at each character a bounded number of times.
const maxParens = 8

// bracket is a [ that may begin a link.
type bracket struct {
	node  int
	top   int // the delimiter run before it
	links int // the link nodes before it
}

func (in *inline) openBracket(i int) int {
	at := len(in.nodes)
	in.brackets = append(in.brackets, bracket{node: at, top: in.emphasis.top, links: in.links})
	return in.add(node{kind: nodeText, start: i, end: i + 1})
}

// closeBracket makes a link of the last [ if an address in parentheses follows. Links do not nest,
// so all brackets further out are then text.
func (in *inline) closeBracket(i int) int {
	n := len(in.brackets)
	if n == 0 {
		return i + 1
	}
	b := in.brackets[n-1]
	in.brackets = in.brackets[:n-1]
	if i+1 == len(in.s) || in.s[i+1] != '(' {
		return i + 1
	}
	url, end := in.destination(i + 2)
	if end < 0 || !in.labels(b, i, url) {
		return i + 1
	}
	in.brackets = in.brackets[:0]
	in.emphasis.decide(b.top)
	first := &in.nodes[b.node]
	first.kind, first.ref = nodeLinkStart, url
	for k := b.node + 1; k < len(in.nodes); k++ {
		in.steps++
		if kind := in.nodes[k].kind; kind == nodeMention || kind == nodeBare {
			in.nodes[k].kind = nodeText // no link inside a link
		}
	}
	in.links++
	return in.add(node{kind: nodeLinkEnd, start: i, end: end})
}

// labels tells whether the text between bracket b and the ] at i may stand for url: it must show
// something, and if it reads as an address, then as this one.
func (in *inline) labels(b bracket, i int, url string) bool {
	label := strings.TrimSpace(in.s[in.nodes[b.node].end:i])
	if label == "" {
		return false
	}
	switch in.links - b.links {
	case 0:
		return mayLabel(label, url)
	case 1:
		own, ok := address(label)
		return ok && own == url
	}
	return false
}

// destination reads the address and the closing parenthesis of an explicit link, from behind the
// opening one. The end is -1 if there is none.
func (in *inline) destination(i int) (url string, end int) {
	s := in.s
	for i < len(s) && s[i] == ' ' {
		in.steps++
		i++
	}
	if i < len(s) && s[i] == '<' {
		raw, after := in.angled(i)
		if after < 0 {
			return "", -1
		}
		return finish(s, raw, after)
	}
	if !begins(s[i:]) {
		return "", -1
	}
	start, depth := i, 0
	for ; i < len(s); i++ {
		in.steps++
		switch c := s[i]; {
		case c <= ' ' || c == 0x7F:
			return finish(s, s[start:i], i)
		case c == '\\' && i+1 < len(s) && isASCIIPunct(s[i+1]):
			i++
		case c == '(':
			if depth++; depth > maxParens {
				return "", -1
			}
		case c == ')':
			if depth == 0 {
				return finish(s, s[start:i], i)
			}
			depth--
		}
	}
	return "", -1
}

// finish expects the closing parenthesis at i and checks the address.
func finish(s, raw string, i int) (string, int) {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	if i == len(s) || s[i] != ')' {
		return "", -1
	}
	url, ok := address(unescape(raw))
	if !ok {
		return "", -1
	}
	return url, i + 1
}

// unescape removes the backslashes before punctuation in an address.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	buf := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && isASCIIPunct(s[i+1]) {
			i++
		}
		buf = append(buf, s[i])
	}
	return string(buf)
}

// angled reads <...> without blanks at i and returns what is inside and where it ends, or -1.
func (in *inline) angled(i int) (string, int) {
	for k := i + 1; k < len(in.s); k++ {
		in.steps++
		switch c := in.s[k]; {
		case c == '>':
			return in.s[i+1 : k], k + 1
		case c <= ' ' || c == '<':
			return "", -1
		}
	}
	return "", -1
}

// angle takes <address>, or <name@host> for an e-mail address.
func (in *inline) angle(i int) int {
	raw, end := in.angled(i)
	if end < 0 {
		return i + 1
	}
	url, ok := address(raw)
	if !ok {
		url, ok = address("mailto:" + raw)
	}
	if !ok {
		return i + 1
	}
	in.links++
	return in.add(node{kind: nodeBare, start: i, end: end, text: raw, ref: url})
}

// The schemes links may have. An address that begins with www. is taken for https.
const (
	schemeHTTP   = "http://"
	schemeHTTPS  = "https://"
	schemeMailto = "mailto:"
	hostWWW      = "www."
)

// prefixFold tells whether s begins with the lower-case ASCII prefix, in any case.
func prefixFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := 0; i < len(prefix); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != prefix[i] {
			return false
		}
	}
	return true
}

// begins tells whether s begins with something to link to: a scheme and the start of a host. It
// looks at a bounded number of characters, or up to the first dot behind www.
func begins(s string) bool {
	switch {
	case prefixFold(s, schemeHTTP):
		return isHost(s[len(schemeHTTP):])
	case prefixFold(s, schemeHTTPS):
		return isHost(s[len(schemeHTTPS):])
	case prefixFold(s, schemeMailto):
		return isMailbox(s[len(schemeMailto):])
	case prefixFold(s, hostWWW):
		return isWWW(s[len(hostWWW):])
	}
	return false
}

// address checks that raw may be linked to and returns it with its scheme in lower case. Blanks,
// control characters and those that turn the direction of text are not part of any address.
func address(raw string) (string, bool) {
	for _, r := range raw {
		if r <= ' ' || r == '<' || r == '>' || r == '\\' || isBidi(r) || r == utf8.RuneError ||
			r >= 0x7F && (unicode.IsSpace(r) || unicode.IsControl(r)) {
			return "", false
		}
	}
	if !begins(raw) {
		return "", false
	}
	for _, scheme := range []string{schemeHTTP, schemeHTTPS, schemeMailto} {
		if prefixFold(raw, scheme) {
			if raw[:len(scheme)] != scheme {
				raw = scheme + raw[len(scheme):]
			}
			return raw, true
		}
	}
	return schemeHTTPS + raw, true
}

// isHost tells whether what follows the slashes can begin a host.
func isHost(s string) bool {
	r := after(s, 0)
	return r == '[' || r < utf8.RuneSelf && isAlnum(byte(r)) || r >= utf8.RuneSelf && unicode.IsLetter(r)
}

// isWWW expects "name.x" with a letter or digit on both sides of the dot.
func isWWW(s string) bool {
	if !isHost(s) || s[0] == '[' {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '.' {
			return isHost(s[i+1:]) && s[i+1] != '['
		}
		if !isAlnum(c) && c != '-' && c < utf8.RuneSelf {
			return false
		}
	}
	return false
}

// maxLocal is the length of the part before the @ (RFC 5321, 4.5.3.1.1).
const maxLocal = 64

// isMailbox expects name@host.
func isMailbox(s string) bool {
	for i := 0; i < len(s) && i <= maxLocal; i++ {
		switch c := s[i]; {
		case c == '@':
			return i > 0 && isHost(s[i+1:])
		case !isAlnum(c) && strings.IndexByte("._%+-=", c) < 0:
			return false
		}
	}
	return false
}
