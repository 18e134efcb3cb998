package kit

import "github.com/maxence-charriere/go-app/v10/pkg/app"

// Pick is a line of a list of which several can be chosen. The event that chooses it has its key.
func Pick(key string, on bool, face app.UI, name string) app.UI {
	return El("button.opt|type=button|role=checkbox", K("aria-checked"), Yes(on), K("data-key"), key,
		face, El("bdi", name), El("span.picklist__box", Icon("check")))
}
