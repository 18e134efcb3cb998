// Package history records what clients did and saw, and checks it against
// what the store holds. It is how Confab proves that nothing is lost.
//
// Every test client and every load run keeps a Log: what it asked for
// (Invoke), how that ended (OK, Fail, or neither: unknown), which events it
// was given (Subscribe, Deliver, Removed). Check compares all logs with the
// rows of the rooms and reports each breach of an invariant:
//
//	I1  every OK is exactly one row with the same room, author, cid, seq, content
//	I2  no row without an Invoke; what failed is not there; what is unknown is
//	    there once or not at all
//	I3  (room, author, cid) and (room, seq) are unique; seqs are 1..top, no gap
//	I4  each subscriber's delivered seqs rise by exactly one from its cursor
//	I5  at rest every subscriber has reached the top
//	I6  one connection's acks in a room rise; an OK before an Invoke means a
//	    smaller seq
//	I7  nothing is delivered later than a second after an acknowledged removal
//	I9  an acknowledged edit, delete or reaction (Change) is there, and so is one
//	    of who is in a room and of its topic; none is there
//	    twice, refused, or unasked for; one person's changes of a message, and
//	    those of a room, have the order in which they were asked for
//
// I8, that a client's state is what it would fetch afresh, is a property test
// of server/chat; that a message is what its log says, server/store/checkup
// tells.
//
// # Concurrency
//
// A Log belongs to one client and may be used by one goroutine at a time;
// different Logs of one Recorder may be used at once. Deliveries are checked
// as they come and not kept, so that a room of 1,000 members and 100,000
// messages fits in memory. Check is called when all Logs are at rest.
package history
