// Package id makes the ids of everything durable in Confab: users, rooms,
// events, sessions, devices and the client's message ids (cid).
//
// An id is a UUIDv7 (RFC 9562) written as 32 lower-case hexadecimal digits
// without hyphens. It begins with the time at which it was made, so rows made
// together are close together in an index, and ids made by one process are always in
// rising order. The order in a room is that of the sequence numbers, never of ids.
package id
