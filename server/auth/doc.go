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
// the session.
//
// # Concurrency
//
// Auth is safe for concurrent use. Run owns the only goroutine (an hourly
// sweep). The cache of live sessions is emptied by the store's OnCommit, which
// runs before the Update that ended a session returns.
package auth
