// Package text holds every sentence that people read: on the page, in the pages that
// the server renders, and in what the server refuses. The command line and the log
// are in English and have their sentences in place.
//
// # Adding a sentence
//
// Write it into en.json and run go generate ./shared/text. It is then a variable of
// this package, or a function if it has arguments, so that the compiler finds missing
// arguments:
//
//	"pleaseSignIn": "Please sign in."             text.PleaseSignIn
//	"members": "{n, plural, one {# member}        text.Members(n int)
//	            other {# members}}"
//
// Package catalog describes the form of the file and of messages. A sentence is
// never put together from pieces, because other languages order them differently: "Ann
// left the room" is one sentence with an argument, and so is "3 members". A test fails
// for a sentence that is not used.
//
// A [Text] is a sentence and its arguments, independent of the language; a [Language]
// turns it into words. The server sends a refusal as key, arguments and English
// (wire.Error), and the page shows it in its own language if it has the key.
//
//	language.Say(text.Members(n))         // text
//	language.Parts(text.InvitedYouTo(by)) // pieces, to mark the arguments
//	text.Members(n).String()              // English
//
// # Languages
//
// English is compiled into the program, so that it can show sentences before anything
// else has been loaded. The linker keeps only the sentences that a program uses: the
// browser's program has none of the server's. Every other language is one file in the
// server's binary (package languages), which the page loads together with the program
// and the service worker stores. A sentence that the file lacks is shown in English.
//
// The page's language is the one that the person has chosen, which is stored in a
// cookie (languages.Cookie), else the first of the browser's languages that exists
// here (web/boot.js). For the server's pages server/language decides in the same way.
// Plurals, numbers and dates come from the browser's Intl on the page
// (platform.Language); on the server plurals come from golang.org/x/text.
package text

//go:generate go run ./gen
