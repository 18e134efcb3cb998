// Package effect is what an event of a room means: what it does to the message
// that it is about and to the quotes of that message, whom it speaks of, and
// whether it has a row of its own in a timeline.
//
// Everybody who must agree on that asks here: a client that brings its state up
// to date (app/state), the stores, which keep what has become of a message
// (server/store), and those who hold what is kept against the log
// (server/store/checkup). So the table of Kinds is the one place where a new
// kind of event is made known. The three oldest changes (edit, delete and
// reaction) have columns and statements of their own in the databases; whatever
// else a kind does to a message is kept as JSON, and its marks are listed in an
// index, without a line of SQL for it.
//
// Nothing here has a state, and Apply and Requote never write through what they
// are given: items of a timeline share what has not changed.
package effect
