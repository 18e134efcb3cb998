// Package effecttest generates events of all kinds (effect.Kinds), for the tests of
// packages that must agree on what events do: a Course generates a room's log, and
// Replay returns what the log amounts to.
//
// It registers a kind of its own, Star, which nothing else in Confab knows. So each
// test that imports this package shows that a new kind needs nothing but its type. The
// package is for tests only.
package effecttest
