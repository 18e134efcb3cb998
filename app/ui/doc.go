// Package ui is the user interface: go-app components, one in each file, which show the
// engine's state.
//
// # Where things are
//
// Root (root.go) is the only route and reads the address (route.go). view.go
// holds what the components share: the engine, the address, what is open.
// bind.go is the only bridge from the engine: however many changes arrive, the
// components are updated once in each frame. timeline*.go manages the message rows
// without go-app's diff; their HTML comes from shared/rowhtml only.
//
// # Concurrency
//
// Everything here, including the view, is used by go-app's one goroutine only. Handlers
// run on it. Calls from elsewhere (the engine, listeners of platform, goroutines that
// waited for an answer) go through view.post.
//
// # Rendering
//
// Components get the view and a revision as props. A component is rendered again only
// if its revision has increased, so code that changes something calls view.touch with
// the parts that show it. Handlers that change nothing visible call ctx.PreventUpdate.
package ui
