// Package clientip finds the address a request really came from: the socket's, or
// behind trusted proxies the entry of X-Forwarded-For that the outermost of them
// added. What a stranger writes into that header is never trusted, nor what a
// client in the same network as a proxy writes.
package clientip
