package web

import (
	"bytes"
	"fmt"
	"io/fs"
)

// sheets are the design's style sheets in the order in which they are joined. Each declares the same
// order of layers, so a later sheet can never outrank an earlier one by its position alone.
var sheets = []string{"css/tokens.css", "css/layout.css", "css/components.css"}

// readStyle returns all style sheets as one, without comments and indentation. The components' own
// sheets, which stand beside them in app/ui, arrive through dist/ui.css.
func readStyle(files fs.FS) ([]byte, error) {
	var joined bytes.Buffer
	for _, name := range sheets {
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
