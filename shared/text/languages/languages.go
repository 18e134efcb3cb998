// Package languages holds the languages other than English, one file each, named
// by its tag in BCP 47: the messages of en.json by the same keys, with the same
// arguments. What a file lacks is said in English.
//
// They are in the server's binary, which says its own pages in them and serves
// them to browsers; nobody downloads one who does not read it. To add a language is
// to add its file; tests compare it with en.json.
//
// Pseudo is a language that nobody speaks: English with accents, longer, from right
// to left, with the six plural forms of Arabic. It shows what is not translated and
// what does not fit, and is only used when it is asked for by name. Its file is
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

// Cookie is the name of the cookie that keeps a person's choice, a tag, for the
// page and the server alike. Without it the browser's settings choose.
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

// RTL reports whether a language is written from right to left: by its script if
// the tag names one, else by what is usual for it.
func RTL(tag string) bool {
	parts := strings.Split(tag, "-")
	if len(parts) > 1 && len(parts[1]) == 4 {
		return slices.Contains(rightToLeft, parts[1])
	}
	return slices.Contains(rightToLeft, parts[0])
}
