// Command gen makes shared/emoji/data/emoji.txt, the list of all emoji, from the npm package emojibase-data:
//
//	npm pack emojibase-data@17.0.0 && tar -xzf emojibase-data-17.0.0.tgz
//	go run ./shared/emoji/gen package
//
// With the folders of two more packages, of CLDR alone, it makes what emoji are called in other languages,
// shared/emoji/data/words-*.txt.gz, for that list:
//
//	npm pack cldr-annotations-full@47.0.0 cldr-annotations-derived-full@47.0.0
//	go run ./shared/emoji/gen FOLDER FOLDER
//
// Their SHA-256 are 1d0bca9131d66d3a4ffe91f4150c13484fcf6cb44774c0dd50ca1a1b541310e9 and
// 67ed8a37312daf8754dc9be859d0c616725a62b7b75236ff67f78b87708bea88.
//
// The package has Unicode's list (emoji-test.txt), with the names and keywords of CLDR, and the names that
// other programs give them between colons. Package emoji describes what comes of it.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/confab/confab/shared/markup"
)

// kinds are the groups of Unicode in the order of the picker, by their number in the package.
// Group 2 has parts of emoji: colours of skin and hair.
var kinds = []struct {
	group int
	name  string
}{
	{0, "smileys"}, {1, "people"}, {3, "nature"}, {4, "food"}, {5, "travel"}, {6, "activities"}, {7, "objects"},
	{8, "symbols"}, {9, "flags"},
}

// entry is an emoji in the package's data.json.
type entry struct {
	Label   string
	Hexcode string
	Tags    []string
	Group   *int
	Order   int
	Version float64
	Skins   []struct {
		Hexcode string
		Tone    tones
	}
}

// tones is one number in the file if both people have the same.
type tones []int

// UnmarshalJSON reads either form.
func (t *tones) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]int)(t))
	}
	*t = []int{0}
	return json.Unmarshal(b, &(*t)[0])
}

// names are those between colons: one, or several.
type names []string

// UnmarshalJSON reads either form.
func (n *names) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '[' {
		return json.Unmarshal(b, (*[]string)(n))
	}
	*n = []string{""}
	return json.Unmarshal(b, &(*n)[0])
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "emoji/gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 2 {
		return words(args[0], args[1])
	}
	if len(args) != 1 {
		return fmt.Errorf("name the folder of the package emojibase-data")
	}
	var about struct{ Version string }
	var all []entry
	var common, rare map[string]names
	var forms map[string]map[string]int
	for name, into := range map[string]any{
		"package.json": &about, "en/data.json": &all, "meta/hexcodes.json": &forms,
		"en/shortcodes/github.json": &common, "en/shortcodes/emojibase.json": &rare,
	} {
		content, err := os.ReadFile(filepath.Join(args[0], name))
		if err != nil {
			return err
		}
		if err := json.Unmarshal(content, into); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
	}
	slices.SortFunc(all, func(a, b entry) int { return a.Order - b.Order })
	var b strings.Builder
	fmt.Fprintf(&b, "# emojibase-data %s (MIT) with the names of Unicode's CLDR (Unicode-3.0); see LICENSE. Made by shared/emoji/gen.\n",
		about.Version)
	for _, kind := range kinds {
		fmt.Fprintf(&b, "=%s\n", kind.name)
		for _, e := range all {
			if e.Group == nil || *e.Group != kind.group {
				continue
			}
			char, err := qualified(forms[e.Hexcode])
			if err != nil {
				return fmt.Errorf("%s: %w", e.Label, err)
			}
			same, mixed, err := toned(e, forms)
			if err != nil {
				return fmt.Errorf("%s: %w", e.Label, err)
			}
			short := shortNames(char, common[e.Hexcode], rare[e.Hexcode])
			fields := []string{char, fmt.Sprint(e.Version), strings.Join(short, " "), same, mixed, " " + e.Label, ""}
			for _, word := range e.Tags {
				fields[6] += " " + word
			}
			fmt.Fprintln(&b, strings.Join(fields, "\t"))
		}
	}
	return os.WriteFile(filepath.Join("shared", "emoji", "data", "emoji.txt"), []byte(b.String()), 0o644)
}

// shortNames are the names that can be typed in messages, then the usual ones, then, if there
// are none, those of the package.
func shortNames(char string, common, rare names) (short []string) {
	for name, of := range markup.EmojiNames {
		if of == char {
			short = append(short, name)
		}
	}
	for _, name := range common {
		if !slices.Contains(short, name) {
			short = append(short, name)
		}
	}
	if len(short) == 0 {
		short = rare
	}
	return short
}

// qualified returns the form of an emoji that Unicode calls fully qualified, which has no other than the
// necessary selectors. forms has 0 for those that are drawn alike, by the numbers of their characters.
func qualified(forms map[string]int) (char string, err error) {
	best := ""
	for form, status := range forms {
		if status == 0 && !strings.HasSuffix(form, "-FE0E") && (best == "" || len(form) < len(best)) {
			best = form
		}
	}
	for hex := range strings.SplitSeq(best, "-") {
		r, err := strconv.ParseInt(hex, 16, 32)
		if err != nil {
			return "", err
		}
		char += string(rune(r))
	}
	return char, nil
}

// toned returns the patterns of an emoji with colours of skin: with 1 where the colour stands that
// everybody in it has, and with 1 and 2 where those of two people stand. They are "" if there are none.
func toned(e entry, forms map[string]map[string]int) (same, mixed string, err error) {
	for _, s := range e.Skins {
		char, err := qualified(forms[s.Hexcode])
		if err != nil {
			return "", "", err
		}
		switch pattern := patternOf(char, s.Tone); {
		case len(s.Tone) == 1 && same == "":
			same = pattern
		case len(s.Tone) == 1 && same != pattern, len(s.Tone) == 2 && mixed != "" && mixed != pattern:
			return "", "", fmt.Errorf("%s has no pattern", char)
		case len(s.Tone) == 2:
			mixed = pattern
		}
	}
	return same, mixed, nil
}

// patternOf puts digits in the place of the colours: 1 for all if there is one, else 1 and 2.
func patternOf(char string, of tones) string {
	n := 0
	return strings.Map(func(r rune) rune {
		if r < 0x1F3FB || r > 0x1F3FF {
			return r
		}
		n++
		if len(of) == 2 && n == 2 {
			return '2'
		}
		return '1'
	}, char)
}
