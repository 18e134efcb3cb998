package form

import (
	"strings"

	"github.com/confab/confab/shared/wire"
)

// EventColumns are the columns of table events, beside those of an event's place
// (its room and seq). Statements and contents take them from here, their values
// from EventColumn and EventValues, and ReadEvent reads them, all in this order.
const EventColumns = `id, author, cid, kind, at, target, reply_to, body, extra, thread, in_room`

// EventColumn is one of EventColumns: how its value is taken from an event and
// from what PackExtra returned for it. One of Text and Number is set.
type EventColumn struct {
	Name   string
	Text   func(e *wire.Event, extra string) string
	Number func(e *wire.Event) int64
	Null   bool // the zero value is kept as NULL
}

var eventColumns = named([]EventColumn{
	{Text: func(e *wire.Event, _ string) string { return e.Event }},
	{Text: func(e *wire.Event, _ string) string { return e.Author }},
	{Text: func(e *wire.Event, _ string) string { return e.CID }, Null: true},
	{Text: func(e *wire.Event, _ string) string { return string(e.Kind) }},
	{Number: func(e *wire.Event) int64 { return e.At }},
	{Number: func(e *wire.Event) int64 { return e.Target }, Null: true},
	{Number: func(e *wire.Event) int64 { return e.ReplyTo }, Null: true},
	{Text: func(e *wire.Event, _ string) string { return e.Body }, Null: true},
	{Text: func(_ *wire.Event, extra string) string { return extra }, Null: true},
	{Number: func(e *wire.Event) int64 { return e.Thread }, Null: true},
	{Number: func(e *wire.Event) int64 { return oneIf(e.InRoom) }, Null: true},
})

// named gives columns the names of EventColumns.
func named(columns []EventColumn) []EventColumn {
	for i, name := range strings.Split(EventColumns, ", ") {
		columns[i].Name = name
	}
	return columns
}

// EachEventColumn returns the columns in their order, which must not be changed.
func EachEventColumn() []EventColumn { return eventColumns }

// EventValues appends the values of e's columns to args.
func EventValues(args []any, e *wire.Event, extra string) []any {
	for i := range eventColumns {
		switch c := &eventColumns[i]; {
		case c.Text != nil && c.Null:
			args = append(args, Null(c.Text(e, extra)))
		case c.Text != nil:
			args = append(args, c.Text(e, extra))
		case c.Null:
			args = append(args, Null64(c.Number(e)))
		default:
			args = append(args, c.Number(e))
		}
	}
	return args
}

// ReadEvent sets the fields of e from EventColumns, the columns of r after the
// first.
func ReadEvent[R interface {
	Text(i int) string
	Int(i int) int64
}](r R, e *wire.Event) error {
	e.Event, e.Author, e.CID, e.Kind = r.Text(1), r.Text(2), r.Text(3), wire.Kind(r.Text(4))
	e.At, e.Target, e.ReplyTo, e.Body = r.Int(5), r.Int(6), r.Int(7), r.Text(8)
	e.Thread, e.InRoom = r.Int(10), r.Int(11) != 0
	return UnpackExtra(r.Text(9), e)
}

func oneIf(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}
