package chat

import (
	"errors"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/wire"
)

// source is the message that another one forwards; a seq of 0: none.
type source struct {
	room  string
	seq   int64
	newID func() string
}

// appendTo appends e with what it forwards, which its author must be able to read now. A message that
// forwards something and says nothing itself is forwarded as what it forwards.
func (s source) appendTo(tx store.Tx, who Actor, e *wire.Event) error {
	in, err := admit(tx, who, rights.Row(rights.Read), s.room)
	if err != nil {
		return err
	}
	old, err := message(tx, in.member, s.seq)
	if err != nil {
		return err
	}
	if old.State != nil && old.State.Deleted {
		return errErased
	}
	f, is := effect.ForwardedBy(&old)
	if !is || old.Body != "" {
		f = wire.Forwarded{Room: old.Room, Seq: old.Seq, Author: old.Author, At: old.At, Body: old.Body}
	}
	e.Detail = wire.DetailOf(&f)
	if len(old.Files) == 0 {
		return tx.Events().Append(e)
	}
	ids, err := s.copyFiles(tx, who.User, old.Files, e)
	if err != nil {
		return err
	}
	if err := tx.Events().Append(e); err != nil {
		return err
	}
	return tx.Files().Attach(ids, e.Room, e.Seq)
}

// copyFiles gives e files of its own with the content of those of another message. They use the same
// blobs, and so take up nothing.
func (s source) copyFiles(tx store.Tx, user string, from []wire.File, e *wire.Event) (ids []string, err error) {
	for _, shown := range from {
		f, err := tx.Files().ByID(shown.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue // its message is being erased
		}
		if err != nil {
			return nil, err
		}
		old := f.ID
		f.ID, f.User, f.Room, f.Seq, f.Bytes = s.newID(), user, "", 0, 0
		f.CID = f.ID
		if err := tx.Files().Create(f); err != nil {
			return nil, err
		}
		for _, role := range []string{store.RoleWhole, string(wire.SizeSmall), string(wire.SizeMedium), string(wire.SizeLarge)} {
			blobs, err := tx.Files().Blobs(old, role)
			if err != nil {
				return nil, err
			}
			for _, b := range blobs {
				b.File = f.ID
				if _, err := tx.Files().Use(b); errors.Is(err, store.ErrExists) {
					return nil, errNoFile // it is about to be deleted
				} else if err != nil {
					return nil, err
				}
			}
		}
		shown.ID = f.ID
		e.Files, ids = append(e.Files, shown), append(ids, f.ID)
	}
	return ids, nil
}
