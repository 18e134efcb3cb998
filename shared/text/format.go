package text

import (
	"strconv"
	"strings"
)

// formatter formats one message. It interprets the message while it reads it, without
// building a tree: sentences are short, and the browser's program stays small. A
// malformed message, which the tests of package catalog prevent, is returned as it is.
type formatter struct {
	language *Language
	args     []Arg
	// put receives the pieces in order: the sentence's own words with arg "", and the
	// values of arguments with their name. Numbers count as words.
	put func(s, arg string)
}

// run formats message; number is what # stands for, "" outside of a plural.
func (f *formatter) run(message, number string) {
	start := 0
	for i := 0; i < len(message); {
		switch c := message[i]; {
		case c == '\'':
			f.put(message[start:i], "")
			quoted, end := unquote(message, i)
			f.put(quoted, "")
			i, start = end, end
		case c == '{':
			end := block(message, i)
			if end < 0 {
				i = len(message)
				continue
			}
			f.put(message[start:i], "")
			f.argument(message[i+1 : end-1])
			i, start = end, end
		case c == '#' && number != "":
			f.put(message[start:i], "")
			f.put(f.number(number), "")
			i++
			start = i
		default:
			i++
		}
	}
	f.put(message[start:], "")
}

// argument formats what is between braces: a name, alone, with "number", or with
// "plural" or "select" and their branches.
func (f *formatter) argument(inside string) {
	name, rest, styled := strings.Cut(inside, ",")
	name = strings.TrimSpace(name)
	value := f.value(name)
	if !styled {
		f.put(value, name)
		return
	}
	style, branches, _ := strings.Cut(rest, ",")
	switch strings.TrimSpace(style) {
	case "number":
		f.put(f.number(value), "")
	case "plural":
		f.run(choose(branches, "="+value, f.plural(value)), value)
	case "select":
		f.run(choose(branches, value), "")
	}
}

func (f *formatter) value(name string) string {
	for _, a := range f.args {
		if a.Name == name {
			return a.Value
		}
	}
	return ""
}

func (f *formatter) number(value string) string {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || f.language == nil || f.language.Number == nil {
		return value
	}
	return f.language.Number(n)
}

func (f *formatter) plural(value string) string {
	n, err := strconv.ParseInt(value, 10, 64)
	switch {
	case err == nil && f.language != nil && f.language.Plural != nil:
		return f.language.Plural(n)
	case err == nil && n == 1:
		return "one"
	}
	return "other"
}

// choose returns the branch of the first of the selectors that has one, else the
// branch "other".
func choose(branches string, selectors ...string) string {
	for _, selector := range append(selectors, "other") {
		for rest := branches; ; {
			open := strings.IndexByte(rest, '{')
			if open < 0 {
				break
			}
			end := block(rest, open)
			if end < 0 {
				break
			}
			if strings.TrimSpace(rest[:open]) == selector {
				return rest[open+1 : end-1]
			}
			rest = rest[end:]
		}
	}
	return ""
}

// block returns the position after the closing brace of the block that begins with the
// brace at i, -1 if the block has no end.
func block(message string, i int) int {
	depth := 0
	for i < len(message) {
		switch message[i] {
		case '\'':
			_, i = unquote(message, i)
			continue
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return -1
}

// unquote reads the apostrophe at i: two of them are one, one before a brace or a #
// begins a quotation that the next one ends, any other is an apostrophe. It returns
// the text that this means and where it ends.
func unquote(message string, i int) (meaning string, end int) {
	rest := message[i+1:]
	switch {
	case strings.HasPrefix(rest, "'"):
		return "'", i + 2
	case rest == "" || !strings.ContainsRune("{}#", rune(rest[0])):
		return "'", i + 1
	}
	inside, _, closed := strings.Cut(rest, "'")
	if !closed {
		return inside, len(message)
	}
	return inside, i + 1 + len(inside) + 1
}
