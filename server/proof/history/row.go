package history

import "github.com/confab/confab/shared/wire"

// RowOf returns an event, of the log or of a page, as a Row.
func RowOf(e wire.Event) Row {
	row := Row{Room: e.Room, Seq: e.Seq, Author: e.Author, CID: e.CID, Body: e.Body, ReplyTo: e.ReplyTo}
	if e.Kind != wire.KindMessage {
		row.Kind, row.Target, row.Emoji, row.On = string(e.Kind), e.Target, e.Emoji, e.On
		row.User, row.Action, row.Topic = e.User, e.Action, e.Topic
	}
	row.Changed = e.State != nil && (e.State.EditedAt != 0 || e.State.Deleted)
	return row
}
