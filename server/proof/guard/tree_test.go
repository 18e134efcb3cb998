package guard

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// root is the top of the source tree, seen from this package.
const root = "../../.."

const module = "github.com/confab/confab/"

// source is one Go file.
type source struct {
	path      string // from the top of the tree, with slashes
	dir       string // the package's folder, "." for none
	test      bool   // named _test.go
	generated bool
	lines     int
	syntax    *ast.File
	positions *token.FileSet
}

// line returns the line of a place in the file.
func (s source) line(pos token.Pos) int { return s.positions.Position(pos).Line }

// imports returns the file's imports; those of this module without its path.
func (s source) imports() []string {
	var paths []string
	for _, spec := range s.syntax.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			imported = spec.Path.Value // the parser accepts nothing else
		}
		paths = append(paths, strings.TrimPrefix(imported, module))
	}
	return paths
}

// readTree parses every Go file, for all targets alike, once for all tests.
var readTree = sync.OnceValues(func() ([]source, error) {
	var files []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		at := rel(name)
		if entry.IsDir() {
			if ignored(at) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(at, ".go") {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := parse(at, content)
		if err != nil {
			return err
		}
		files = append(files, file)
		return nil
	})
	return files, err
})

func parse(at string, content []byte) (source, error) {
	positions := token.NewFileSet()
	syntax, err := parser.ParseFile(positions, at, content, parser.ParseComments)
	if err != nil {
		return source{}, err
	}
	return source{
		path: at, dir: path.Dir(at), test: strings.HasSuffix(at, "_test.go"),
		generated: ast.IsGenerated(syntax), lines: strings.Count(string(content), "\n"),
		syntax: syntax, positions: positions,
	}, nil
}

// tree returns all Go files.
func tree(t *testing.T) []source {
	t.Helper()
	files, err := readTree()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// planted returns a file that breaks a rule, for the tests of the rules themselves.
func planted(t *testing.T, at, content string) source {
	t.Helper()
	file, err := parse(at, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func rel(name string) string {
	at, err := filepath.Rel(root, name)
	if err != nil {
		return name
	}
	return filepath.ToSlash(at)
}

// ignored tells whether a folder holds no sources of ours.
func ignored(at string) bool {
	switch at {
	case ".":
		return false
	case "bin", "data", "web/dist":
		return true
	}
	base := path.Base(at)
	return base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")
}

// matches tells whether a package path is one of the patterns; "a/..." stands for a and all below.
func matches(pkg string, patterns []string) bool {
	for _, pattern := range patterns {
		below, recursive := strings.CutSuffix(pattern, "/...")
		if pkg == below || (recursive && strings.HasPrefix(pkg, below+"/")) {
			return true
		}
	}
	return false
}
