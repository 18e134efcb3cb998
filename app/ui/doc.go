// Package ui is what the person sees: go-app components, one a file, over the
// engine's state.
//
// # Where things are
//
// Root (root.go) is the only route and reads the address (route.go). view.go
// holds what the components share: the engine, the address, what is open.
// bind.go is the one bridge from the engine: however many changes arrive, the
// components are told once a frame. timeline*.go owns the message rows by
// itself, without go-app's diff; their HTML comes from ui/rowhtml alone.
//
// # Concurrency
//
// Everything here, the view included, belongs to go-app's one goroutine.
// Handlers run on it. Whatever comes from elsewhere (the engine, listeners of
// platform, answers that were waited for) enters through view.post.
//
// # Rendering
//
// Components get the view and a revision as props. A component is rendered
// again only if its revision rose, so whoever changes something calls
// view.touch with the parts that show it. Handlers that change nothing visible
// call ctx.PreventUpdate.
package ui
