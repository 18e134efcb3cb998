package sqlite

import (
	"strings"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/form"
	"github.com/confab/confab/shared/wire"
)

type events struct{ tx *tx }

// eventColumns are an event as it was logged, after its key.
const eventColumns = `key, ` + form.EventColumns

// insertEvent has as many values as eventColumns.
var insertEvent = `INSERT INTO events (` + eventColumns + `) VALUES (?` + strings.Repeat(`, ?`, len(form.EachEventColumn())) + `)`

func readEvent(room string, r row) (wire.Event, error) {
	e := wire.Event{Room: room, Seq: r.Int(0) & seqMask}
	err := form.ReadEvent(r, &e)
	return e, err
}

// readEvents collects the events of one room that sql selects.
func (t *tx) readEvents(room, sql string, args ...any) ([]wire.Event, error) {
	var out []wire.Event
	var bad error
	err := t.conn.each(func(r row) {
		e, err := readEvent(room, r)
		if err != nil {
			bad = err
		}
		out = append(out, e)
	}, sql, args...)
	if err == nil {
		err = bad
	}
	return out, err
}

func (t events) Append(e *wire.Event) error {
	if t.tx.write == nil {
		return store.ErrReadOnly
	}
	room, err := t.tx.write.room(e.Room)
	if err != nil {
		return err
	}
	extra, err := form.PackExtra(e)
	if err != nil {
		return err
	}
	room.top++
	k := key(room.num, room.top)
	var args [16]any // on the stack
	if _, err := t.tx.exec(insertEvent, form.EventValues(append(args[:0], k), e, extra)...); err != nil {
		return err
	}
	t.tx.write.memory.rooms.set(e.Room, room)
	e.Seq = room.top
	if e.Kind == wire.KindMessage {
		if err := t.tx.mention(k, e.Author, e.Mentions); err != nil {
			return err
		}
	}
	if e.ReplyTo > 0 {
		if err := t.answer(room.num, e); err != nil {
			return err
		}
	}
	if e.Kind == wire.KindMessage && e.Thread > 0 {
		if err := t.detail(*e, e.Thread); err != nil {
			return err
		}
	}
	told := &t.tx.write.told
	told.Events = append(told.Events, *e)
	return nil
}

// mention notes whom the message at k names, its author excepted.
func (t *tx) mention(k int64, author string, ids []string) error {
	for _, id := range ids {
		if id == author {
			continue
		}
		if _, err := t.exec(`INSERT INTO mentions (person, key) VALUES (?, ?) ON CONFLICT DO NOTHING`, id, k); err != nil {
			return err
		}
	}
	return nil
}

// answer counts e at the message it answers.
func (t events) answer(num int64, e *wire.Event) error {
	_, err := t.tx.exec(`INSERT INTO message_state (key, v, replies) SELECT key, ?, 1 FROM events WHERE key = ? AND kind = 'message'
		ON CONFLICT (key) DO UPDATE SET v = excluded.v, replies = replies + 1`, e.Seq, key(num, e.ReplyTo))
	return err
}

func (t events) ByCID(room, author, cid string) (wire.Event, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return wire.Event{}, err
	}
	r, err := t.tx.conn.one(`SELECT `+eventColumns+` FROM events e WHERE e.cid = ? AND e.author = ? AND e.key >> 40 = ?`,
		cid, author, num)
	if err != nil {
		return wire.Event{}, err
	}
	return readEvent(room, r)
}

func (t events) SameBody(room string, seq int64, body string, replyTo, thread int64) (bool, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return false, err
	}
	r, err := t.tx.conn.one(`SELECT e.id, e.body, e.reply_to, s.sum, e.thread FROM events e LEFT JOIN message_state s ON s.key = e.key
		WHERE e.key = ?`, key(num, seq))
	if err != nil {
		return false, err
	}
	if r.Int(2) != replyTo || r.Int(4) != thread {
		return false, nil
	}
	if sum := r.Bytes(3); len(sum) > 0 {
		return string(sum) == string(form.BodySum(r.Text(0), body)), nil
	}
	return r.Text(1) == body, nil
}

func (t events) After(room string, after int64, limit int) ([]wire.Event, error) {
	num, err := t.tx.num(room)
	if err != nil {
		return nil, err
	}
	out, err := t.tx.readEvents(room, `SELECT `+eventColumns+` FROM events e WHERE e.key > ? AND e.key <= ? ORDER BY e.key LIMIT ?`,
		key(num, after), key(num, seqMask), limit)
	if err != nil {
		return nil, err
	}
	return out, t.quote(num, out)
}
