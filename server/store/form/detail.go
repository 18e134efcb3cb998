package form

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"

	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/effect"
	"github.com/confab/confab/shared/wire"
)

// rest is what of a message's state has no column and no table of its own.
func rest(s *wire.State) wire.State {
	r := *s
	r.V, r.EditedAt, r.Deleted, r.Reactions, r.Replies = 0, 0, false, nil, 0
	return r
}

// PackDetail returns what of a message's state has no column of its own as JSON,
// or "" if there is nothing.
func PackDetail(s *wire.State) string {
	r := rest(s)
	if reflect.DeepEqual(r, wire.State{}) {
		return ""
	}
	return string(wire.Marshal(&r))
}

// UnpackDetail sets what PackDetail packed, and leaves the rest of s as it is.
func UnpackDetail(packed string, s *wire.State) error {
	if packed == "" {
		return nil
	}
	var r wire.State
	if err := wire.Unmarshal([]byte(packed), &r); err != nil {
		return err
	}
	r.V, r.EditedAt, r.Deleted, r.Reactions, r.Replies = s.V, s.EditedAt, s.Deleted, s.Reactions, s.Replies
	*s = r
	return nil
}

// Change is what a store has to keep of an event of a kind for which it has no
// statements of its own. The zero Change is of one that does nothing.
type Change struct {
	V          int64 // of the message's state
	Detail     string
	Put, Taken []wire.Mark // marks that the message bears from now on, and no more
}

// ChangeOf returns what e does to the message m, or to the thread under it; m is as a page
// shows it. store.ErrNotFound if m is none, or was erased and e is not about its thread.
func ChangeOf(m wire.Event, e *wire.Event) (Change, error) {
	var before wire.State
	if m.State != nil {
		before = *m.State
	}
	inThread := e.Thread != 0 && e.Thread == m.Seq
	if m.Kind != wire.KindMessage || before.Deleted && !inThread {
		return Change{}, store.ErrNotFound
	}
	if k := effect.Of(e.Kind); k == nil || k.Row() && !inThread {
		return Change{}, fmt.Errorf("store: an event of kind %q changes no message", e.Kind)
	}
	body, named := m.Body, m.Mentions
	if !effect.Apply(&m, e) {
		return Change{}, nil
	}
	now := *m.State
	if m.Body != body || !slices.Equal(m.Mentions, named) || !reflect.DeepEqual(columns(now), columns(before)) {
		return Change{}, fmt.Errorf("store: an event of kind %q changes what has columns of its own, and needs statements for them", e.Kind)
	}
	return Change{V: now.V, Detail: PackDetail(&now), Put: without(now.Marks, before.Marks), Taken: without(before.Marks, now.Marks)}, nil
}

// columns is what of a state has a column or a table of its own, V apart.
func columns(s wire.State) wire.State {
	return wire.State{EditedAt: s.EditedAt, Deleted: s.Deleted, Reactions: s.Reactions, Replies: s.Replies}
}

// without returns those of marks that are not among others.
func without(marks, others []wire.Mark) (left []wire.Mark) {
	for _, m := range marks {
		if !slices.Contains(others, m) {
			left = append(left, m)
		}
	}
	return left
}

// LastMarkedFirst puts messages in the order of their marks of one sort, the last
// one first.
func LastMarkedFirst(es []wire.Event, mark string) {
	seq := func(e wire.Event) int64 {
		m, _ := effect.Marked(e.State, mark)
		return m.Seq
	}
	slices.SortFunc(es, func(a, b wire.Event) int { return cmp.Compare(seq(b), seq(a)) })
}

// Erased returns what is kept in detail of a message that e erases and whose detail was as packed says.
func Erased(packed string, e *wire.Event) (string, error) {
	m := wire.Event{Kind: wire.KindMessage, Seq: e.Target, State: new(wire.State)}
	if err := UnpackDetail(packed, m.State); err != nil {
		return "", err
	}
	effect.Apply(&m, e)
	return PackDetail(m.State), nil
}
