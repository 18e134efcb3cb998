// Package effecttest makes events of all kinds there are (effect.Kinds), for the
// tests of those who must agree on what events do: a Course is a room's log, and
// Replay what has become of it.
//
// It registers a kind of its own, Star, that nothing else in Confab knows of. So
// each test that imports this package shows that a further kind needs nothing but
// its type. The package is for tests alone.
package effecttest
