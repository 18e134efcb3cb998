package web

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
)

// A block has one sheet, named for it: css/btn.css has all of .btn, .btn__part and .btn--variant, in
// every layer. The sheets here are those of blocks that the server's own pages show, and the rows of a
// timeline; what only the program shows is in app/ui, in the folder of the package that shows it.
// dist/ui.css has all of those.

// foundations are the sheets that come first: colours and sizes with the order of the layers, then what
// holds for every page.
var foundations = []string{"tokens", "base"}

// atoms are the blocks that stand inside others. Their sheets come before the others', so that the
// block around an atom can change it by a selector of the same weight: ".toast .btn" wins over
// ".btn:hover".
var atoms = []string{
	"icon", "mark", "display", "btn", "iconbtn", "tag", "dot", "avatar", "input", "field", "roomlink", "skel",
}

// sheets returns the names of the sheets in their order: foundations, atoms, then the others by name.
func sheets(files fs.FS) ([]string, error) {
	found, err := fs.Glob(files, "css/*.css")
	if err != nil {
		return nil, fmt.Errorf("find the style sheets: %w", err)
	}
	var names []string
	for _, name := range slices.Concat(foundations, atoms) {
		names = append(names, "css/"+name+".css")
	}
	for _, name := range found { // sorted
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// readStyle returns all style sheets as one, without comments and indentation.
func readStyle(files fs.FS) ([]byte, error) {
	names, err := sheets(files)
	if err != nil {
		return nil, err
	}
	var joined bytes.Buffer
	for _, name := range names {
		sheet, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read a style sheet: %w", err)
		}
		joined.Write(squeeze(sheet))
	}
	if sheet, err := fs.ReadFile(files, "dist/ui.css"); err == nil {
		joined.Write(squeeze(sheet))
	}
	return joined.Bytes(), nil
}

// squeeze drops comments, indentation and empty lines, and nothing that could carry meaning: strings
// are left alone, and a comment between two words leaves a space.
func squeeze(css []byte) []byte {
	out := make([]byte, 0, len(css))
	lineStart := true
	for i := 0; i < len(css); {
		switch c := css[i]; {
		case c == '/' && i+1 < len(css) && css[i+1] == '*':
			end := bytes.Index(css[i+2:], []byte("*/"))
			if end < 0 {
				return out // an unclosed comment runs to the end, as in a browser
			}
			i += end + 4
			if !lineStart {
				out = append(out, ' ')
			}
		case c == '"' || c == '\'':
			end := stringEnd(css, i)
			out = append(out, css[i:end]...)
			i, lineStart = end, false
		case c == '\n' || c == '\r':
			out = bytes.TrimRight(out, " \t")
			if !lineStart {
				out = append(out, '\n')
			}
			i, lineStart = i+1, true
		case lineStart && (c == ' ' || c == '\t'):
			i++
		default:
			out = append(out, c)
			i, lineStart = i+1, false
		}
	}
	return out
}

// stringEnd returns the index after the string that begins at start.
func stringEnd(css []byte, start int) int {
	for i := start + 1; i < len(css); i++ {
		switch css[i] {
		case '\\':
			i++
		case css[start], '\n':
			return i + 1
		}
	}
	return len(css)
}
