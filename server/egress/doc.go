// Package egress is the one way from the server to addresses outside that others
// have chosen: link previews, webhooks, push services, pictures by address, keys of
// identity providers. Whoever lets a server fetch an address can otherwise have it
// talk to what only it can reach: itself, the machines beside it, a cloud's metadata.
//
// What is checked is the address that is really dialled, after the name was resolved
// and once more in the socket's last step before it connects, and again for each
// redirect. So a name that resolves to something else the second time, an address
// written as a decimal number or inside an IPv6 one, and a redirect inwards are all
// the same case: an address that is not public. An admin can allow networks of their
// own by name of the network.
//
// Besides, everything is bounded: ports (80 and 443), time (5 s for the whole exchange
// with the body), the body (512 KiB), the header (64 KiB), redirects (3), and how many
// exchanges run at once (16; further ones wait within their time). No proxy of the
// environment is used, no cookies are kept, no connection is kept open, and addresses
// with a user name or password are refused, so that no secret gets into them.
//
// server/proof/guard has the rule that no other package of the server dials out, with the few
// exceptions that connect to what the admin has named (the database, Redis, the
// certificate authority) or to this server itself.
//
// A Client is safe for concurrent use and owns no goroutine between exchanges.
package egress
