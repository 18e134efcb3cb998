// Package emoji has the list of all emoji: what people choose one from, in the order of Unicode, with its
// names, the words it is found by, and its colours of skin.
//
// The list is a file, see package data. A line that begins with # is a comment, one with = begins a kind
// of emoji. The other lines are an emoji each, in fields that tabs separate:
//
//	the emoji, fully qualified     🤝
//	the version of Emoji           3
//	its names between colons       handshake
//	with one colour of skin, 1     🤝1
//	with two, 1 and 2              🫱1‍🫲2
//	its name in CLDR               handshake
//	keywords                       agreement deal hand
//
// Each word of the last two has a blank before it, so that what begins with a query is found without
// taking the line apart. Command gen makes the file.
package emoji

import (
	"errors"
	"strconv"
	"strings"
	"sync"

	"github.com/confab/confab/shared/fold"
)

// Tones is the number of colours of skin; they are numbered from 1, the lightest. 0 is none: yellow.
const Tones = 5

// ErrDamaged means that a list of emoji cannot be read.
var ErrDamaged = errors.New("the list of emoji is damaged")

// Emoji is one of the list.
type Emoji struct {
	Char    string
	Name    string // "party popper"
	Version int    // of Emoji, in which it appeared, in tenths: 131 is 13.1

	short string // its names between colons, such as "tada", with blanks between them
	words string // what it is found by, folded: its name, a tab, and keywords, each word behind a blank
	named int    // how much of that is the name
	same  string // the pattern of one colour of skin
	mixed string // that of two
}

// Kind is a kind of emoji.
type Kind struct {
	Name string // "smileys", as in the file
	List []*Emoji
}

// Set is the whole list.
type Set struct {
	Kinds []Kind // those that can be chosen

	whole []Kind
	byKey func() map[string]*Emoji // by what identifies it in any form and colour; made when it is needed
}

// Parse reads the list. fold returns what is compared of a text, such as fold.Key of its NFKD form.
// It returns ErrDamaged if the list is not of the form above.
func Parse(file string, fold func(string) string) (*Set, error) {
	s := &Set{}
	s.byKey = sync.OnceValue(s.keys)
	for line := range strings.Lines(file) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case line == "" || line[0] == '#' && !strings.Contains(line, "\t"):
		case line[0] == '=':
			s.Kinds = append(s.Kinds, Kind{Name: line[1:]})
		default:
			e := parseLine(line, fold)
			if e == nil || len(s.Kinds) == 0 {
				return nil, ErrDamaged
			}
			kind := &s.Kinds[len(s.Kinds)-1]
			kind.List = append(kind.List, e)
		}
	}
	if len(s.Kinds) == 0 {
		return nil, ErrDamaged
	}
	s.whole = s.Kinds
	return s, nil
}

// Say adds what emoji are called in another language: a line for each, in the order of the list, with its name and
// words to find it by. fold is as for Parse. It returns ErrDamaged for another number of lines.
func (s *Set) Say(lines string, fold func(string) string) error {
	lines = fold(lines)
	all := 0
	for _, kind := range s.whole {
		all += len(kind.List)
	}
	if strings.Count(lines, "\n") != all {
		return ErrDamaged
	}
	for _, kind := range s.whole {
		for _, e := range kind.List {
			words, rest, _ := strings.Cut(lines, "\n")
			e.words, lines = e.words+" "+words, rest
		}
	}
	return nil
}

// Leave leaves out the emoji that a device has no pictures for, of which drawn reports whether it has one.
// Fonts have all emoji of a version or none, so of each version since 12 one is tried that is a character,
// and one that is a sequence of them. If there is no picture for the first of the list, which is old,
// nothing can be said and nothing is left out.
func (s *Set) Leave(drawn func(char string) bool) {
	if !drawn(s.whole[0].List[0].Char) {
		return
	}
	missing := map[int]bool{}
	type sort struct {
		version  int
		sequence bool
	}
	tried := map[sort]bool{}
	for _, kind := range s.whole {
		for _, e := range kind.List {
			if of := (sort{e.Version, strings.Contains(e.Char, "\u200d")}); e.Version >= 120 && !tried[of] {
				tried[of] = true
				missing[e.Version] = missing[e.Version] || !drawn(e.Char)
			}
		}
	}
	s.Kinds = nil
	for _, kind := range s.whole {
		left := Kind{Name: kind.Name}
		for _, e := range kind.List {
			if !missing[e.Version] {
				left.List = append(left.List, e)
			}
		}
		s.Kinds = append(s.Kinds, left)
	}
}

func (s *Set) keys() map[string]*Emoji {
	keys := map[string]*Emoji{}
	for _, kind := range s.whole {
		for _, e := range kind.List {
			keys[key(e.Char)] = e
			if e.mixed != "" {
				keys[key(e.mixed)] = e
			}
		}
	}
	return keys
}

// parseLine returns nil for a line that is not of the form.
func parseLine(line string, fold func(string) string) *Emoji {
	var f [5]string
	for i := range f {
		f[i], line, _ = strings.Cut(line, "\t")
	}
	name, _, ok := strings.Cut(line, "\t")
	version, valid := parseVersion(f[1])
	if !valid || f[0] == "" || !ok || len(name) < 2 {
		return nil
	}
	e := &Emoji{Char: f[0], Name: name[1:], Version: version, short: f[2], same: f[3], mixed: f[4], words: fold(line)}
	e.named = strings.IndexByte(e.words, '\t')
	return e
}

// parseVersion reads "13.1" as 131: the page has no use for numbers with a point, which would add 5 kB to it.
func parseVersion(s string) (tenths int, ok bool) {
	whole, part, _ := strings.Cut(s, ".")
	major, err := strconv.Atoi(whole)
	if err != nil || len(part) > 1 {
		return 0, false
	}
	minor := 0
	if part != "" {
		minor, err = strconv.Atoi(part)
	}
	return 10*major + minor, err == nil && major >= 0 && minor >= 0
}

// key is the same for all forms of an emoji, with any colours of skin; of patterns, too.
func key(char string) string {
	if strings.HasPrefix(char, "1") || strings.HasPrefix(char, "2") { // a keycap
		return fold.Emoji(char)
	}
	return strings.Map(func(r rune) rune {
		if r >= 0x1F3FB && r <= 0x1F3FF || r == '1' || r == '2' {
			return -1
		}
		return r
	}, fold.Emoji(char))
}

// Of returns the emoji of which char is a form, in any colour; nil if it is none of the list.
func (s *Set) Of(char string) *Emoji { return s.byKey()[key(char)] }

// Short returns the first of its names between colons, such as "tada".
func (e *Emoji) Short() string {
	first, _, _ := strings.Cut(e.short, " ")
	return first
}

// Names are its names between colons, without these.
func (e *Emoji) Names() []string { return strings.Fields(e.short) }

// HasTones reports whether there are colours of skin.
func (e *Emoji) HasTones() bool { return e.same != "" }

// HasTwo reports whether two people in it can have different ones.
func (e *Emoji) HasTwo() bool { return e.mixed != "" }

// Toned returns the emoji with a colour of skin, if it has any.
func (e *Emoji) Toned(tone int) string {
	if tone < 1 || tone > Tones || e.same == "" {
		return e.Char
	}
	return strings.ReplaceAll(e.same, "1", colour(tone))
}

// Mixed returns it with the colours of two people.
func (e *Emoji) Mixed(one, two int) string {
	if e.mixed == "" || one == two {
		return e.Toned(one)
	}
	return strings.Replace(strings.Replace(e.mixed, "1", colour(one), 1), "2", colour(two), 1)
}

func colour(tone int) string { return string(rune(0x1F3FA + tone)) }

// All returns the emoji in all its colours.
func (e *Emoji) All() []string {
	all := []string{e.Char}
	for one := 1; one <= Tones && e.HasTones(); one++ {
		for two := 1; two <= Tones; two++ {
			if one == two || e.HasTwo() {
				all = append(all, e.Mixed(one, two))
			}
		}
	}
	return all
}
