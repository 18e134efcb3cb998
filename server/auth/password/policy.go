package password

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/text"
)

//go:embed common.txt
var commonText string

// common holds the words and keyboard walks that common passwords are made of.
var common = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(commonText) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			words[line] = true
		}
	}
	return words
})

// Judge returns a sentence that says why password is too weak, or the zero Text.
// own are words that belong to the person or the workspace: name, e-mail address,
// workspace.
func Judge(password string, own ...string) text.Text {
	if utf8.ValidString(password) {
		password = Prepare(password)
	}
	n := utf8.RuneCountInString(password)
	switch {
	case n < limits.PasswordMinRunes:
		return text.PasswordTooShort
	case n > limits.PasswordMaxRunes:
		return text.AtMostCharacters(limits.PasswordMaxRunes)
	case !utf8.ValidString(password):
		return text.PasswordUnreadable
	case monotone(password) || isCommon(password):
		return text.PasswordTooCommon
	}
	typed := strings.ToLower(strings.TrimSpace(password))
	for _, word := range own {
		word = strings.ToLower(strings.TrimSpace(word))
		if word != "" && (typed == word || typed == strings.ReplaceAll(word, " ", "")) {
			return text.PasswordTooEasy
		}
	}
	return text.Text{}
}

// unleet undoes the usual substitutions of letters, byte for byte.
var unleet = strings.NewReplacer("@", "a", "4", "a", "3", "e", "1", "i", "0", "o", "$", "s", "5", "s", "7", "t", "!", "i")

// isCommon reports whether password consists of common words, with only digits
// and punctuation around and between them. "P@ssw0rd2024!" and "qwertyqwerty" do;
// "correct horse 12" does not. Linear in len(password) times the length of the
// longest word.
func isCommon(password string) bool {
	const longest = 24
	words, typed := common(), strings.ToLower(password)
	plain := unleet.Replace(typed)
	reached := make([]bool, len(typed)+1)
	reached[0] = true
	for i, r := range typed {
		if !reached[i] {
			continue
		}
		if unicode.In(r, unicode.Nd, unicode.P, unicode.S, unicode.Z) {
			reached[i+utf8.RuneLen(r)] = true
		}
		for j := i + 1; j <= len(typed) && j-i <= longest; j++ {
			if words[typed[i:j]] || words[plain[i:j]] {
				reached[j] = true
			}
		}
	}
	return reached[len(typed)]
}

// monotone reports whether password has almost no variety: at most three
// different characters, or each the neighbour of the one before ("abcdefghijkl",
// "121212121212", "987654321098").
func monotone(password string) bool {
	seen, steps, n := map[rune]bool{}, 0, 0
	var last rune
	for _, r := range password {
		if d := r - last; n > 0 && (d == 1 || d == -1 || d == 0 || (last == '9' && r == '0') || (last == '0' && r == '9')) {
			steps++
		}
		seen[r], last = true, r
		n++
	}
	return len(seen) <= 3 || steps >= n-2
}
