package kit

import (
	"reflect"
	"strconv"

	"github.com/confab/confab/app/platform"
	"github.com/confab/confab/app/ui/host"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Handler is what is done on an event.
type Handler struct {
	event, code string
	do          app.EventHandler
}

// On handles an event. What the handler raises is drawn; if it raises nothing, nothing is.
//
// go-app compares handlers by their code alone, which is the same for all that come from here, so the
// code of do is what tells them apart. Values that a function literal captures do not: where a list has
// one for each entry, give the list one handler, and see Data.
func On(event string, do func(platform.Event)) *Handler { return on(event, do, do) }

// on does something on an event that is told apart by the code of what.
func on(event string, what, do func(platform.Event)) *Handler {
	code := strconv.FormatUint(uint64(reflect.ValueOf(what).Pointer()), 36)
	return &Handler{event, code, func(ctx app.Context, e app.Event) {
		host.Handle(ctx, func() { do(eventOf(e)) })
	}}
}

// Data reads a data attribute of the element that an event is about: the one it happened to,
// or the nearest around it that has the attribute. Lists have one handler for all their
// entries, told apart by it, because a closure over an old entry would be kept.
func Data(e platform.Event, name string) string {
	return e.Target().Closest("[data-" + name + "]").Attrs().Get("data-" + name)
}

// Aside reports whether an event happened to the dimmed page beside what lies over it.
func Aside(e platform.Event) bool { return e.Target().Same(e.Target().Closest(".scrim")) }

// Typed returns the text of the field that an event happened to.
func Typed(e platform.Event) string { return platform.Field{Element: e.Target()}.Value() }
