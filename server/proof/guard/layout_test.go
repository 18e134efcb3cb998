package guard

import (
	"os"
	"testing"
)

// topLevel lists what may lie at the top of the tree.
var topLevel = map[string]string{
	"app":              "the program that runs in the browser",
	"server":           "the server",
	"shared":           "the agreement between both",
	"web":              "static files, and how they are built",
	"go.mod":           "",
	"go.sum":           "",
	"Makefile":         "how to build, run and test it",
	"README.md":        "what it is",
	"SECURITY.md":      "how to report a fault, what is promised, and the tests of it",
	"CONTRIBUTING.md":  "how to work on it",
	"LICENSE":          "",
	"staticcheck.conf": "lint configuration",
	".ci":              "what every change has to pass",
	".git":             "",
	".gitignore":       "",
	"bin":              "what is built; ignored by git",
	"data":             "what make run stores; ignored by git",
}

func TestTheTopLevelIsTheMap(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if _, ok := topLevel[entry.Name()]; !ok {
			t.Errorf("%s does not belong at the top of the tree\n\tbecause: a newcomer chooses between four folders; put it into "+
				"the one it is about", entry.Name())
		}
	}
}
