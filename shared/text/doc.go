// Package text holds every sentence that people read: on the page, in the pages that
// the server renders, and in what the server refuses. The command line and the log
// are in English and have their sentences in place.
//
// # Adding a sentence
//
// Write it into en.json and run go generate ./shared/text. It is then a variable of
// this package, or a function if it has arguments, so that one who forgets an
// argument is told by the compiler:
//
//	"pleaseSignIn": "Please sign in."             text.PleaseSignIn
//	"members": "{n, plural, one {# member}        text.Members(n int)
//	            other {# members}}"
//
// Package catalog describes the form of the file and of messages. A sentence is
// never put together from pieces, for other languages order them differently: "Ann
// left the room" is one with an argument, and so is "3 members". A test fails for a
// sentence that is not used.
//
// A [Text] is a sentence and its arguments in no language; a [Language] says it. What
// the server refuses travels as key, arguments and English (wire.Error), and the page
// says it in its language if it has the key.
//
//	language.Say(text.Members(n))     // text
//	language.Parts(text.InvitedBy(by)) // pieces, to mark the arguments
//	text.Members(n).String()          // English
//
// # Languages
//
// English is in the program. It is no larger for that than it was with its sentences
// in place, it can speak before anything else has arrived, and the linker keeps those
// sentences only that a program uses: the browser's has none of the server's.
// Another language is one file (package languages), in the server's binary, which the
// page loads beside the program, and the service worker keeps. A sentence that it
// lacks is said in English.
//
// The page's language is the person's choice, which a cookie keeps (languages.Cookie),
// else the first of the browser's that there is: web/boot.js. For the server's pages
// server/language decides alike. Plurals, numbers and dates are the browser's Intl on
// the page (platform.Language); on the server plurals are golang.org/x/text's.
package text

//go:generate go run ./gen
