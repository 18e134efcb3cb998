package main

import (
	"strings"
	"testing"
)

func TestWhatGrewIsSaid(t *testing.T) {
	table := "# Sizes\n\n| Part of app.wasm | Plain | Compressed |\n|---|---|---|\n| everything | 90.0 kB | 9.0 kB |\n" +
		"| app/ui | 40.0 kB | 4.0 kB |\n| runtime | 50.0 kB | 5.0 kB |\n"
	of := func(name string, size int) *part { return &part{name: name, spans: []span{{0, 10}, {20, 10 + size}}} }
	said := whatGrew(table, []*part{of("app/ui", 47_500), of("runtime", 50_900), of("mime", 12_000)})
	const want = "server/bench/RESULTS.md: mime by 12.0 kB to 12.0 kB; app/ui by 7.5 kB to 47.5 kB"
	if !strings.HasSuffix(said, want) {
		t.Errorf("it says %q, want it to end with %q", said, want)
	}
	if said := whatGrew(table, []*part{of("app/ui", 40_000)}); !strings.HasPrefix(said, "no part has grown") {
		t.Errorf("nothing has grown, but it says %q", said)
	}
}

func TestFunctionsBelongToPackages(t *testing.T) {
	for function, pkg := range map[string]string{
		"strings.(*Builder).Grow":                                         "strings",
		"github.com/confab/confab/app/ui.(*view).press":                   "app/ui",
		"slices.SortFunc[go.shape.[]github.com/confab/confab/app/ui.row]": "slices",
		"internal/runtime/maps.(*Map).Put.func1":                          "internal/runtime/maps",
		"type:.eq.github.com/confab/confab/app/ui.row":                    "comparisons of types",
		"memeqbody": "runtime",
	} {
		if found := packageOf(function); found != pkg {
			t.Errorf("%s belongs to %q, want %q", function, found, pkg)
		}
	}
}

func TestWithoutLeavesTheRest(t *testing.T) {
	if rest := string(without([]byte("0123456789"), []span{{1, 3}, {3, 4}, {8, 10}})); rest != "04567" {
		t.Errorf("left is %q", rest)
	}
}
