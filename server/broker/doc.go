// Package broker carries hints between nodes: what was committed, who is typing,
// who is online, whose session ended. Memory serves one node, Redis any number.
//
// # Redis
//
// The node that publishes a message receives it at once, on the publishing
// goroutine, just as with Memory: one node alone is as quick as without Redis,
// and continues when Redis is away. The other nodes receive it through Redis
// pub/sub, on one of 64 channels, confab:hint:{N}, chosen by the room (or else by
// the first person or session named); on a Redis Cluster that is sharded pub/sub,
// each channel on the master of its slot. Every node subscribes to all of them.
//
// A message is an envelope: one JSON object, and the events, one per line, if
// together they take at most 8 KB; otherwise the receiver reads the store. Lists
// of inbox entries are divided into several envelopes.
//
// An envelope is sealed (AES-256-GCM) with a key derived from a secret that the
// nodes share. Somebody with access to Redis can neither read a hint nor invent
// one, change one, move it to another channel or replay it: see sealer. Before
// the sealed part stand "2 NODE", a line break, 16 bytes that identify the
// sender's start and 8 of a counter. A node ignores envelopes that are its own,
// of another version, not sealed by its cluster or malformed; all but the first
// kind are counted, and logged once. Redis can still withhold messages: then the
// position checks of server/hub find what is missing.
//
// Pub/sub delivers at most once, and so does this: nothing is repeated, because
// reading the store is more useful than a late hint.
//
//   - When the queue is full, Redis is away or a publication failed, messages are
//     dropped. As soon as one gets through again the node publishes that it
//     dropped some, and the watchers on all other nodes are called with true,
//     which means: read the store.
//   - When a subscription breaks, the watchers are called with false, and with
//     true when all channels are subscribed again. A subscription on which
//     nothing arrives, not even the answer to a ping, counts as broken within two
//     seconds.
//
// Lost events and inbox entries are found by comparing positions. What has no
// position (changed people, ended sessions, typing, presence) is lost for good: a
// watcher that caches such state has to drop it, or read it again, when called
// with true.
//
// # Goroutines and locks
//
// A Redis has two goroutines, and one more for each connection that it reads
// (one; on a Redis Cluster one per master). Close waits for all.
//
//   - The publisher encodes what is queued and sends it in one round trip, in the
//     order of Publish, and then what was queued meanwhile.
//   - The listener opens the subscriptions, watches them, and reopens them. Each
//     connection's reader decodes and delivers.
//
// Subscribers are called with Redis.mu held for reading and the lock of the
// message's channel, so that the messages of one room come one at a time whether
// from here or elsewhere: subscribers must not publish. Watchers are called with
// watch.mu held. The locks are taken in the order mu, channel, watch.mu. Nothing
// is called with queue.mu held.
package broker
