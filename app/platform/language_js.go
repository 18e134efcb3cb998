package platform

import (
	"sync"
	"syscall/js"

	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// Language is the language of the page: the one that boot.js found and loaded, else
// English. It stays the same until the page is loaded again.
func Language() *text.Language { return pageLanguage() }

var pageLanguage = sync.OnceValue(func() *text.Language {
	l := &text.Language{Tag: "en", Number: func(n int64) string { return FormatNumber(int(n)) }}
	loaded := global("confabLanguage")
	if !loaded.Truthy() {
		return l
	}
	var sentences map[string]string
	if err := wire.Unmarshal([]byte(loaded.Get("sentences").String()), &sentences); err != nil {
		Report("the language cannot be read: " + err.Error())
		return l
	}
	l.Tag, l.RTL, l.Sentences = loaded.Get("tag").String(), loaded.Get("rtl").Bool(), sentences
	rules := global("Intl").Get("PluralRules").New(l.Tag)
	l.Plural = func(n int64) string { return rules.Call("select", float64(n)).String() }
	return l
})

// locale returns the locale for the browser's formatters: the page's language, or, if
// that is English, the browser's own setting, which has the person's format of dates.
func locale() js.Value {
	if l := global("confabLanguage"); l.Truthy() {
		return l.Get("tag")
	}
	return js.Undefined()
}
