//go:build !js

package platform

import "github.com/confab/confab/shared/text"

var language = &text.Language{Tag: "en"}

// Language is the language of the page: English, unless a test has called Speak.
func Language() *text.Language { return language }

// Speak makes l the language of the page, for tests.
func Speak(l *text.Language) { language = l }
