package url

import (
	original "net/url"
	"testing"
)

// What go-app asks of an address, and what net/url answers to it.
func TestAddressesComeApartAsWithNetURL(t *testing.T) {
	for _, address := range []string{
		"", "/", "/r/0190b6f07c1e70008000000000000000/12?a=b#c", "?a=b", "#c",
		"https://chat.example", "https://chat.example/", "http://localhost:8080/r/x?y#z", "http://[::1]:8080/",
		"mailto:mina@chat.example", "mailto:mina@chat.example?subject=hi", "//chat.example/a", "r/a:b", "https:/a",
	} {
		got, err := Parse(address)
		want, wantErr := original.Parse(address)
		if err != nil || wantErr != nil {
			t.Fatalf("Parse(%q): %v, net/url %v", address, err, wantErr)
		}
		if *got != (URL{want.Scheme, want.Opaque, want.Host, want.Path, want.RawQuery, want.Fragment}) {
			t.Errorf("Parse(%q) = %+v, net/url %+v", address, *got, *want)
		}
		if got.String() != want.String() || got.Hostname() != want.Hostname() {
			t.Errorf("%q is put together as %q of %q, net/url %q of %q",
				address, got.String(), got.Hostname(), want.String(), want.Hostname())
		}
		// go-app gives an address without a host that of the page.
		got.Host, want.Host = "chat.example", "chat.example"
		if got.String() != want.String() {
			t.Errorf("with a host %q is %q, net/url %q", address, got.String(), want.String())
		}
	}
}

func TestWhatTheBrowserHasEncodedStaysSo(t *testing.T) {
	const address = "https://chat.example/r/a%2Fb%20c?q=%22#d%20e"
	u, err := Parse(address)
	if err != nil || u.Path != "/r/a%2Fb%20c" || u.String() != address {
		t.Errorf("Parse(%q) = %+v, %v, in one piece %q", address, u, err, u)
	}
}
