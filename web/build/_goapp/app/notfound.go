package app

// notFound is shown for an address without a route. Confab has a route for each.
type notFound struct{ Compo }

func (*notFound) Render() UI { return Div().Text("Not Found") }
