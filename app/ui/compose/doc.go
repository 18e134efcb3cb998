// Package compose is where messages are written: the composer of a room, and others, each with
// its target; the list of people and emoji over it; and what was begun and not sent.
package compose
