package guard

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// maxColumns is how long a line of Go or SQL may be, a tab being tabColumns.
const (
	maxColumns = 140
	tabColumns = 4
)

// unbroken are lines that cannot be broken: the tags of a field, directives, and one word, such as a golden
// text, that is longer by itself.
var unbroken = regexp.MustCompile("`[a-z]+:\"|^//go:|^[^ ]*$|^[^ ]+ [^ ]*$")

// columns is how wide a line is.
func columns(line string) int {
	return utf8.RuneCountInString(line) + (tabColumns-1)*strings.Count(line, "\t")
}

// tooWide are the lines of a text that are too long and could be broken, counted from 1. What is between
// backquotes is as it is: only a statement of SQL is broken there.
func tooWide(text string) (lines []int) {
	raw := false
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if columns(line) > maxColumns && !unbroken.MatchString(trimmed) && (!raw || statement.MatchString(trimmed)) {
			lines = append(lines, i+1)
		}
		if strings.Count(line, "`")%2 == 1 {
			raw = !raw
		}
	}
	return lines
}

// statement recognises what a line of SQL begins with.
var statement = regexp.MustCompile(`^(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|SET|VALUES|JOIN|LEFT|ON|AND|OR|WITH|CREATE)\b`)

func TestLinesAreNotTooLong(t *testing.T) {
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		at := rel(name)
		switch {
		case err != nil:
			return err
		case entry.IsDir() && ignored(at):
			return filepath.SkipDir
		case entry.IsDir() || !matches(filepath.Ext(at), []string{".go", ".sql"}):
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil || strings.HasPrefix(string(content), "// Code generated") {
			return err
		}
		if lines := tooWide(string(content)); len(lines) > 0 {
			t.Errorf("%s has lines of more than %d columns: %v\n\tbecause: two files beside each other, or a change and what was "+
				"there before, are read without scrolling; break at a comma, SQL at each column", at, maxColumns, lines)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALongLineIsFound(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for text, want := range map[string]int{
		"\t// " + long:                      1,
		"x := `\n" + long + "\n`":           0,
		"x := `\nSELECT " + long + "\n`":    1,
		"a\nb(" + long + ")\n" + long + "x": 2,
		"Name string `help:\"" + long:       0,
		strings.Repeat("ä", maxColumns-1):   0,
		"f(" + strings.Repeat("ä", 150):     0,
		strings.Repeat("\t", 35) + "a b c":  1,
	} {
		if lines := tooWide(text); len(lines) != want {
			t.Errorf("%.30q: found %v, want %d", text, lines, want)
		}
	}
}
