// Package preview shows what is behind the links of messages: site, title, text and a
// small picture. The server fetches them, through package egress, and keeps the
// picture; the program of a reader asks the page for nothing, so that its owner
// learns of nobody who reads the message.
//
// Nothing of it is on the way of a message. A follower of the rooms' logs
// (Previewer.Follower) reads messages after they were committed and, in the
// transaction that moves its cursor, creates a job for each message with links
// and for each edit (Previewer.Job). The job fetches the pages and writes one event
// of the kind preview, which contains all previews of the message, so it reaches
// clients as every other change of a message does. It begins with what the message
// shows and ends in a transaction that looks at the message again. So a job that is
// carried out twice, because the server was killed, changes nothing the second time.
//
// # What strangers decide
//
// A page is in the hands of whoever wrote it, and which pages are fetched is in the
// hands of everybody who may write messages. So everything has a limit: how long a
// page or a picture may take (5 s), how large they are (512 KiB, 5 MiB), how many a
// person's messages and one host cause (ratePerson, rateHost), how many are fetched
// at once, and how old a message may be that still gets a preview (fresh). What is
// beyond gets none. An address is fetched once a day at most (keeps), also if there
// was nothing to show.
//
// Texts are text, without markup, on one line, cut, and without characters that hide
// something or turn the direction of what stands beside them. The host that the page
// came from is always shown. A picture is decoded in a process of its own and written
// anew (package picture). Compressed answers are not accepted, so that none
// can grow.
//
// Links to this server are never fetched, and neither is what looks like a link to
// a message of any server of this kind: those who read it need not have the rights
// of anybody else. Links in quoted lines and in code get no preview.
//
// # Files
//
// A picture is a file of the author of the message, counts as theirs, and is
// attached to the message: it is handed out to those who may read the message, and
// deleted with it, with its link, and when the preview is dismissed. A second message
// with the same address gets a file of its own that uses the same blob.
//
// # Concurrency
//
// A Previewer is safe for concurrent use and owns no goroutine between its calls.
package preview
