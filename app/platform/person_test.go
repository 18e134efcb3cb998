package platform

import "testing"

func TestTheCookieNamesWhoIsSignedIn(t *testing.T) {
	for cookies, want := range map[string]string{
		"":                             "",
		"theme=dark; other=":           "",
		"theme=dark; confab_person=a1": "a1",
		"confab_person=a1; __Host-confab_person=b2":     "b2",
		"__Host-confab_person=b2;confab_person=a1; x=y": "b2",
		"confab_person":         "",
		"not_confab_person=a1":  "",
		"confab_person=; x=a1":  "",
		"__Host-confab_person=": "",
	} {
		if got := personIn(cookies); got != want {
			t.Errorf("in %q is %q, want %q", cookies, got, want)
		}
	}
}
