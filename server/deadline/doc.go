// Package deadline is how long a request may take. Body and Answer are the
// server's own deadlines, made for requests of a few kilobytes; a route that
// takes or gives more asks for more time as it goes, with Extend, so that a
// slow network is waited for and a client that has stopped is not.
package deadline
