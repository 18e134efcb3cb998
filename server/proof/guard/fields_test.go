package guard

import (
	"fmt"
	"go/ast"
	"slices"
	"testing"
)

// fieldsFile is where the fields for text are made.
const fieldsFile = "app/ui/kit/field.go"

// strayFields returns the fields for text of a file that are not made by fieldsFile, one line each.
func strayFields(file source) (lines []string) {
	if file.test || file.path == fieldsFile || !matches(file.dir, []string{"app/ui/..."}) {
		return nil
	}
	ast.Inspect(file.syntax, func(n ast.Node) bool {
		s, ok := specOf(n)
		if !ok || s.tag != "input" && s.tag != "textarea" {
			return true
		}
		if !slices.Contains(s.attrs, [2]string{"type", "radio"}) && !slices.Contains(s.attrs, [2]string{"type", "checkbox"}) {
			lines = append(lines, fmt.Sprintf("%s:%d: a field for text that %s does not make", file.path, file.line(n.Pos()), fieldsFile))
		}
		return true
	})
	return lines
}

func TestEveryFieldForTextIsTheKits(t *testing.T) {
	for _, file := range tree(t) {
		for _, line := range strayFields(file) {
			t.Errorf("%s\n\tbecause: a limit, an input method, a label and what is wrong with a text are easily forgotten one by one", line)
		}
	}
}

func TestPlantedFieldsAreFound(t *testing.T) {
	for code, want := range map[string]int{
		`kit.El("input|type=radio|name=see")`:                  0,
		`kit.El("input|type=checkbox|role=switch")`:            0,
		`kit.Input("name", 80)`:                                0,
		`kit.El("input.input|type=text")`:                      1,
		`kit.El("input|id=x", kit.K("type"), "search")`:        1,
		`kit.El("textarea.composer__input|rows=1|dir=auto")`:   1,
		`kit.El("div", kit.El("label", kit.El("input|id=x")))`: 1,
	} {
		file := planted(t, "app/ui/x.go", "package ui\nvar x = "+code+"\n")
		if found := strayFields(file); len(found) != want {
			t.Errorf("%s: found %q, want %d", code, found, want)
		}
	}
}
