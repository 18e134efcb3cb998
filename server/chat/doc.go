// Package chat is Confab's rules: one method per command, including permissions.
// It is the only writer of rooms and messages and does not know the transports.
//
// # The command table
//
// shared/wire declares each command with its name on the socket, its method and
// path over HTTP, its order and whether it can be repeated. Table adds the
// server's half: its rate, its right, its scope, its handler. A transport
// (server/hub, server/httpapi) looks a row up, decodes into Command.New, and
// calls Service.Do. The OpenAPI description and the authorization matrix
// (chattest) are made from the same rows, so an operation cannot exist on one
// transport and be missing or unguarded on the other.
//
// Uploads and downloads are rows of another type, Stream, with the same rates,
// scopes and rights. Whoever adds one passes it to the transport
// (httpapi.Options.Streams). The socket has none.
//
// # Rights
//
// An Actor is a person and the credential they act through. Do first checks that
// the credential includes the row's Scope; the zero Scope includes nothing. The
// socket does the same for the objects that only it has.
//
// The row also names the right, or the least of the rights that the command may
// need. records.view and records.update check it and pass the acting user and
// their standing to the handler. Do refuses to return an answer that was made
// without one of the two. Sends, which are written in batches, go past both and
// ask for the right in draft.write. Rights that depend on what is asked for, such as
// erasing another person's message, are checked by the handler.
//
// shared/rights has the table of rights, with the kinds of program that may have
// each. What a person may do is read from the store in the same transaction as
// the change it allows: an admin who is demoted, a member who is removed, a
// person who is banned cannot win a race.
//
// A room that you are not in answers like a room that does not exist
// (wire.CodeRoomGone). Only room.list, room.get and room.join tell a stranger
// about a public room. The same goes for messages, invites and sessions that you
// may not see (wire.CodeNotFound).
//
// # Forms
//
// The tag "is" in shared/wire says which form a field of a request must have (an
// id, a seq, the text of a message). The form is checked before the handler is
// called. The handler gets the value as it will be stored.
//
// # Once, and in order
//
// A command that changes something may carry a number from the client that sent
// it (wire.Head.N, Actor.Instance). All commands except sends write through
// records.update. It executes a command only if its number is higher than that of
// its lane's last turn (store.Turn), in the same transaction that stores the new
// turn. A command that was executed before gets the same answer as then. A
// Service reads through an interface that cannot write, so that no command can
// bypass this.
//
// # Errors
//
// Do returns a *wire.Error for people, or another error, which is a fault of the
// server: the caller logs it and answers wire.CodeUnavailable. Public tells the
// two apart.
//
// # Concurrency
//
// A Service holds no state of its own except the rate limiter and what is left of
// the text it granted to people. It is safe for concurrent use and starts no
// goroutines. The functions that it passes to store.Update follow that package's
// contract: they may run twice.
package chat
