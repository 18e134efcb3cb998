package language

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"

	"github.com/confab/confab/shared/text/catalog"
	"github.com/confab/confab/shared/text/languages"
)

// asking is a request with an Accept-Language, and with a choice.
func asking(accepted, chosen string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Language", accepted)
	if chosen != "" {
		r.AddCookie(&http.Cookie{Name: languages.Cookie, Value: chosen})
	}
	return r
}

func TestALanguageIsChosenByCookieAndElseByTheBrowser(t *testing.T) {
	for _, c := range []struct{ accepted, chosen, want string }{
		{"", "", "en"},
		{"en-GB,en;q=0.8", "", "en"},
		{"ar-XB", "", "en"}, // is for tests, and only by name
		{"ar", "", "en"},
		{"", languages.Pseudo, languages.Pseudo},
		{"en", "AR-xb", languages.Pseudo},
		{"en", "xx", "en"},
		{"en", "en", "en"},
		{"*;q=x, ,;", "", "en"},
		{strings.Repeat("de,", 1000), "", "en"},
	} {
		if got := Of(asking(c.accepted, c.chosen)).Tag; got != c.want {
			t.Errorf("asked for %.20q, chosen %q: %s, want %s", c.accepted, c.chosen, got, c.want)
		}
	}
}

func TestATagGetsShorter(t *testing.T) {
	var got []string
	for tag := "zh-Hant-TW"; tag != ""; tag = shorter(tag) {
		got = append(got, tag)
	}
	if want := []string{"zh-Hant-TW", "zh-Hant", "zh"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// The languages are complete in the plural forms that they have.
func TestEveryPluralHasTheFormsOfItsLanguage(t *testing.T) {
	english, err := catalog.Read(os.DirFS("../../shared/text"), catalog.Source)
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range languages.Tags() {
		if _, err := read(tag); err != nil {
			t.Error(err)
			continue
		}
		translated, err := catalog.Read(languages.Files, tag+".json")
		if err != nil {
			t.Fatal(err)
		}
		used := map[string]bool{}
		for n := range int64(1000) {
			used[form(language.MustParse(tag), n)] = true
		}
		for f := range used {
			for _, line := range english.Differences(translated, []string{f}) {
				t.Errorf("%s: %s", tag, line)
			}
		}
	}
}

func TestPluralsAreThoseOfCLDR(t *testing.T) {
	for n, want := range map[int64]string{
		0: "zero", 1: "one", 2: "two", 3: "few", 10: "few", 11: "many", 99: "many", 100: "other", 102: "other", 103: "few",
		10_000_003: "few", 1_000_000_000_011: "many", -2: "two",
	} {
		if got := form(language.MustParse(languages.Pseudo), n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
	if got := form(language.MustParse("de"), 1); got != "one" {
		t.Error(got)
	}
}
