package kit

import (
	"slices"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/shared/text"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Sentence is t with its arguments in elements of their own: those named, or all.
func Sentence(t text.Text, tag string, args ...string) []app.UI {
	var parts []app.UI
	words := ""
	for _, p := range platform.Language().Parts(t) {
		if p.Arg == "" || len(args) > 0 && !slices.Contains(args, p.Arg) {
			words += p.Text
			continue
		}
		if words != "" {
			parts = append(parts, app.Text(words))
		}
		parts, words = append(parts, El(tag, p.Text)), ""
	}
	if words != "" {
		parts = append(parts, app.Text(words))
	}
	return parts
}
