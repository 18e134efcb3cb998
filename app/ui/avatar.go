package ui

import (
	"github.com/confab/confab/shared/face"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// avatar draws a person's initials. size is a class of avatar.css, state
// the presence to show, "" for none. It says nothing to a screen reader: the
// name stands beside it.
func avatar(u wire.User, size, state string) app.UI {
	initials := face.Initials(u.Name)
	if size == "avatar--sm" || size == "avatar--xs" {
		initials = face.Initial(u.Name)
	}
	var dot app.UI
	if state != "" {
		dot = el("i", class(dotClass(state)))
	}
	return el("span.avatar|aria-hidden=true", class(size), k("data-hue"), face.Hue(u.ID), initials, dot)
}
