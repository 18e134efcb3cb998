package chat

import (
	"context"
	"reflect"
	"slices"
	"unicode/utf8"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/rights"
	"github.com/confab/confab/shared/text"
	"github.com/confab/confab/shared/wire"
)

// dismissPreview removes the preview of a link, with its picture, or has one that the same
// person has removed fetched again.
func (s messages) dismissPreview(ctx context.Context, who Actor, q *wire.PreviewDismiss) (*wire.Ack, error) {
	return s.change(ctx, who, q.Seq, func(tx store.Tx, p standing, old wire.Event) (*wire.Event, error) {
		if old.Author != p.me.ID {
			in, err := p.withRoom(tx)
			if err != nil {
				return nil, err
			}
			if err := in.need(rights.DeleteAny); err != nil {
				return nil, err
			}
		}
		if old.State == nil {
			return nil, nil
		}
		i := slices.IndexFunc(old.State.Previews, func(v wire.Preview) bool {
			return v.Address == q.Address && (q.Undo && v.Dismissed && v.By == p.me.ID || !q.Undo && !v.Dismissed)
		})
		if i < 0 {
			return nil, nil
		}
		left := slices.Clone(old.State.Previews)
		if err := s.records.removeFiles(tx, PicturesOf(left[i:i+1])); err != nil {
			return nil, err
		}
		left[i] = wire.Preview{Address: q.Address, Dismissed: !q.Undo, Awaited: q.Undo, By: p.me.ID}
		e := s.records.event(wire.KindPreview, p.me.ID, q.Room)
		e.Target, e.Detail = q.Seq, wire.DetailOf(&wire.Previews{Previews: left})
		return e, nil
	})
}

// PicturesOf returns the files of previews.
func PicturesOf(all []wire.Preview) (files []wire.File) {
	for i := range all {
		if all[i].Picture != nil {
			files = append(files, *all[i].Picture)
		}
	}
	return files
}

// filesOf returns the files of a message: those that came with it, and the pictures of its previews.
func filesOf(m *wire.Event) []wire.File {
	if m.State == nil || len(m.State.Previews) == 0 {
		return m.Files
	}
	return append(slices.Clip(m.Files), PicturesOf(m.State.Previews)...)
}

// isAddress is the form of a link as a preview has it.
func isAddress(field string, v reflect.Value) error {
	switch s := v.String(); {
	case len(s) > limits.AddressBytes:
		return wire.Refused(wire.CodeTooLarge, text.FieldTooLong(field))
	case !utf8.ValidString(s):
		return invalid(text.FieldIsUTF8(field))
	}
	return nil
}
