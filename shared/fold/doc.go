// Package fold says what of a text counts when people compare it: for names, handles, search
// words and emoji, on the server and on the page alike, and what of a text can be seen at all.
//
// Two texts that look the same to a reader may be written differently: é is one character or
// an e with an accent behind it, Latin letters have a wide form, a heart may be followed by a
// character that asks for its colour. [Key] takes such differences away, and those of accents
// and capital letters too, since people look for José as jose.
//
// Key expects a text in Unicode's form NFKD. Its tables would be a large part of the download, so
// the page has the browser bring a text into that form (app/platform.Decompose), and the server has
// golang.org/x/text. Everything else is done here, once for both.
package fold
