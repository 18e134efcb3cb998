// Package clientip finds the address a request really came from: the socket's,
// or behind trusted proxies the rightmost entry of X-Forwarded-For that is not
// one of theirs. What a stranger writes into that header is never believed.
package clientip
