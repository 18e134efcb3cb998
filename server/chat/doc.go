// Package chat is Confab's rules: one method per command, permissions
// included. It is the only writer of rooms and messages and knows no
// transport.
//
// # The command table
//
// shared/wire declares each command with its name on the socket, its method and
// path over HTTP, its order and whether it can be repeated. Table adds the
// server's half: its rate, its right, its scope, its handler. Whoever carries commands (server/hub,
// server/httpapi) looks a row up, decodes into Command.New, and calls
// Service.Do. The OpenAPI description and the authorization matrix
// (chattest) are made from the same rows, so an operation cannot exist on one
// transport and be missing or unguarded on the other.
//
// # Rights
//
// An Actor is a person and the credential they act through. Do asks first
// whether the credential reaches the row's Scope: a new one, whose scope is
// zero, does nothing. So does the socket for its own objects.
//
// The row names the right as well, or the least of those that the command takes.
// records.view and records.update ask for it, and hand who asks and where they
// stand to the handler; an answer that was made without them is a fault. Rights
// that depend on what is asked for, such as erasing the message of another, are
// the handler's.
//
// shared/rights has the table of rights, with the kinds of program that may have
// each. What a person may do is read from the store in the same transaction as
// the change it allows: an admin who is demoted, a member who is removed, a
// person who is banned cannot win a race.
//
// A room that you are not in answers like a room that does not exist
// (wire.CodeRoomGone), whatever it is; only room.list, room.get and room.join
// tell a stranger of a public room. The same goes for messages, invites and
// sessions that are not yours to see (wire.CodeNotFound).
//
// # Forms
//
// What a field of a request has to look like is said by its tag "is" in
// shared/wire (an id, a seq, the text of a message). It is checked before the
// handler is called, which gets what is kept of it.
//
// # Once, and in order
//
// A command that changes something may bear a number of the client that gives
// it (wire.Head.N, Actor.Instance). records.update is the one place where
// commands write, sends apart: it carries out what comes after the last turn of
// its lane (store.Turn), in the transaction that takes the turn, and answers
// what was carried out before as it was answered then. A Service reads through
// an interface that cannot write, so that no command gets around it.
//
// # Errors
//
// Do returns a *wire.Error for people, or another error, which is a fault of
// ours: the caller logs it and says wire.CodeUnavailable. Public does that
// sorting.
//
// # Concurrency
//
// A Service holds no state of its own but the rate limiter and what people have
// left of the text it granted them, and is safe for concurrent use. It starts no goroutines. The functions it hands to
// store.Update follow that package's contract: they may run twice.
package chat
