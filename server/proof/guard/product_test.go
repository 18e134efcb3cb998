package guard

import (
	"fmt"
	"strings"
	"testing"
)

// noProduct lists what may not be linked into bin/confab, directly or through anything else. Patterns are
// as in importRules; what inProduct names is right all the same.
var noProduct = map[string]string{
	"server/proof/...":              "it proves the product, with servers and disks of its own, and is no part of it",
	"server/e2e/...":                "stories are tests",
	"server/bench/...":              "it is for work on Confab: a server that runs is measured by confab bench, with package bench alone",
	"app/...":                       "the browser's program is in it as app.wasm, not as code of the server",
	"testing/...":                   "only tests need it, and it brings flags of its own",
	"github.com/chromedp/...":       "it drives browsers",
	"github.com/hanwen/go-fuse/...": "it mounts disks",
	"github.com/Shopify/...":        "it makes networks sick",
}

var inProduct = []string{
	"server/bench", "server/bench/socket", // confab bench
	"server/proof/history",                       // its verdict
	"app/engine", "app/engine/dial", "app/state", // its clients, which are what people's devices run
}

// strangers are the packages of a graph that do not belong into the product.
func strangers(graph string) (faults []string) {
	for line := range strings.Lines(graph) {
		pkg := strings.TrimPrefix(strings.TrimSpace(line), module)
		if matches(pkg, inProduct) {
			continue
		}
		if strings.HasPrefix(pkg, "server/") && strings.HasSuffix(pkg, "test") {
			faults = append(faults, fmt.Sprintf("bin/confab links %s\n\tbecause: it serves the tests of others", pkg))
		}
		for pattern, why := range noProduct {
			if matches(pkg, []string{pattern}) {
				faults = append(faults, fmt.Sprintf("bin/confab links %s\n\tbecause: %s", pkg, why))
			}
		}
	}
	return faults
}

func TestTheProductHoldsNothingOfItsProofs(t *testing.T) {
	for _, fault := range strangers(run(t, nil, "go", "list", "-deps", "./server")) {
		t.Error(fault)
	}
	if t.Failed() {
		t.Log("find who imports it: go list -deps -f '{{.ImportPath}}: {{.Imports}}' ./server")
	}
}

func TestWhatDoesNotBelongIntoTheProductIsFound(t *testing.T) {
	own := "testing\n" + module + "server/proof/instance\n" + module + "server/bench/local\n" + module + "server/auth/authtest\n" +
		module + "app/ui\n"
	if faults := strangers(own); len(faults) != 5 {
		t.Errorf("planted five, found %q", faults)
	}
	if faults := strangers("net/http\n" + module + "server/bench\n" + module + "server/proof/history\n" + module +
		"server/hub\n"); len(faults) != 0 {
		t.Errorf("%q", faults)
	}
}
