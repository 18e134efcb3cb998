// Package httpapi serves the commands of server/chat over HTTP under /api/v1, and
// their OpenAPI 3.1 description. It contains no rules: every route is made from a
// row. There are three kinds of rows: commands (chat.Table), streams, which are
// uploads and downloads (chat.Stream, Options.Streams), and the sign-in routes
// (formTable), which set cookies and work before anybody is signed in. Each row
// sets the maximum size of its body.
//
// A request's fields tagged "path" come from the path and, for GET, those tagged
// "query" from the query. The rest is a JSON body, decoded as strictly as on the
// socket. The answer is the same object as on the socket, without type and id.
// The number of a command that changes something, and the client that sent it,
// are in two headers. A failure is {"error": {"code", "message", "retry_ms",
// "key", "args"}} with the HTTP status for the code.
//
// The handler keeps no state beyond its routes and is safe for concurrent use; it
// starts no goroutines.
package httpapi
