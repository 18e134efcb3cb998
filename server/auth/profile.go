package auth

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/handle"
	"github.com/confab/confab/shared/fold"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
	"github.com/confab/confab/shared/text"
)

// cleanName returns a person's or the workspace's name as it will be stored, and
// a sentence if it is not allowed. missing is the sentence for an empty name.
func cleanName(typed string, missing text.Text) (name string, problem text.Text) {
	if !utf8.ValidString(typed) {
		return "", text.NameUnreadable
	}
	name = markup.CleanName(norm.NFC.String(typed))
	switch {
	case !strings.ContainsFunc(name, fold.Visible):
		return name, missing
	case utf8.RuneCountInString(name) > limits.NameRunes || handle.Long(name):
		return name, text.AtMostCharacters(limits.NameRunes)
	}
	return name, text.Text{}
}

// cleanEmail returns an e-mail address as it will be stored, and a sentence if it
// is not allowed. It only requires the form x@y: a pattern cannot decide whether
// mail arrives.
func cleanEmail(typed string) (email string, problem text.Text) {
	email = strings.ToLower(norm.NFC.String(strings.TrimSpace(typed)))
	local, domain, _ := strings.Cut(email, "@")
	odd := func(r rune) bool { return r == utf8.RuneError || !unicode.IsGraphic(r) || unicode.IsSpace(r) }
	switch {
	case email == "":
		return email, text.EnterEmail
	case len(email) > limits.EmailBytes:
		return email, text.AtMostCharacters(limits.EmailBytes)
	case local == "", domain == "", strings.ContainsAny(domain, "@/\\:,;()<>[]\""),
		strings.ContainsAny(local, "<>()[],;:\\\""), strings.ContainsFunc(email, odd):
		return email, text.EnterEmailLike
	}
	return email, text.Text{}
}
