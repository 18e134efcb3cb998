// Command app is Confab's program in the browser. It is compiled to app.wasm.
package main

import (
	"github.com/confab/confab/app/ui"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

func main() {
	app.Route("/", ui.New)
	app.RouteWithRegexp("^/.*", ui.New)
	app.RunWhenOnBrowser()
}
