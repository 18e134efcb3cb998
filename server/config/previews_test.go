package config

import (
	"fmt"
	"strings"
	"testing"
)

func TestWhichNetworksPreviewsMayBeFetchedFrom(t *testing.T) {
	for given, want := range map[string]string{
		"10.20.0.0/16": "10.20.0.0/16", "10.20.3.4/16": "10.20.0.0/16", "10.0.0.0/8": "10.0.0.0/8", "127.0.0.1": "127.0.0.1/32",
		"fd12::/48": "fd12::/48", "::1": "::1/128",
		"0.0.0.0/0": "", "10.0.0.0/7": "", "::/0": "", "169.254.0.0/16": "", "169.254.169.254": "", "fe80::1": "", "fe80::/8": "",
		"::ffff:10.0.0.0/104": "", "intranet.example": "", "": "",
	} {
		c := Default()
		c.PreviewNets = []string{given}
		problems := c.Check()
		switch {
		case want == "" && (len(problems) == 0 || !strings.HasPrefix(problems[0], "--previews-allow: ")):
			t.Errorf("%q: %q", given, problems)
		case want != "" && (len(problems) > 0 || fmt.Sprint(c.Inside) != "["+want+"]"):
			t.Errorf("%q: %v, %q", given, c.Inside, problems)
		}
	}
	c := Default()
	if c.Check(); len(c.Inside) > 0 {
		t.Errorf("without the flag: %v", c.Inside)
	}
	c.Previews = "maybe"
	if problems := c.Check(); len(problems) != 1 {
		t.Errorf("%q", problems)
	}
}
