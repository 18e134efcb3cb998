// Package https has the stories of a server that is reached from outside: the
// built program obtains its certificate from a real certificate authority,
// Pebble, on this machine, uses a certificate of its own, is behind a proxy, or
// serves plain HTTP. The log must never contain people's secrets.
package https
