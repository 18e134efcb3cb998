package contents

import (
	"context"
	"slices"

	"github.com/confab/confab/server/store/form"
)

// Kind is what a column holds.
type Kind int

// The kinds of columns, and the Go types of their values in a Row. A value may
// also be nil, where the database has NULL.
const (
	Text  Kind = iota // string, of any bytes
	Int               // int64
	Bool              // bool
	Bytes             // []byte
)

// Column is one column of a Table.
type Column struct {
	Name string
	Kind Kind
}

// Table is one table of a store. Its name and the names of its columns are those
// of both databases. Where a database keeps a column otherwise, as SQLite does the
// room and the seq of an event, its own package says how it is read out.
type Table struct {
	Name    string
	Key     int // how many of the first columns are the key, in whose order rows are read
	Columns []Column
	ByRoom  bool // the first column is the room's number
}

// Names returns the names of the columns.
func (t Table) Names() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

// Row is one row: a value for each column of its Table.
type Row []any

// Source reads tables out.
type Source interface {
	// Read calls fn for every row of t from the one after the first skip rows
	// on, in an order that is always the same. The row and what is in it are
	// fn's only until it returns; strings are good for ever. It ends with ctx,
	// and with the first error of fn, which it returns unchanged.
	Read(ctx context.Context, t Table, skip int64, fn func(Row) error) error
	// Count returns how many rows t has.
	Count(ctx context.Context, t Table) (int64, error)
}

// The names of the tables.
const (
	Settings      = "settings"
	Users         = "users"
	UserPrefixes  = "user_prefixes"
	Sessions      = "sessions"
	SessionTokens = "session_tokens"
	Turns         = "turns"
	Invites       = "invites"
	Rooms         = "rooms"
	Members       = "members"
	Places        = "places"
	Sidebars      = "sidebars"
	Departures    = "departures"
	Events        = "events"
	MessageState  = "message_state"
	Reactions     = "reactions"
	Votes         = "votes"
	Mentions      = "mentions"
	Marks         = "marks"
	Inbox         = "inbox"
	Cursors       = "cursors"
	DeadEvents    = "dead_events"
	Jobs          = "jobs"
	Activity      = "activity"
	SavedMessages = "saved_messages"
	Plans         = "plans"
	Drafts        = "drafts"
	Feed          = "feed"
	Follows       = "follows"
	Codes         = "codes"
	Profiles      = "profiles"
	Files         = "files"
	Emoji         = "emoji"
	FileBlobs     = "file_blobs"
	DoomedBlobs   = "doomed_blobs"
	FileUsage     = "file_usage"
	Links         = "links"
)

// tables is every table, in an order in which rows come after those they refer
// to. A table that is here is moved to another database, is summed up, and is
// emptied before a test; a test compares it with what the migrations make.
var tables = []Table{
	{Name: Settings, Key: 1, Columns: []Column{{"key", Text}, {"value", Text}}},
	{Name: Users, Key: 1, Columns: []Column{{"id", Text}, {"handle", Text}, {"name", Text}, {"role", Text}, {"ghost", Bool},
		{"gone", Bool}, {"email", Text}, {"password", Text}, {"created", Int}, {"picture", Text},
		{"emoji", Text}, {"status", Text}, {"until", Int}, {"quiet", Int}}},
	{Name: UserPrefixes, Key: 2, Columns: []Column{{"prefix", Text}, {"handle", Text}, {"ghost", Bool}}},
	{Name: Sessions, Key: 1, Columns: []Column{{"num", Int}, {"id", Text}, {"person", Text}, {"device", Text}, {"created", Int},
		{"seen", Int}, {"ended", Int}, {"token", Bytes}, {"previous", Bytes}, {"previous_until", Int}, {"expires", Int},
		{"agent", Text}, {"network", Text}}},
	{Name: SessionTokens, Key: 1, Columns: []Column{{"hash", Bytes}, {"session", Int}, {"at", Int}}},
	{Name: Turns, Key: 3, Columns: []Column{{"holder", Text}, {"instance", Text}, {"lane", Text}, {"number", Int}, {"at", Int},
		{"code", Text}, {"seq", Int}, {"ref", Text}}},
	{Name: Invites, Key: 1, Columns: []Column{{"id", Text}, {"hash", Bytes}, {"maker", Text}, {"created", Int}, {"expires", Int},
		{"uses", Int}, {"used", Int}, {"room", Text}, {"revoked", Bool}}},
	{Name: Rooms, Key: 1, ByRoom: true, Columns: []Column{{"num", Int}, {"id", Text}, {"kind", Text}, {"name", Text},
		{"name_key", Text}, {"topic", Text}, {"creator", Text}, {"created", Int}, {"epoch", Text}, {"pair", Text},
		{"members", Int}, {"last_seq", Int}, {"history", Text}, {"no_previews", Bool}, {"picture", Text},
		{"posting", Text}, {"calling", Text}, {"slow", Int}, {"archived", Int}}},
	{Name: Members, Key: 2, ByRoom: true, Columns: []Column{{"room", Int}, {"person", Text}, {"host", Bool}, {"read", Int},
		{"at", Int}, {"since", Int}, {"handle", Text}, {"ghost", Bool}}},
	{Name: Places, Key: 2, ByRoom: true, Columns: []Column{{"room", Int}, {"person", Text}, {"starred", Bool}, {"muted", Bool},
		{"backs", Int}, {"wrote", Int}, {"section", Text}}},
	{Name: Sidebars, Key: 1, Columns: []Column{{"person", Text}, {"sections", Text}}},
	{Name: Departures, Key: 2, ByRoom: true, Columns: []Column{{"room", Int}, {"person", Text}, {"by", Text}, {"at", Int}}},
	{Name: Events, Key: 2, ByRoom: true, Columns: eventColumns()},
	{Name: MessageState, Key: 2, ByRoom: true, Columns: []Column{{"room", Int}, {"seq", Int}, {"v", Int}, {"edited_at", Int},
		{"deleted", Bool}, {"replies", Int}, {"body", Text}, {"mentions", Text}, {"sum", Bytes}, {"detail", Text},
		{"reactions", Text}}},
	{Name: Reactions, Key: 4, ByRoom: true, Columns: []Column{{"room", Int}, {"seq", Int}, {"emoji", Text}, {"person", Text},
		{"place", Int}, {"since", Int}}},
	{Name: Votes, Key: 3, ByRoom: true, Columns: []Column{{"room", Int}, {"seq", Int}, {"person", Text}, {"choices", Int}}},
	{Name: Mentions, Key: 3, ByRoom: true, Columns: []Column{{"room", Int}, {"seq", Int}, {"person", Text}}},
	{Name: Marks, Key: 3, ByRoom: true, Columns: []Column{{"room", Int}, {"mark", Text}, {"since", Int}, {"seq", Int}}},
	{Name: Inbox, Key: 2, Columns: []Column{{"person", Text}, {"useq", Int}, {"room", Text}, {"slot", Int}, {"kind", Text}, {"seq", Int},
		{"item", Text}}},
	{Name: Cursors, Key: 2, Columns: []Column{{"follower", Text}, {"room", Text}, {"seq", Int}, {"tries", Int}, {"due", Int}}},
	{Name: DeadEvents, Key: 3, Columns: []Column{{"follower", Text}, {"room", Text}, {"seq", Int}, {"at", Int}, {"error", Text}}},
	{Name: Jobs, Key: 1, Columns: []Column{{"key", Text}, {"kind", Text}, {"payload", Text}, {"due", Int}, {"tries", Int},
		{"holder", Text}, {"until", Int}, {"error", Text}, {"died", Int}}},
	{Name: Activity, Key: 3, Columns: []Column{{"day", Int}, {"room", Text}, {"person", Text}, {"messages", Int}}},
	{Name: SavedMessages, Key: 3, Columns: []Column{{"person", Text}, {"room", Text}, {"seq", Int}, {"at", Int}, {"done", Int}}},
	{Name: Plans, Key: 2, Columns: []Column{{"person", Text}, {"id", Text}, {"deed", Text}, {"state", Text}, {"due", Int},
		{"zone", Text}, {"room", Text}, {"seq", Int}, {"reply_to", Int}, {"body", Text}, {"failed", Text},
		{"thread", Int}, {"in_room", Int}, {"files", Text}}},
	{Name: Feed, Key: 2, Columns: []Column{{"person", Text}, {"num", Int}, {"room", Text}, {"seq", Int}, {"kind", Text},
		{"author", Text}, {"emoji", Text}, {"at", Int}, {"state", Int}}},
	{Name: Follows, Key: 3, Columns: []Column{{"person", Text}, {"room", Text}, {"thread", Int}, {"stopped", Int}, {"readto", Int},
		{"last", Int}, {"at", Int}}},
	{Name: Drafts, Key: 3, Columns: []Column{{"person", Text}, {"room", Text}, {"thread", Int}, {"rev", Int}, {"at", Int},
		{"body", Text}, {"reply_to", Int}}},
	{Name: Profiles, Key: 1, Columns: []Column{{"person", Text}, {"pronouns", Text}, {"title", Text}, {"zone", Text},
		{"about", Text}, {"pause", Int}, {"hours", Text}}},
	{Name: Codes, Key: 2, Columns: []Column{{"kind", Text}, {"person", Text}, {"hash", Bytes}, {"maker", Text}, {"created", Int},
		{"expires", Int}}},
	{Name: Files, Key: 1, Columns: []Column{{"id", Text}, {"person", Text}, {"cid", Text}, {"info", Text}, {"bytes", Int},
		{"received", Int}, {"sum", Bytes}, {"done", Bool}, {"room", Text}, {"seq", Int}, {"created", Int}, {"expires", Int}}},
	{Name: Emoji, Key: 1, Columns: []Column{{"name", Text}, {"id", Text}, {"person", Text}, {"aliases", Text}, {"picture", Text},
		{"still", Text}, {"at", Int}}},
	{Name: FileBlobs, Key: 3, Columns: []Column{{"file", Text}, {"role", Text}, {"place", Int}, {"name", Text}, {"size", Int},
		{"type", Text}}},
	{Name: DoomedBlobs, Key: 1, Columns: []Column{{"name", Text}}},
	{Name: Links, Key: 1, Columns: []Column{{"address", Text}, {"preview", Text}, {"at", Int}}},
	{Name: FileUsage, Key: 1, Columns: []Column{{"person", Text}, {"bytes", Int}}},
}

// eventColumns are the event's place and form.EventColumns.
func eventColumns() []Column {
	columns := []Column{{"room", Int}, {"seq", Int}}
	for _, c := range form.EachEventColumn() {
		kind := Int
		if c.Text != nil {
			kind = Text
		}
		columns = append(columns, Column{c.Name, kind})
	}
	return columns
}

// Tables returns every table, those that others refer to first.
func Tables() []Table { return slices.Clone(tables) }

// TableOf returns the table of that name, which must be one of the above.
func TableOf(name string) Table {
	i := slices.IndexFunc(tables, func(t Table) bool { return t.Name == name })
	return tables[i]
}

// Room is the number of the room that r belongs to, 0 if t is not by room.
func (t Table) Room(r Row) int64 {
	if !t.ByRoom {
		return 0
	}
	return r.Int(0)
}

// Text, Int, Bool and Bytes read a value of that kind; NULL reads as the zero
// value.

// Text reads a text.
func (r Row) Text(i int) string {
	s, _ := r[i].(string)
	return s
}

// Int reads a number.
func (r Row) Int(i int) int64 {
	n, _ := r[i].(int64)
	return n
}

// Bool reads a truth value.
func (r Row) Bool(i int) bool {
	b, _ := r[i].(bool)
	return b
}

// Bytes reads bytes.
func (r Row) Bytes(i int) []byte {
	b, _ := r[i].([]byte)
	return b
}
