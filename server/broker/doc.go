// Package broker carries hints between nodes: what was committed, who types,
// who is here, whose session ended. Memory serves one node, Redis any number.
//
// # Redis
//
// The node that publishes hears its message at once, on the goroutine that
// publishes, just as with Memory: one node alone is as quick as without Redis,
// and goes on when Redis is away. The other nodes hear it through Redis pub/sub,
// on one of 64 channels, confab:hint:{N}, chosen by the room (or else by the
// first person or session named); on a Redis Cluster that is sharded pub/sub,
// each channel on the master of its slot. Every node subscribes to all of them.
//
// A message is an envelope: one JSON object, and the events, one a line, as long
// as they take at most 8 KB together; otherwise the receiver reads the store.
// Lists of inbox entries are divided into several envelopes.
//
// An envelope is sealed (AES-256-GCM) with a key that the nodes derive from what
// they share, so that whoever reaches Redis can neither read a hint nor make one
// up, change one, send it to another channel or play it again: see sealer. Before
// the sealed part stand "2 NODE", a line break, 16 bytes that name the sender's
// start and 8 of a counter. A node passes over envelopes that are its own, of
// another version, not sealed by its cluster or malformed; all but the first are
// counted, and logged once. That word was kept back, Redis can still see to it:
// then the position checks of server/hub find what is missing.
//
// Pub/sub delivers at most once, and so does this: nothing is repeated, because
// a late hint is of less use than a look into the store.
//
//   - When the queue is full, Redis away or a publication failed, messages are
//     dropped. As soon as one gets through again the node publishes that it
//     dropped some, and every other node's watchers are told true: look.
//   - When a subscription breaks, the watchers are told false, and true when all
//     channels are heard again. A subscription from which nothing comes, not
//     even the answer to a ping, is taken for broken within two seconds.
//
// Positions tell lost events and inbox entries. What has none (changed people,
// ended sessions, typing, presence) is lost for good: whoever keeps something
// of the kind drops it, or asks again, when told true.
//
// # Goroutines and locks
//
// A Redis has two goroutines, and one more for each connection it hears from
// (one; on a Redis Cluster one a master). Close waits for all.
//
//   - The publisher encodes what is queued and sends it in one round trip, in
//     the order of Publish, and then what was queued meanwhile.
//   - The listener opens the subscriptions, watches over them, and opens them
//     anew. Each connection's reader decodes and delivers.
//
// Subscribers are called with Redis.mu held for reading and the lock of the
// message's channel, so that those of one room come one at a time whether from
// here or elsewhere: they must not publish. Watchers are called with watch.mu
// held. The locks are taken in the order mu, channel, watch.mu; queue.mu is held
// for no call.
package broker
