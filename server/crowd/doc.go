// Package crowd bounds what clients can have open before anybody knows who they
// are: Connections bounds the connections of an address, and of all together, so
// that there is always a file left for a socket or the database; Requests bounds
// the requests of an address that are not finished.
//
// Both count by clientip.Network, and both are made for the many who share an
// address: a school, an office, a mobile network. Who comes finds room. Of the
// connections, those go first on which nothing happens, then those that have
// been at one request for longest; and somebody who is signed in is asked to
// wait only when other people who are fill the address.
package crowd
