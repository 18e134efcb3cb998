// Package console is what an operator does on the server's own machine: bring
// conversations in, add people, help someone who forgot a password.
//
// The same operations work on the store itself, while no server runs (Open),
// and through DATA/admin.sock, while one does: the daemon serves it with
// Handler. Whoever may open that socket, which only the server's own user may,
// may do everything; it is HTTP, but never on a network.
package console
