// Package host is what every feature of the page stands on: the state, the server, the
// address, what lies over the page, notices, and when what is drawn again. It knows no
// feature. What one feature needs of another is a verb (verbs.go) that the other one fills in.
//
// # Concurrency
//
// A Host and all features belong to go-app's one goroutine. Handlers of events run on it.
// Whoever is called elsewhere (by the engine, by listeners of platform, after waiting for an
// answer) goes through Host.Post.
//
// # Rendering
//
// Who changes something calls Raise with the things that have changed (rev.go), and a
// component gets as a prop the sum of the revisions of the things that it shows:
//
//	&bar{H: h, Room: id, Rev: h.Rev(host.Room(id), host.Presence)}
//
// So the component itself says when it is drawn again, and nobody keeps lists of components.
package host
