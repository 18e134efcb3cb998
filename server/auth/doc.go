// Package auth knows who people are: passwords, sessions, tokens, invites, and
// the first run that creates the owner.
//
// A session is a row of the store, made at each sign-in. From it hang two
// tokens: an access token (a JWT of ten minutes, package token) that proves it
// on every request, and a refresh token (256 random bits, stored hashed) that
// is exchanged for the next pair. An access token carries no rights and is not
// enough by itself: Authenticate also asks whether the session is still live,
// so that signing out or banning takes effect at once.
//
// # Refreshing
//
// Each use of a refresh token replaces it. The replaced one still works until
// its successor is used, for a minute at most, and yields the same successor
// again: two tabs that refresh together, or an answer lost on the way, end with
// one working token. That is why the successor is computed from the old token
// and a key of the server's instead of drawn afresh. Any other token of the
// family that comes back has been stolen from one side or the other, and ends
// the session. So has the replaced one if another program presents it in its
// minute than the one that had it replaced; another network alone says nothing.
//
// A session idle for 30 days ends, and each after 90. Within its first minute a
// token is not replaced again: the answer has new access and the same token. A
// token names its session and bears a mark of ours, so that one used up long ago
// is known for stolen though the store remembers few of them.
//
// # Signing in
//
// Checking a password costs a core for a moment, so people wait for their turn
// (package turn), and failures are counted (package throttle). A browser that
// somebody signed in with keeps a mark that says so, the cookie confab_device;
// with it, or from a network in which they have a session, nobody waits for
// what strangers do.
//
// With its tokens a browser gets the cookie confab_person, which names whose they
// are. Scripts may read it, nothing is let in by it: a page without a network
// shows by it what it has kept to that person alone.
//
// # Several nodes
//
// With Options.Shared any number of nodes work on one store, and any of them
// answers any request. In the store, and so the same for all: people, sessions,
// refresh tokens with their grace (its successor is computed from a key that
// all share, so a lost answer can be had again from another node), invites and
// their counts, the setup code (every node prints the same), the signing keys
// (package keys). What must happen once (a refresh, the last use of an invite,
// the first run, a rotation) is one Update, and the store lets no two Updates
// decide on the same state.
//
// Each node keeps for itself, and what bounds the harm:
//
//   - which sessions are live. An end is heard at once, of this node's commits
//     from the store, of others' through Forget. A hint that was lost costs
//     thirty seconds; while Watch says that none arrive, nothing is believed for
//     longer than one. That one has ended is for good, and remembered for as long
//     as its access tokens last.
//   - the keys, read again each minute and for a key that is unknown. Nothing
//     is refused meanwhile: the key that comes into use is known for a rotation
//     before that.
//   - failed sign-ins (package throttle), counted together through
//     Options.Limiter, and more strictly while that does not answer.
//   - the queue for hashing passwords: it is about this machine's cores.
//
// The nodes' Options.Clock must agree to token.Leeway: it is that of their
// database (package clock), whatever their machines say. A setup code that is
// chosen must be the same on all nodes, else the one started last counts; so
// must the public address, which tokens name as their issuer.
//
// # Concurrency
//
// Auth is safe for concurrent use. Run owns the only goroutine (an hourly look at
// the keys, each minute at shared ones). What ended is swept out by jobs (Sweeps).
// The cache of live sessions is
// emptied by the store's OnCommit, which runs before the Update that ended a
// session returns.
package auth
