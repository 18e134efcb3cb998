package auth

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/confab/confab/server/store"
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
	case utf8.RuneCountInString(name) > limits.NameRunes:
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

// handleOf makes a handle from a name: its letters and digits in lower case,
// words joined by dots. It follows markup's rule of what a mention may name,
// and may come back empty.
func handleOf(name string) string {
	var b strings.Builder
	n, gap := 0, false
	for _, r := range strings.ToLower(norm.NFKC.String(name)) {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || n > 0 && !gap && unicode.IsMark(r)
		if !letter {
			gap = gap || n > 0 && r != '\'' && r != '’'
			continue
		}
		if gap {
			b.WriteByte('.')
			n, gap = n+1, false
		}
		b.WriteRune(r)
		if n++; n >= limits.HandleRunes-handleRoom {
			break
		}
	}
	return strings.TrimRight(b.String(), ".")
}

// handleRoom is kept free at the end of a handle for the number that makes it
// unique.
const handleRoom = 8

// reserved handles call many people, or would look as if they spoke for the
// place.
var reserved = map[string]bool{
	"": true, "all": true, "here": true, "everyone": true, "channel": true, "room": true,
	"admin": true, "confab": true, "system": true,
}

// freeHandle returns a handle made from name that nobody has.
func freeHandle(tx store.Tx, name string) (string, error) {
	base := handleOf(name)
	if base == "" {
		base = "member"
	}
	for n := 1; ; n++ {
		handle := base
		switch {
		case n > 20: // many people of one name: draw instead of counting on
			handle = fmt.Sprint(base, rand.IntN(1_000_000))
		case n > 1 || reserved[base]:
			handle = fmt.Sprint(base, n)
		}
		_, err := tx.Users().ByHandle(handle)
		if errors.Is(err, store.ErrNotFound) {
			return handle, nil
		}
		if err != nil {
			return "", err
		}
	}
}
