package ui

import (
	"github.com/confab/confab/app/ui/rowhtml"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// avatar draws a person's initials. size is a class of components.css, state
// the presence to show, "" for none. It says nothing to a screen reader: the
// name stands beside it.
func avatar(u wire.User, size, state string) app.UI {
	initials := rowhtml.Initials(u.Name)
	if size == "avatar--sm" || size == "avatar--xs" {
		initials = rowhtml.Initial(u.Name)
	}
	return app.Span().Class("avatar", size).DataSet("hue", rowhtml.Hue(u.ID)).Aria("hidden", "true").Body(
		app.Text(initials),
		app.If(state != "", func() app.UI { return app.I().Class(dotClass(state)) }),
	)
}
