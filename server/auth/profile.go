package auth

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/handle"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/markup"
)

// cleanName returns a person's or the workspace's name as it is kept, and a
// sentence if it will not do.
func cleanName(typed, what string) (name, problem string) {
	if !utf8.ValidString(typed) {
		return "", "This name contains characters that cannot be read."
	}
	name = markup.CleanName(norm.NFC.String(typed))
	switch {
	case !strings.ContainsFunc(name, visible):
		return name, "Please enter " + what + "."
	case utf8.RuneCountInString(name) > limits.NameRunes || handle.Long(name):
		return name, fmt.Sprintf("Use at most %d characters.", limits.NameRunes)
	}
	return name, ""
}

// visible reports whether r can be seen by itself.
func visible(r rune) bool { return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) }

// cleanEmail returns an e-mail address as it is kept, and a sentence if it
// will not do. It asks for no more than the form x@y: whether mail arrives
// there is not for a pattern to say.
func cleanEmail(typed string) (email, problem string) {
	const sentence = "Please enter an email address, like name@example.org."
	email = strings.ToLower(norm.NFC.String(strings.TrimSpace(typed)))
	local, domain, _ := strings.Cut(email, "@")
	odd := func(r rune) bool { return r == utf8.RuneError || !unicode.IsGraphic(r) || unicode.IsSpace(r) }
	switch {
	case email == "":
		return email, "Please enter your email address."
	case len(email) > limits.EmailBytes:
		return email, fmt.Sprintf("Use at most %d characters.", limits.EmailBytes)
	case local == "", domain == "", strings.ContainsAny(domain, "@/\\:,;()<>[]\""),
		strings.ContainsAny(local, "<>()[],;:\\\""), strings.ContainsFunc(email, odd):
		return email, sentence
	}
	return email, ""
}
