// Package egress is the only way in which the server connects to outside
// addresses that others have chosen: link previews, webhooks, push services,
// pictures by address, keys of identity providers. Otherwise, a person who can
// make a server fetch an address could make it talk to what only the server can
// reach: itself, the machines beside it, a cloud's metadata.
//
// The address that is checked is the one that is really dialled: after the name
// was resolved, once more right before the socket connects, and again for each
// redirect. So a name that resolves to something else the second time, an address
// written as a decimal number or inside an IPv6 one, and a redirect to an inner
// address are all the same case: an address that is not public. Public addresses of
// this machine itself are refused too. An admin can allow networks of their own by
// address.
//
// Besides, everything is limited: ports (80 and 443), time (5 s for the whole
// exchange with the body), the body (512 KiB), the header (64 KiB), redirects
// (3), and how many exchanges run at once (16; others wait, which counts towards
// their time). No proxy of the environment is used, no cookies are kept, no
// connection is kept open, and addresses with a user name or password are
// refused, so that they never contain a secret.
//
// A rule in server/proof/guard forbids other packages of the server to dial out,
// with a few exceptions that connect to what the admin has configured (the
// database, Redis, the certificate authority, the bucket of files) or to this server itself.
//
// A Client is safe for concurrent use and owns no goroutine between exchanges.
package egress
