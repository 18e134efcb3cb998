// Package language finds the language in which the server says its own pages to
// somebody: the one they chose, else the first that their browser asks for, else
// English. web/boot.js finds the same for the page, by the same rules.
//
// A language is read when it is first needed, and kept. All of it is safe for
// concurrent use.
package language

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/text/languages"
)

// English is the language of whoever asks for none that there is.
var English = &text.Language{Tag: "en"}

// maxAccepted is how long an Accept-Language is read, in bytes.
const maxAccepted = 1000

// Of returns the language of whoever sent r. The languages for tests are only for
// those whose cookie names them.
func Of(r *http.Request) *text.Language {
	if c, err := r.Cookie(languages.Cookie); err == nil && c.Value != "" {
		return or(named(c.Value, true), English)
	}
	accepted := r.Header.Get("Accept-Language")
	if len(accepted) > maxAccepted {
		return English
	}
	tags, _, err := language.ParseAcceptLanguage(accepted)
	if err != nil {
		return English
	}
	for _, tag := range tags {
		for asked := tag.String(); asked != ""; asked = shorter(asked) {
			if strings.EqualFold(asked, English.Tag) {
				return English
			}
			if l := named(asked, false); l != nil {
				return l
			}
		}
	}
	return English
}

func or(l, otherwise *text.Language) *text.Language {
	if l == nil {
		return otherwise
	}
	return l
}

// shorter is a tag without its last part: "pt" of "pt-BR".
func shorter(tag string) string {
	return tag[:max(strings.LastIndexByte(tag, '-'), 0)]
}

// named returns the language with a tag, nil if there is none.
func named(tag string, forTests bool) *text.Language {
	for known, read := range all() {
		if strings.EqualFold(known, tag) && (forTests || known != languages.Pseudo) {
			return read()
		}
	}
	return nil
}

// all are the languages by tag. That a file cannot be read is a fault of the build,
// which the tests find.
var all = sync.OnceValue(func() map[string]func() *text.Language {
	known := map[string]func() *text.Language{}
	for _, tag := range languages.Tags() {
		known[tag] = sync.OnceValue(func() *text.Language {
			l, err := read(tag)
			if err != nil {
				panic(err)
			}
			return l
		})
	}
	return known
})

// read reads a language from its file.
func read(tag string) (*text.Language, error) {
	content, err := fs.ReadFile(languages.Files, tag+".json")
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(content, &members); err != nil {
		return nil, fmt.Errorf("language %s: %w", tag, err)
	}
	l := &text.Language{Tag: tag, RTL: languages.RTL(tag), Sentences: map[string]string{}}
	for key, member := range members {
		if strings.HasPrefix(key, "@") {
			continue // for translators
		}
		var message string
		if err := json.Unmarshal(member, &message); err != nil {
			return nil, fmt.Errorf("language %s: %s: %w", tag, key, err)
		}
		l.Sentences[key] = message
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return nil, fmt.Errorf("language %s: %w", tag, err)
	}
	l.Plural = func(n int64) string { return form(parsed, n) }
	return l, nil
}

// forms are the names that CLDR gives to x/text's plural forms.
var forms = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// form is the plural form of a whole number. Its last seven digits decide in every
// language, by which x/text asks for no more.
func form(tag language.Tag, n int64) string {
	n = max(n, -n)
	if n >= 10_000_000 {
		n = n%10_000_000 + 10_000_000
	}
	return forms[plural.Cardinal.MatchPlural(tag, int(n), 0, 0, 0, 0)]
}
