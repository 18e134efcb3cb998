package form

import (
	"strings"
	"unicode"
)

// RoomKey returns the form of a room's name by which public rooms are told apart, found and
// sorted: folded, and where every letter of another script looks like one of the Latin alphabet,
// as that one. So there is one "general", however it is written, while a name in Russian or Greek
// keeps its letters.
func RoomKey(name string) string {
	folded := Fold(name)
	latin := strings.Map(func(r rune) rune {
		if r < unicode.MaxLatin1 {
			return r
		}
		if like, ok := lookalikes[r]; ok {
			return like
		}
		return r
	}, folded)
	if latin == folded || strings.ContainsFunc(latin, foreign) {
		return folded
	}
	return latin
}

// foreign tells letters that are not Latin.
func foreign(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }

// lookalikes are the small letters of the Cyrillic, Greek, Armenian and other alphabets that
// cannot be told from Latin ones in usual typefaces, after Unicode's confusables.txt (UTS #39).
var lookalikes = map[rune]rune{
	'а': 'a', 'с': 'c', 'ԁ': 'd', 'е': 'e', 'һ': 'h', 'і': 'i', 'ј': 'j', 'ӏ': 'l', 'о': 'o', 'р': 'p', 'ԛ': 'q', 'г': 'r',
	'ѕ': 's', 'ѵ': 'v', 'ԝ': 'w', 'х': 'x', 'у': 'y', 'ү': 'y', 'к': 'k', 'п': 'n', 'т': 't', 'м': 'm', 'в': 'b', 'н': 'h',
	'ё': 'ë', 'ї': 'ï', 'ӓ': 'ä', 'ӧ': 'ö',
	'α': 'a', 'ε': 'e', 'η': 'n', 'ι': 'i', 'κ': 'k', 'ν': 'v',
	'ο': 'o', 'ρ': 'p', 'τ': 't', 'υ': 'u', 'χ': 'x', 'γ': 'y', 'ω': 'w',
	'ϲ': 'c', 'ϳ': 'j', 'σ': 'o', 'ϱ': 'p',
	'օ': 'o', 'ս': 'u', 'հ': 'h', 'զ': 'q', 'ց': 'g', 'ո': 'n', 'ա': 'w', 'ք': 'f',
	'ɡ': 'g', 'ı': 'i', 'ɩ': 'i', 'ꞵ': 'b',
	'ſ': 's', 'ɑ': 'a', 'ʋ': 'v', 'ᴏ': 'o', 'ᴜ': 'u', 'ᴠ': 'v', 'ᴡ': 'w', 'ᴢ': 'z', 'ᴄ': 'c',
}

// RoomsNamed returns what tells the rooms whose name contains a query, as it was typed: with
// or without accents, and as names are told apart.
func RoomsNamed(query string) func(name string) bool {
	folded, key, found := Fold(query), RoomKey(query), Found(query)
	if folded == "" {
		return func(string) bool { return true }
	}
	return func(name string) bool {
		is := RoomKey(name)
		return strings.Contains(is, folded) || strings.Contains(is, key) || found != "" && strings.Contains(Found(name), found)
	}
}
