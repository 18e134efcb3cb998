// Package presence knows who is online. Memory serves one node, Redis any
// number.
//
// # Redis
//
// Each node counts its own connections in a Memory, grace included, and tells
// Redis how a person looks from here when that changes, however many
// connections there are. Redis puts together what the nodes say: online if
// anybody's word is online, or else away. So somebody who leaves one node and
// comes back on another within the grace never looked offline, and somebody
// who is away on one and active on another is online.
//
//	confab:presence:{N}:USER  sorted set "STATE NODE" -> when the word expires, 60 s ahead
//	confab:online:{N}         hash user -> how the person looks, for those not offline
//	confab:nodes              sorted set node -> its last sign of life
//
// N is one of 64, by the person, and decides the place on a Redis Cluster: a
// script touches one. It puts together and compares with the hash in one step,
// so that exactly one node, the one whose word made the difference, announces a
// change. All times are by Redis's own clock, in ms.
//
// A node gives a sign of life every 4 s and its word on everybody again every
// 27 s. One that has given none for 15 s is dead: whoever notices takes its
// words back and announces who is gone by that, within 20 s of its death. A
// node that is closed properly is dead after the grace, so that its people can
// come back elsewhere. Taken for dead by mistake, or met by an empty Redis, a
// node finds out at its next sign of life, and gives its word again.
//
// What others announced is heard through the broker. States and Online answer
// from that, without a question to Redis. Hints may be lost, or overtake each
// other; so each node compares with the hash every 27 s, and as soon as the
// broker says that hints were lost, and announces where it knew otherwise. An
// announcement may thus come twice, and states what is.
//
// Without Redis a node announces what its own people do, as Memory does. Those
// on other nodes stay as they were known for 60 s, and then count as offline.
// When Redis is back the node gives its word on everybody, and compares; who is
// not in the hash counts as offline only 10 s later, when the other nodes have
// given theirs.
//
// # Goroutines and locks
//
// Connect, Set and Disconnect wait for nobody: a change is noted as pending.
// A Redis has one goroutine, the keeper, which tells Redis what is pending, all
// in one round trip, gives signs of life, compares, and is the only one to call
// the watchers, holding no lock; they may call back. Close waits for it.
//
// Memory calls the watchers with its mutex held. Redis.mu protects what is
// pending and what is known of others; it is taken inside Memory's and inside
// the broker's locks, and nothing is called with it held.
package presence
