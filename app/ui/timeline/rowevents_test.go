package timeline

import "testing"

// A copied address of a message is not the address of another place.
func TestAddressesOfThisWorkspaceAreInsideIt(t *testing.T) {
	const origin = "https://chat.example.org"
	for href, want := range map[string]string{
		origin + "/r/abc/7":                  "/r/abc/7",
		origin + "/":                         "/",
		origin:                               origin,
		origin + ".evil.example/r/abc":       origin + ".evil.example/r/abc",
		origin + ":8443/r/abc":               origin + ":8443/r/abc",
		"http://chat.example.org/r/abc":      "http://chat.example.org/r/abc",
		"/r/abc/7":                           "/r/abc/7",
		"#":                                  "#",
		"https://other.example/" + "r/abc/7": "https://other.example/r/abc/7",
	} {
		if got := inside(href, origin); got != want {
			t.Errorf("%s is inside as %s, want %s", href, got, want)
		}
	}
	if got := inside("/r/abc", ""); got != "/r/abc" {
		t.Errorf("without an origin: %s", got)
	}
}
