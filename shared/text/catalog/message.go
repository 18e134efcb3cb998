package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// Style is how an argument is used.
type Style string

// The styles of arguments.
const (
	Plain  Style = ""
	Number Style = "number"
	Plural Style = "plural"
	Select Style = "select"
)

// node is a piece of a message.
type node struct {
	text     string // the sentence's own words; if set, nothing else is
	count    bool   // the # of a plural
	argument string
	style    Style
	branches []branch
}

// branch is a case of a plural or select.
type branch struct {
	selector string
	message  []node
}

// categories are the plural categories of CLDR, in its order.
var categories = []string{"zero", "one", "two", "few", "many", "other"}

// parse parses a message. It fails if the message is not in the subset that the
// package's documentation describes.
func parse(message string) ([]node, error) {
	p := parser{rest: message}
	nodes, err := p.nodes(false, 0)
	if err != nil {
		return nil, fmt.Errorf("%w, before %q", err, p.rest)
	}
	return nodes, nil
}

type parser struct{ rest string }

// maxNesting is how deep branches may be nested.
const maxNesting = 4

// nodes reads up to the brace that closes the branch, or at depth 0 to the end.
func (p *parser) nodes(plural bool, depth int) ([]node, error) {
	var list []node
	var words strings.Builder
	flush := func() {
		if words.Len() > 0 {
			list = append(list, node{text: words.String()})
			words.Reset()
		}
	}
	for p.rest != "" {
		c := p.rest[0]
		switch {
		case c == '}' && depth > 0:
			flush()
			return list, nil
		case c == '}':
			return nil, fmt.Errorf("a brace closes nothing")
		case c == '{':
			flush()
			p.rest = p.rest[1:]
			n, err := p.argument(depth)
			if err != nil {
				return nil, err
			}
			list = append(list, n)
			continue
		case c == '#' && plural:
			flush()
			list = append(list, node{count: true})
		case c == '\'' && len(p.rest) > 1 && p.rest[1] == '\'':
			words.WriteByte('\'')
			p.rest = p.rest[1:]
		case c == '\'' && len(p.rest) > 1 && strings.ContainsRune("{}#", rune(p.rest[1])):
			quoted, rest, closed := strings.Cut(p.rest[1:], "'")
			if !closed {
				return nil, fmt.Errorf("a quotation does not end")
			}
			words.WriteString(quoted)
			p.rest = rest
			continue
		default:
			words.WriteByte(c)
		}
		p.rest = p.rest[1:]
	}
	if depth > 0 {
		return nil, fmt.Errorf("a branch does not end")
	}
	flush()
	return list, nil
}

// argument reads what follows an opening brace, and the closing one.
func (p *parser) argument(depth int) (node, error) {
	end := strings.IndexAny(p.rest, ",}")
	if end < 0 {
		return node{}, fmt.Errorf("an argument does not end")
	}
	n := node{argument: strings.TrimSpace(p.rest[:end])}
	if !isName(n.argument) {
		return node{}, fmt.Errorf("%q is not a name", n.argument)
	}
	last := p.rest[end]
	p.rest = p.rest[end+1:]
	if last == '}' {
		return n, nil
	}
	if end = strings.IndexAny(p.rest, ",}"); end < 0 {
		return node{}, fmt.Errorf("an argument does not end")
	}
	n.style = Style(strings.TrimSpace(p.rest[:end]))
	last = p.rest[end]
	p.rest = p.rest[end+1:]
	branched := n.style == Plural || n.style == Select
	switch {
	case n.style != Number && !branched:
		return node{}, fmt.Errorf("there is no style %q", n.style)
	case branched != (last == ','):
		return node{}, fmt.Errorf("branches belong to plural and select")
	case !branched:
		return n, nil
	case depth >= maxNesting:
		return node{}, fmt.Errorf("branches lie too deep in each other")
	}
	return n, p.branches(&n, depth+1)
}

// branches reads the branches of n and the brace that closes it.
func (p *parser) branches(n *node, depth int) error {
	for {
		p.rest = strings.TrimLeft(p.rest, " \t\n")
		if strings.HasPrefix(p.rest, "}") {
			p.rest = p.rest[1:]
			break
		}
		open := strings.IndexByte(p.rest, '{')
		if open < 0 {
			return fmt.Errorf("a branch has no message")
		}
		b := branch{selector: strings.TrimSpace(p.rest[:open])}
		exact := strings.TrimPrefix(b.selector, "=")
		switch {
		case n.style == Plural && exact != b.selector && isNumber(exact):
		case n.style == Plural && slices.Contains(categories, b.selector):
		case n.style == Select && isWord(b.selector):
		default:
			return fmt.Errorf("%s has no branch %q", n.style, b.selector)
		}
		if n.branch(b.selector) != nil {
			return fmt.Errorf("the branch %q is there twice", b.selector)
		}
		p.rest = p.rest[open+1:]
		message, err := p.nodes(n.style == Plural, depth)
		if err != nil {
			return err
		}
		b.message, p.rest = message, p.rest[1:]
		n.branches = append(n.branches, b)
	}
	if n.branch("other") == nil {
		return fmt.Errorf("the branch other is missing")
	}
	return nil
}

// branch returns the branch with a selector, nil if there is none.
func (n *node) branch(selector string) *branch {
	for i := range n.branches {
		if n.branches[i].selector == selector {
			return &n.branches[i]
		}
	}
	return nil
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == "" && (s == "0" || s[0] != '0')
}

// isName reports whether s is a key or argument: a name of Go that is not exported.
func isName(s string) bool {
	return s != "" && s[0] >= 'a' && s[0] <= 'z' && isWord(s) && !strings.ContainsAny(s, "_-")
}

func isWord(s string) bool {
	letter := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-'
	}
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !letter(r) }) < 0
}

// use is an argument of a message.
type use struct {
	name   string
	number bool // it is a whole number, else a text
}

// uses returns the arguments of a message in the order of their first use. It fails if
// an argument is used both as a number and as the word of a select.
func uses(message []node) ([]use, error) {
	var list []use
	words := map[string]bool{}
	var walk func([]node)
	walk = func(nodes []node) {
		for _, n := range nodes {
			if n.argument == "" {
				continue
			}
			i := slices.IndexFunc(list, func(u use) bool { return u.name == n.argument })
			if i < 0 {
				i = len(list)
				list = append(list, use{name: n.argument})
			}
			list[i].number = list[i].number || n.style == Number || n.style == Plural
			words[n.argument] = words[n.argument] || n.style == Select
			for _, b := range n.branches {
				walk(b.message)
			}
		}
	}
	walk(message)
	for _, u := range list {
		if u.number && words[u.name] {
			return nil, fmt.Errorf("%s is used as a number and as a word", u.name)
		}
	}
	return list, nil
}
