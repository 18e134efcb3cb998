package state

import (
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
)

// excerpt returns a message's text as a quote shows it, as the server does.
func excerpt(body string) string { return markup.Plain(body, limits.QuoteRunes) }
