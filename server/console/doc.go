// Package console has the operations of a server's operator on its own machine:
// import conversations, add people, help someone who forgot a password.
//
// The same operations work on the store itself, while no server runs (Open), and
// through DATA/admin.sock, while one does: the daemon serves it with Handler.
// Only the server's own user may open that socket, and may then do everything. It
// is HTTP, but never on a network.
package console
