package guard

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// documents are the texts for people at the top of the tree.
var documents = []string{"README.md", "CONTRIBUTING.md", "SECURITY.md"}

var (
	inTree   = regexp.MustCompile("`((?:app|server|shared|web)/[A-Za-z0-9_./-]+)`")
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

func TestWhatDocumentsNameIsThere(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join(root, "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	there := func(path string) bool {
		_, err := os.Stat(filepath.Join(root, filepath.FromSlash(path)))
		return err == nil
	}
	for _, name := range documents {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range untrue(string(text), string(makefile), there) {
			t.Errorf("%s: %s", name, fault)
		}
	}
	planted := "`server/chat/gone.go`, [a page](server/gone.md), `make gone`, `server/chat`, [SECURITY.md](SECURITY.md), `make test`"
	if faults := untrue(planted, string(makefile), there); len(faults) != 3 {
		t.Errorf("planted three, found %q", faults)
	}
}
