package state

import (
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
)

// excerpt is a message's text as a quote shows it; the server makes the same.
func excerpt(body string) string { return markup.Plain(body, limits.QuoteRunes) }
