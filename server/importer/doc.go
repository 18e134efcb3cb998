// Package importer imports conversations from elsewhere into a store.
//
// JSONL reads one JSON object per line, plain or compressed with gzip:
//
//	{"n": 7, "room": "ubuntu", "at": "2004-12-25T09:14:00Z", "nick": "crimsun", "text": "hello", "reply_to": 3}
//
// n is the line's own number, unique in its room and at least 1. room is the name
// of a public room, which is created if it does not exist. nick is a person, who
// becomes a member that cannot sign in. at is when the message was written, and
// is kept. reply_to is the n of an earlier line of the room. Other fields are
// ignored.
//
// Importing again adds nothing: a line is identified by its room, n and nick, a
// person by their nick, a room by the name under which it was first imported,
// whatever it is called now. A broken line is reported by its number and does not
// affect others.
//
// An import does not need the store for itself: a running server imports into its
// own store, next to everything else that writes. Stream and Follow carry an
// import from the command line to the server.
package importer
