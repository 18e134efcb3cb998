package postgres

import (
	"strconv"
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

type events struct{ tx *tx }

// eventColumns are an event as it was logged, after its seq.
const eventColumns = `seq, ` + form.EventColumns

func readEvent(room string, r row) (wire.Event, error) {
	e := wire.Event{Room: room, Seq: r.Int(0)}
	err := form.ReadEvent(r, &e)
	return e, err
}

// reading collects the events of one room: each is for a query, and bad is the
// first that could not be read.
type reading struct {
	room string
	out  []wire.Event
	bad  error
}

func (l *reading) each(r row) {
	e, err := readEvent(l.room, r)
	if err != nil && l.bad == nil {
		l.bad = err
	}
	l.out = append(l.out, e)
}

// readEvents collects the events of one room that sql selects. An Update holds
// the room from then on.
func (t events) readEvents(room string, num int64, sql string, args ...any) ([]wire.Event, error) {
	l := reading{room: room}
	err := t.tx.run(append(t.hold(num), query{sql: sql, args: args, each: l.each})...)
	if err != nil {
		return nil, err
	}
	t.holds(num)
	return l.out, l.bad
}

// appendSQL raises the room's last_seq and adds the event under it, in one
// statement. Whoever raises it holds the room's row until the commit, so that
// the next seq is given only after this one is there or will never be. A second
// event of the same cid is not added; the answer's third column is NULL then.
func appendSQL(mentions, reply bool) string {
	values, next := eventValues(2)
	sql := `WITH r AS (UPDATE rooms SET last_seq = last_seq + 1 WHERE id = $1 RETURNING num, last_seq),
	i AS (INSERT INTO events (room, seq, ` + form.EventColumns + `)
		SELECT r.num, r.last_seq, ` + values + ` FROM r
		ON CONFLICT (room, cid, author) WHERE cid IS NOT NULL DO NOTHING
		RETURNING room, seq, reply_to)`
	if mentions {
		sql += `,
	m AS (INSERT INTO mentions (person, room, seq)
		SELECT DISTINCT p, i.room, i.seq FROM i, unnest($` + strconv.Itoa(next) + `::text[]) p)`
	}
	if reply {
		sql += `,
	a AS (INSERT INTO message_state AS s (room, seq, v, replies)
		SELECT i.room, i.reply_to, i.seq, 1
		FROM i JOIN events e ON e.room = i.room AND e.seq = i.reply_to AND e.kind = 'message'
		ON CONFLICT (room, seq) DO UPDATE SET v = excluded.v, replies = s.replies + 1)`
	}
	return sql + `
	SELECT r.num, r.last_seq, i.seq FROM r LEFT JOIN i ON true`
}

// eventValues returns the parameters of an event's columns, the first of which is
// the nth, and the number of the one that follows them.
func eventValues(n int) (list string, next int) {
	var values []string
	for i, c := range form.EachEventColumn() {
		values = append(values, `$`+strconv.Itoa(n+i)+`::`+sqlType(c))
	}
	return strings.Join(values, `, `), n + len(values)
}

// sqlType is the type of a column.
func sqlType(c form.EventColumn) string {
	if c.Text != nil {
		return `text`
	}
	return `bigint`
}

// appends are appendSQL's statements, by mentions and reply.
var appends = map[[2]bool]string{
	{false, false}: appendSQL(false, false), {true, false}: appendSQL(true, false),
	{false, true}: appendSQL(false, true), {true, true}: appendSQL(true, true),
}

func (t events) Append(e *wire.Event) error {
	if contended := t.tx.contended(e.Room); contended && t.tx.mayJoin(e) {
		return t.tx.join(e)
	}
	extra, err := form.PackExtra(e)
	if err != nil {
		return err
	}
	args := append(make([]any, 0, 2+len(form.EachEventColumn())), e.Room) // and perhaps whom it mentions
	args = form.EventValues(args, e, extra)
	named := mentioned(e)
	if len(named) > 0 {
		args = append(args, named)
	}
	var num, seq int64
	var added bool
	qs := []query{{sql: appends[[2]bool{len(named) > 0, e.ReplyTo > 0}], args: args, each: func(r row) {
		num, seq, added = r.Int(0), r.Int(1), !r.Null(2)
	}}}
	if e.ReplyTo > 0 {
		// What is answered must be seen by the statement that counts the answer:
		// hold the room before that statement begins.
		qs = append([]query{{sql: `SELECT 1 FROM rooms WHERE id = $1 FOR NO KEY UPDATE`, args: []any{e.Room}}}, qs...)
	}
	if err := t.tx.write(qs...); err != nil {
		return err
	}
	if num == 0 {
		return store.ErrNotFound
	}
	t.holds(num)
	if !added {
		if _, err := t.tx.exec(`UPDATE rooms SET last_seq = last_seq - 1 WHERE num = $1`, num); err != nil {
			return err
		}
		return store.ErrExists
	}
	e.Seq = seq
	t.tx.store.order.enqueue(&t.tx.ticket, roomQueue(e.Room))
	t.tx.told.Events = append(t.tx.told.Events, *e)
	if e.Kind == wire.KindMessage && e.Thread > 0 {
		return t.detail(*e, e.Thread)
	}
	return nil
}

// mentioned returns whom a message names, its author excepted.
func mentioned(e *wire.Event) []string {
	if e.Kind != wire.KindMessage {
		return nil
	}
	return others(e.Mentions, e.Author)
}

// others returns ids without author.
func others(ids []string, author string) []string {
	var out []string
	for _, id := range ids {
		if id != author {
			out = append(out, id)
		}
	}
	return out
}

func (t events) ByCID(room, author, cid string) (wire.Event, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return wire.Event{}, err
	}
	return only(t.readEvents(room, num, `SELECT `+eventColumns+` FROM events e WHERE e.room = $1 AND e.cid = $2 AND e.author = $3`,
		num, cid, author))
}

// only returns the one event of es, or store.ErrNotFound.
func only(es []wire.Event, err error) (wire.Event, error) {
	switch {
	case err != nil:
		return wire.Event{}, err
	case len(es) == 0:
		return wire.Event{}, store.ErrNotFound
	}
	return es[0], nil
}

func (t events) SameBody(room string, seq int64, body string, replyTo, thread int64) (bool, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return false, err
	}
	var there, same bool
	err = t.tx.run(append(t.hold(num), query{sql: `SELECT e.id, e.body, e.reply_to, s.sum, e.thread FROM events e
		LEFT JOIN message_state s ON s.room = e.room AND s.seq = e.seq WHERE e.room = $1 AND e.seq = $2`, args: []any{num, seq},
		each: func(r row) {
			there = true
			same = r.Text(1) == body
			if sum := r.Bytes(3); len(sum) > 0 {
				same = string(sum) == string(form.BodySum(r.Text(0), body))
			}
			same = same && r.Int(2) == replyTo && r.Int(4) == thread
		}})...)
	if err == nil && !there {
		err = store.ErrNotFound
	}
	if err == nil {
		t.holds(num)
	}
	return same, err
}

func (t events) After(room string, after int64, limit int) ([]wire.Event, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, err
	}
	out, err := t.readEvents(room, num, `SELECT `+eventColumns+` FROM events e WHERE e.room = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`,
		num, after, limit)
	if err != nil {
		return nil, err
	}
	return out, t.quote(num, out)
}

// hold returns what must go before a read of a room's events in an Update: it
// keeps everyone else from appending until the end, so that what is read is
// what is decided on. It is nothing in a View, or if t holds the room already.
func (t events) hold(num int64) []query {
	if t.tx.class == viewing || t.tx.held[num] {
		return nil
	}
	return []query{{sql: `SELECT 1 FROM rooms WHERE num = $1 FOR NO KEY UPDATE`, args: []any{num}}}
}

// holds notes that t holds the room.
func (t events) holds(num int64) {
	if t.tx.class != viewing {
		if t.tx.held == nil {
			t.tx.held = make(map[int64]bool)
		}
		t.tx.held[num] = true
	}
}
