// Package crowd limits what clients can have open before the server knows who
// they are. Connections limits the connections of an address, and of all
// together, so that there is always a file left for a socket or the database.
// Requests limits the unfinished requests of an address.
//
// Both count by clientip.Network, and both are made for many people who share an
// address: a school, an office, a mobile network. A new connection is always
// accepted; instead, idle ones are closed first, then those that have been at one
// request for longest. A signed-in person is refused only when other signed-in
// people use up the address.
package crowd
