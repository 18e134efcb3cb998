package preview

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/confab/confab/shared/limits"
)

func TestWhichLinksArePreviewed(t *testing.T) {
	const own = "https://chat.example"
	const room = "/r/0190b6f07c1e70008000000000000003"
	for body, want := range map[string][]string{
		"":                                      nil,
		"soup":                                  nil,
		"see https://a.example/x?y=1#z.":        {"https://a.example/x?y=1#z"},
		"www.a.example, http://b.example:8080/": {"https://www.a.example", "http://b.example:8080/"},
		"[soup](https://a.example/) and <https://b.example/>":           {"https://a.example/", "https://b.example/"},
		"https://a.example/ https://a.example/#b":                       {"https://a.example/"},
		"`https://a.example/`\n```\nhttps://b.example/\n```":            nil,
		"> https://a.example/\n\nhttps://b.example/":                    {"https://b.example/"},
		"mailto:ada@a.example ftp://a.example/ file:///etc":             nil,
		"https://ada:secret@a.example/":                                 nil,
		own + room + "/7 " + own + "/join/secret " + own + "/":          nil,
		"HTTPS://CHAT.example" + room:                                   nil,
		"https://other.example" + room + "/7":                           nil, // of another server of this kind
		"https://other.example/r/soup":                                  {"https://other.example/r/soup"},
		"https://a.example/" + strings.Repeat("x", limits.AddressBytes): nil,
	} {
		if got := linksOf(body, own); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
	var all []string
	for n := range 2 * limits.Previews {
		all = append(all, fmt.Sprintf("https://a.example/%d", n))
	}
	if got := linksOf(strings.Join(all, " "), own); !slices.Equal(got, all[:limits.Previews]) {
		t.Errorf("of many links: %q", got)
	}
}
