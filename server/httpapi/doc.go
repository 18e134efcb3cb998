// Package httpapi serves the commands of server/chat over HTTP under /api/v1,
// and their OpenAPI 3.1 description. It holds no rules: every route is made
// from a row. There are three sorts of rows: commands (chat.Table), streams, which
// are uploads and downloads (chat.Stream, Options.Streams), and the routes of
// signing in (formTable), which set cookies and work before there is anybody to
// ask. Each row says how long a body it takes.
//
// A request's fields tagged "path" come from the path and, for GET, those
// tagged "query" from the query; the rest is a JSON body, decoded as strictly
// as on the socket. The answer is the same object as on the socket, without
// type and id. The number of a command that changes something, and the client
// that gave it, come in two headers. A failure is {"error": {"code", "message", "retry_ms"}} with a
// status that fits the code.
//
// The handler keeps no state beyond its routes and is safe for concurrent use;
// it starts no goroutines.
package httpapi
