// Package https holds the stories of a server that others reach: the built
// program gets its certificate from a real certificate authority, Pebble, on this
// machine, serves with one of its own, behind a proxy, or without. And whatever people
// tell it in confidence, its log does not tell.
package https
