// Package media finds out how long a sound or film is, and how large its picture, from
// what its container says. It decodes nothing: it reads a few kilobytes at the places where
// that stands, at most mostReads of them, and believes no length it is told without
// looking whether there is as much. What is malformed, or says nothing, is not known.
//
// A Read belongs to its caller's goroutine; there is no other.
package media
