// Package id makes the ids of everything durable in Confab: users, rooms,
// events, sessions, devices and the client's message ids (cid).
//
// An id is a UUIDv7 (RFC 9562) written as 32 lower-case hexadecimal digits
// without hyphens. It begins with its time of making, so rows made together
// lie together in an index, and two ids made by one process never compare in
// the wrong order. Order in a room is the sequence number, never an id.
package id
