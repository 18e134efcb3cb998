package guard

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// documents are the texts for people at the top of the tree.
var documents = []string{"README.md", "CONTRIBUTING.md", "SECURITY.md"}

var (
	inTree   = regexp.MustCompile("(?:`|\\./)((?:app|server|shared|web)/[A-Za-z0-9_./-]+)[` \n]")
	linked   = regexp.MustCompile(`\]\(([A-Za-z0-9_][A-Za-z0-9_./-]*)\)`)
	makeGoal = regexp.MustCompile("`make ([a-z]+)`")
)

// untrue are the places of the tree and the goals of make that a text names and
// that are not there.
func untrue(text, makefile string, there func(path string) bool) (faults []string) {
	for _, pattern := range []*regexp.Regexp{inTree, linked} {
		for _, named := range pattern.FindAllStringSubmatch(text, -1) {
			if !there(named[1]) {
				faults = append(faults, fmt.Sprintf("%s is not there", named[1]))
			}
		}
	}
	for _, goal := range makeGoal.FindAllStringSubmatch(text, -1) {
		if !strings.Contains(makefile, "\n"+goal[1]+":") {
			faults = append(faults, fmt.Sprintf("make %s is no goal of the Makefile", goal[1]))
		}
	}
	return faults
}

// namedTest is a test that a text names.
var namedTest = regexp.MustCompile(`\bTest[A-Z][A-Za-z0-9]+\b`)

// unknownTests are the tests that a text names and that are not there.
func unknownTests(text string, funcs map[string]bool) (faults []string) {
	names := map[string]bool{}
	for name := range funcs {
		names[name[strings.LastIndex(name, ".")+1:]] = true
	}
	for _, name := range namedTest.FindAllString(text, -1) {
		if !names[name] {
			faults = append(faults, fmt.Sprintf("%s is not there", name))
		}
	}
	return faults
}

// unmapped are the packages that a map does not name, nor the folder that they are in. Those that serve
// the tests of another are told by its name.
func unmapped(text string, packages []string) (faults []string) {
	for _, dir := range packages {
		whole, _, deep := strings.Cut(dir, "/")
		if !deep || strings.HasSuffix(dir, "test") && !strings.HasSuffix(dir, "storetest") {
			continue
		}
		parts := strings.Split(dir, "/")
		within := strings.Join(parts[:2], "/")
		if whole == "web" || len(parts) > 2 && !slices.Contains(mapped, within) {
			continue
		}
		if !strings.Contains(text, "`"+dir+"`") {
			faults = append(faults, dir+" is not in the map of CONTRIBUTING.md")
		}
	}
	return faults
}

// mapped are the folders whose packages are told one by one.
var mapped = []string{"server/store", "server/proof"}

func TestTheMapHasEveryPackage(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range unmapped(string(text), packagesOf(tree(t))) {
		t.Error(fault)
	}
	found := unmapped("`server/chat`", []string{"server/chat", "server/chat/chattest", "server/push", "server/store/blobs",
		"server/auth/keys", "web/build"})
	if len(found) != 2 {
		t.Errorf("planted two, found %q", found)
	}
}

func TestWhatDocumentsNameIsThere(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	there := func(path string) bool {
		_, err := os.Stat(filepath.Join(root, filepath.FromSlash(path)))
		return err == nil
	}
	funcs := testFuncs(tree(t))
	for _, name := range documents {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range untrue(string(text), string(makefile), there) {
			t.Errorf("%s: %s", name, fault)
		}
		for _, fault := range unknownTests(string(text), funcs) {
			t.Errorf("%s: %s", name, fault)
		}
	}
	if faults := unknownTests("TestOfNothing, TestFaultKill", funcs); len(faults) != 1 {
		t.Errorf("planted one, found %q", faults)
	}
	planted := "`server/chat/gone.go`, [a page](server/gone.md), `make gone`, `server/chat`, [SECURITY.md](SECURITY.md), `make test`"
	if faults := untrue(planted, string(makefile), there); len(faults) != 3 {
		t.Errorf("planted three, found %q", faults)
	}
}
