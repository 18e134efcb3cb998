package chattest

import (
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// What Cases ask about profiles, and about pictures.

func getProfile(w *World, _ Person) wire.Headed { return &wire.ProfileRef{User: w.Sam.ID} }

func unhang(w *World, _ Person) wire.Headed {
	none := ""
	return &wire.RoomSet{Room: w.Room(wire.RoomPublic), Picture: &none}
}

func profileOwn(_ *World, who Person) wire.Headed {
	title := "Firmware " + id.New()
	return &wire.ProfileSet{User: who.ID, Title: &title}
}

func profileOf(role wire.Role) request {
	return func(w *World, _ Person) wire.Headed {
		name := "Renamed " + id.New()
		return &wire.ProfileSet{User: fresh(w, role).ID, Name: &name}
	}
}

// pictureOf removes the picture of somebody.
func pictureOf(role wire.Role) request {
	return func(w *World, _ Person) wire.Headed {
		none := ""
		return &wire.ProfileSet{User: fresh(w, role).ID, Picture: &none}
	}
}
