//go:build !js

package hosttest

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/text/languages"
	"github.com/confab/confab/shared/wire"
)

// InPseudo has the page speak the language for tests, in which no letter is plain.
func InPseudo(t *testing.T) {
	t.Helper()
	file, err := languages.Files.ReadFile(languages.Pseudo + ".json")
	if err != nil {
		t.Fatal(err)
	}
	l := &text.Language{Tag: languages.Pseudo, RTL: true}
	if err := wire.Unmarshal(file, &l.Sentences); err != nil {
		t.Fatal(err)
	}
	english := platform.Language()
	platform.Speak(l)
	t.Cleanup(func() { platform.Speak(english) })
}

var (
	// spoken are the parts of HTML that people read or hear.
	spoken = regexp.MustCompile(`>([^<>]+)<|(?:aria-label|placeholder|title|alt)="([^"]*)"`)
	// passed are the arguments of sentences, which are isolated from them, and the
	// names that the forms of a plural call themselves.
	passed = regexp.MustCompile("\u2068[^\u2069]*\u2069|/(zero|one|two|few|many|other)")
	plain  = regexp.MustCompile(`[A-Za-z]{2,}`)
)

// theirs are words that people wrote, the month of dates outside of a browser, and time zones, which are
// called the same everywhere.
var theirs = strings.Fields("NV ML MO SO Nora nora Vance Mara mara Lindqvist Sam sam Okafor Mar Old mar_old mar old " +
	"Tideline general board support Floats hello http localhost invite CODE all Ma ra January America New York Europe Berlin")

// Translated fails if there are plain words in an HTML that nobody wrote. The language must be
// that of InPseudo.
func Translated(t *testing.T, what, page string) {
	t.Helper()
	for _, m := range spoken.FindAllStringSubmatch(page, -1) {
		said := strings.NewReplacer(`\u2068`, "\u2068", `\u2069`, "\u2069"). // go-app quotes as Go does
											Replace(html.UnescapeString(m[1] + m[2]))
		said = passed.ReplaceAllString(said, "")
		for _, w := range plain.FindAllString(said, -1) {
			if !slices.Contains(theirs, w) {
				t.Errorf("%s says %s, in %s", what, w, m[0])
			}
		}
	}
}
