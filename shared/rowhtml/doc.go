// Package rowhtml writes the HTML of the rows of a timeline: messages, days, system lines.
//
// The timeline inserts its rows as HTML because that is what a browser does fastest. It is the one
// place where messages become HTML, so this package is the one place that
// can let a script in. Therefore:
//
//   - All HTML is written by [Builder]. Its elements and attributes are constants, its text and
//     values are escaped, its links are checked, and what it opened it closes.
//   - There is no way to hand it HTML.
//   - What it writes is parsed again in tests, for generated and hostile input, and every element,
//     attribute and address must be on a list.
//
// It has no state and needs no browser: the page uses it, and the server for the first screen of somebody
// whose device has nothing yet. What depends on the reader (language, time zone, who they are) is handed to it.
//
// Buttons and links of a row carry data-action; one listener on the timeline reads it, with data-seq
// and data-cid of the article around it:
//
//	retry, discard   a message that was not sent
//	react            data-emoji: add or take back one's reaction
//	add-reaction     choose an emoji
//	copy             copy the code block around it
//	tick             data-ref: which of the tasks in the text is done, or is not done any more
//	vote             data-ref: the number of the choice in the poll; -1 takes the vote back
//	close-poll       close the poll
//	quote            data-ref: the seq of the message replied to
//	picture          data-file: show the picture large
//	dismiss          data-ref: the address whose preview to remove
//	undismiss        data-ref: the address whose preview to bring back
//	joins            show who joined one after the other, or fold them again
//	author           data-user: the author, or the person mentioned
//
// What is hidden or folded has no action: web/unfold.js opens it, also before the program runs.
package rowhtml
