// Package certs gives a server its HTTPS: the certificate it serves with, and
// how it comes by one.
//
// A Source is one of two. Managed gets the certificate of one domain from an
// authority that speaks ACME (RFC 8555), Let's Encrypt by default, and renews it
// for as long as it runs. Own reads one from files and reads them again when
// they change.
//
// # What Managed does
//
// One goroutine, Run's, does everything that lasts; handshakes read what it
// found through an atomic pointer. It loads what is kept, asks the authority
// when that is due (at the time the authority suggests by RFC 9773, else when a
// third of the lifetime is left) and keeps what it gets as one value, so that a
// certificate never meets another one's key.
//
// What was tried last is kept as well: a server that is restarted again and
// again does not ask again and again, and several nodes count their tries
// together. An authority that cannot be reached is tried again after seconds, one
// that refused after minutes and then hours, because it counts refusals.
//
// A node asks while it holds a lock that all nodes know; the others look at what
// is kept and take over what they find there. Any node answers the authority's
// questions, at both ports, since what is to be answered is kept too.
//
// # Where it is kept
//
// In a directory of files that their owner alone can read, or in a Shelf, which
// is PostgreSQL's. Both are the certmagic.Storage of package certmagic, which
// speaks ACME. Its logs are not ours: they hold the account's e-mail address.
package certs
