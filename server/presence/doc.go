// Package presence knows who is online. Memory serves one node, Redis any number.
//
// # Redis
//
// Each node counts its own connections in a Memory, including the grace. When a
// person's state on this node changes, it tells Redis the state, however many
// connections there are. Redis combines the states of all nodes: online if a
// person is online on any node, or else away. So somebody who leaves one node and
// comes back on another within the grace never looked offline, and somebody who
// is away on one and active on another is online.
//
//	confab:presence:{N}:USER  sorted set "STATE NODE" -> when the entry expires, 60 s ahead
//	confab:online:{N}         hash user -> combined state, for those not offline
//	confab:nodes              sorted set node -> its last heartbeat
//
// N is one of 64, chosen by the person, and decides the slot on a Redis Cluster:
// a script touches only one. A script combines the states and compares the result
// with the hash in one step, so that exactly one node, the one whose change made
// the difference, announces it. All times are by Redis's own clock, in ms.
//
// A node sends a heartbeat every 4 s and refreshes the state of all its users
// every 27 s. A node without a heartbeat for 15 s is dead: the first node to
// notice deletes the dead node's entries and announces who is offline because of
// that, within 20 s of its death. A node that is closed properly counts as dead
// after the grace, so that its users can come back elsewhere. A node that was
// declared dead by mistake, or that finds an empty Redis, learns this at its next
// heartbeat and sends the state of all its users again.
//
// The announcements of other nodes arrive through the broker. States and Online
// answer from what was announced, without asking Redis. Hints may be lost, or
// overtake each other; so each node compares with the hash every 27 s, and as
// soon as the broker says that hints were lost, and announces the differences. So
// an announcement may come twice; it always gives the current state.
//
// Without Redis a node announces the changes of its own users, as Memory does.
// Users of other nodes keep their last known state for 60 s, and then count as
// offline. When Redis is back the node sends the state of all its users, and
// compares; who is not in the hash counts as offline only 10 s later, when the
// other nodes have sent theirs.
//
// # Goroutines and locks
//
// Connect, Set and Disconnect never wait: a change is recorded as pending. A
// Redis has one goroutine, the syncer. It sends pending changes to Redis, all in
// one round trip, sends heartbeats, compares, and is the only one to call the
// watchers. It holds no lock meanwhile, so they may call back. Close waits for
// it.
//
// Memory calls the watchers with its mutex held. Redis.mu protects what is
// pending and what is known of others. It is locked inside Memory's and inside
// the broker's locks, and nothing is called while it is held.
package presence
