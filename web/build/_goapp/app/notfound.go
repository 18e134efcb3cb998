// Package app has in it what stands in the place of go-app's own files of the same
// names, which Confab's program does without; package build says how and why.
package app

// notFound is shown for an address without a route. Confab has a route for each.
type notFound struct{ Compo }

func (*notFound) Render() UI { return Div().Text("Not Found") }
