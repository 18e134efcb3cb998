//go:build !js

package platform

import "github.com/confab/confab/shared/text"

// Language is the language of the page: English.
func Language() *text.Language { return &text.Language{Tag: "en"} }
