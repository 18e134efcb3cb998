// Package auth authenticates people: passwords, sessions, tokens, invites, links for a new password,
// passes that sign in on another device, and the first run that creates the owner.
//
// A session is a row of the store, made at each sign-in. It has two tokens: an
// access token (a JWT of ten minutes, package token) that authenticates every
// request, and a refresh token (256 random bits, stored hashed) that is exchanged
// for the next pair. An access token carries no rights and is not enough by
// itself: Authenticate also checks that the session is still live, so that
// signing out or banning takes effect at once.
//
// # Refreshing
//
// Each use of a refresh token replaces it. The replaced one still works until its
// successor is used, for a minute at most, and yields the same successor again:
// two tabs that refresh together, or an answer lost on the way, end with one
// working token. That is why the successor is computed from the old token and a
// key of the server instead of drawn at random. Any other old token of the
// session that is presented has been stolen from one side or the other, and ends
// the session. So does the replaced one if, within its minute, a different
// program presents it than the one that had it replaced; a different network
// alone does not count.
//
// A session ends after 30 days without use, and in any case after 90. Within its
// first minute a token is not replaced again: the answer has a new access token
// and the same refresh token. A token names its session and is authenticated by
// this server, so that one used long ago is recognised as stolen although the
// store remembers only a few.
//
// # Signing in
//
// Checking a password occupies a core for a moment, so sign-ins wait for their
// turn (package turn), and failures are counted (package throttle). A browser
// that somebody signed in with keeps a mark that proves it, the cookie
// confab_device. A person with that mark, or in a network where they have a
// session, does not wait because of what strangers do.
//
// With its tokens a browser gets the cookie confab_person, which holds the
// person's id. Scripts may read it, and it authenticates nothing: a page without
// a network uses it to show what is stored in the browser only to that person.
//
// # Several nodes
//
// With Options.Shared any number of nodes work on one store, and any of them
// answers any request. The store holds, and so all nodes share: people, sessions,
// refresh tokens with their grace (the successor is computed from a key that all
// share, so another node can repeat a lost answer), invites and their counts, the
// setup code (every node prints the same), the signing keys (package keys). What
// must happen once (a refresh, the last use of an invite, the first run, a
// rotation) is one Update, and the store lets no two Updates decide on the same
// state.
//
// Each node has for itself, with these limits on the harm of stale state:
//
//   - which sessions are live. A node learns of an end at once, from the store
//     for its own commits and through Forget for those of others. A lost hint
//     costs thirty seconds; while Watch says that none arrive, a cached answer is
//     used for one second at most. That a session has ended is final, and
//     remembered for as long as its access tokens last.
//   - the keys, read again each minute and when a key is unknown. Nothing is
//     refused meanwhile: a key is published for a whole rotation before it is
//     used.
//   - failed sign-ins (package throttle), counted together through
//     Options.Limiter, and with stricter limits while that does not answer.
//   - the queue for hashing passwords: it depends on this machine's cores.
//
// The nodes' Options.Clock must agree to within token.Leeway: it is the clock of
// their database (package clock), not that of their machines. A configured setup
// code must be the same on all nodes, or that of the node started last counts; so
// must the public address, which tokens name as their issuer.
//
// # Concurrency
//
// Auth is safe for concurrent use. Run owns the only goroutine, which checks the
// keys every hour and reads shared ones every minute. Ended sessions and invites
// are deleted by jobs (Sweeps). The store's OnCommit, which runs before the
// Update that ended a session returns, empties the cache of live sessions.
package auth
