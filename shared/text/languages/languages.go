// Package languages holds the languages other than English, one file each, named
// by its BCP 47 tag: it has the messages of en.json with the same keys and arguments.
// Sentences that a file lacks are shown in English.
//
// The files are in the server's binary. The server uses them for its own pages and
// serves them to browsers, which download only the language they show. To add a
// language, add its file; tests compare it with en.json.
//
// Pseudo is a language for tests: English with accents, longer, from right to left,
// with the six plural forms of Arabic. It shows which sentences are not translated and
// where they do not fit. It is used only if it is chosen by name. Its file is
// generated.
package languages

import (
	"embed"
	"slices"
	"strings"
)

// Files are the languages, TAG.json.
//
//go:embed *.json
var Files embed.FS

// Pseudo is the tag of the language for tests. CLDR reserves it.
const Pseudo = "ar-XB"

// Cookie is the name of the cookie with the tag of the language that the person has
// chosen, for the page and the server. Without it the browser's settings decide.
const Cookie = "confab_language"

// Tags returns the tags of the languages.
func Tags() []string {
	entries, err := Files.ReadDir(".")
	if err != nil {
		panic("languages: the embedded files cannot be listed: " + err.Error()) // a fault of the build
	}
	tags := make([]string, len(entries))
	for i, e := range entries {
		tags[i] = strings.TrimSuffix(e.Name(), ".json")
	}
	return tags
}

// rightToLeft are the languages, and the scripts, that are written from right to
// left.
var rightToLeft = []string{"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi", "Arab", "Hebr", "Thaa"}

// RTL reports whether a language is written from right to left. It decides by the
// script if the tag names one, else by what is usual for the language.
func RTL(tag string) bool {
	parts := strings.Split(tag, "-")
	if len(parts) > 1 && len(parts[1]) == 4 {
		return slices.Contains(rightToLeft, parts[1])
	}
	return slices.Contains(rightToLeft, parts[0])
}
