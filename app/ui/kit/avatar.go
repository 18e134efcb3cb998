package kit

import (
	"github.com/confab/confab/shared/face"
	"github.com/confab/confab/shared/rowhtml"
	"github.com/confab/confab/shared/wire"
	"github.com/maxence-charriere/go-app/v10/pkg/app"
)

// Avatar draws a person: their picture, over their initials. size is a class of avatar.css, state
// the presence to show, "" for none. It says nothing to a screen reader: the
// name stands beside it.
func Avatar(u wire.User, size, state string) app.UI {
	initials := face.Initials(u.Name)
	if size == "avatar--sm" || size == "avatar--xs" {
		initials = face.Initial(u.Name)
	}
	var dot app.UI
	if state != "" {
		dot = El("i", dotClass(state))
	}
	return El("span.avatar|aria-hidden=true", Class(size), K("data-hue"), face.Hue(u.ID), initials, photo(u.Picture), dot)
}

// photo draws the picture of a person or a room. Until it is there, or if it cannot be had (web/first.js), what is
// below it is seen.
func photo(picture string) app.UI {
	if picture == "" {
		return nil
	}
	return El("img|loading=lazy|decoding=async", K("src"), rowhtml.FaceAddress(picture))
}

// RoomFace draws a room that is not a conversation of two: its picture in a size as for Avatar, its icon, or
// two of its people.
func RoomFace(r wire.Room, size string) app.UI {
	if len(r.Peers) > 1 {
		return El("span.avatar.avatar--sm.avatar--group|aria-hidden=true",
			Avatar(r.Peers[0], "avatar--xs", ""), Avatar(r.Peers[1], "avatar--xs", ""))
	}
	icon := Icon(RoomIcon(r))
	if r.Picture == "" {
		return icon
	}
	return El("span.avatar.avatar--room|aria-hidden=true", Class(size), icon, photo(r.Picture))
}

// dotClass is the class of the presence dot: full, ring, or hollow.
func dotClass(state string) Class {
	switch state {
	case wire.Online:
		return "dot"
	case wire.Away:
		return "dot dot--away"
	}
	return "dot dot--off"
}

// RoomIcon is the icon of a room.
func RoomIcon(r wire.Room) string {
	switch {
	case len(r.Peers) > 0:
		return "users"
	case r.Kind == wire.RoomDM:
		return "user"
	case r.Archived > 0:
		return "archive"
	case r.Posting == wire.ScopeHosts:
		return "megaphone"
	case r.Kind == wire.RoomPrivate:
		return "lock"
	}
	return "hash"
}
