// Package clientip finds the address a request really came from: the socket's,
// or behind trusted proxies the entry of X-Forwarded-For that the outermost of
// them added. What a stranger writes into that header is never believed, nor
// what somebody writes who sits in the same network as a proxy.
package clientip
