package ui

import (
	"slices"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// said is a sentence in the language of the page. el says a text.Text by itself.
func said(t text.Text) string { return platform.Language().Say(t) }

// sentenceOf says why the server, or the engine, refused something.
func sentenceOf(e *wire.Error) string { return e.In(platform.Language()) }

// rightward is the step in a row of things that the key to the right makes.
func rightward() int {
	if platform.Language().RTL {
		return -1
	}
	return 1
}

// sentence is t with its arguments in elements of their own: those named, or all.
func sentence(t text.Text, tag string, args ...string) []app.UI {
	var parts []app.UI
	words := ""
	for _, p := range platform.Language().Parts(t) {
		if p.Arg == "" || len(args) > 0 && !slices.Contains(args, p.Arg) {
			words += p.Text
			continue
		}
		if words != "" {
			parts = append(parts, app.Text(words))
		}
		parts, words = append(parts, el(tag, p.Text)), ""
	}
	if words != "" {
		parts = append(parts, app.Text(words))
	}
	return parts
}

// rowWords are the words of rows in the language of the page.
func rowWords() *rowhtml.Words {
	if l := platform.Language(); rowsIn != l {
		rowsIn, wordsOfRows = l, rowhtml.WordsIn(l)
	}
	return wordsOfRows
}

var (
	rowsIn      *text.Language
	wordsOfRows *rowhtml.Words
)
