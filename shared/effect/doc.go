// Package effect defines what an event of a room means: how it changes the message
// that it is about and the quotes of that message, which people it refers to, and
// whether it has a row of its own in a timeline.
//
// All code that must agree on this uses this package: the client's state (app/state),
// the stores, which keep the current form of a message (server/store), and the check
// of the stored messages against the log (server/store/checkup). A new kind of event
// is added in one place, the list of kinds. The three oldest changes (edit, delete and
// reaction) have columns and statements of their own in the databases; other changes to
// a message are stored as JSON, and its marks are listed in an index, so that a new
// kind needs no SQL.
//
// The package has no state. Apply and Requote never write to what their arguments
// point to, because the items of a timeline share what has not changed.
package effect
