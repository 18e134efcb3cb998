package chat

import (
	"errors"
	"reflect"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// The picture of a person or a room is a file like those of messages: it is uploaded in
// the same way, made anew by the same process, counted for who uploaded it, and kept
// as long as the person or the room has it.

// changePicture makes a file of user's the picture of a person or a room, and removes the one that was. It returns
// the picture that there is from then on.
func (r *records) changePicture(tx store.Tx, user, of, was, file string) (string, error) {
	if file == was {
		return was, nil
	}
	if file != "" {
		f, err := own(tx, user, file)
		if err == nil {
			err = fitsFace(f)
		}
		if err == nil {
			err = tx.Files().Attach([]string{file}, of, 0)
		}
		if err != nil {
			return was, err
		}
	}
	if was == "" {
		return file, nil
	}
	return file, r.removeFiles(tx, []wire.File{{ID: was}})
}

// fitsFace refuses a file that cannot be the picture of a person or a room.
func fitsFace(f store.File) error {
	switch {
	case !f.Done:
		return wire.Refused(wire.CodeConflict, text.FileNotReady)
	case f.Room != "":
		return errFileUsed
	case f.Bytes > limits.FaceBytes:
		return wire.Refused(wire.CodeTooLarge, text.FaceTooLarge(limits.FaceBytes>>20))
	case !strings.HasPrefix(f.Type, "image/") || f.Width == 0 || f.Animated: // without a width, it was not made anew
		return invalid(text.FaceIsPicture)
	}
	return nil
}

// seesPicture refuses the picture of a person or a room that is not theirs any more, or that of a room which who
// may not see.
func seesPicture(tx store.Tx, who Actor, f store.File) error {
	u, err := tx.Users().ByID(f.Room)
	shown := u.Picture
	if errors.Is(err, store.ErrNotFound) {
		var r store.Room
		if r, err = openRoom(tx, f.Room); errors.Is(err, errRoomGone) {
			var p standing
			p, err = roomStanding(tx, who, f.Room, rights.Read)
			r = p.room
		}
		shown = r.Picture
	}
	if err == nil && shown != f.ID || errors.Is(err, errRoomGone) || errors.Is(err, errNoRight) {
		err = errNoFile
	}
	return err
}

// isIDOrNone is the form of an id; empty: there is to be none.
func isIDOrNone(field string, v reflect.Value) error {
	if v.String() == "" {
		return nil
	}
	return checkID(field, v.String())
}
