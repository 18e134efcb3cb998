package chattest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// The marks of a Past: every text of it contains Secret, every reaction to it is
// Sign, and nothing else is deleted. What was said after it contains Open.
const (
	Secret = "SECRET"
	Sign   = "🤫"
	Open   = "said to everyone"
)

// Past creates a private room of Hana's and Sam's in which they have talked for
// an hour, and returns the seq of the last message.
func (w *World) Past(history wire.History) (room string, top int64) {
	w.T.Helper()
	q := &wire.RoomCreate{Name: "cellar", Kind: wire.RoomPrivate, History: history}
	room = w.MustDo(w.Hana, q, wire.CreateRoom.Type).(*wire.RoomInfo).Room.ID
	w.MustDo(w.Hana, &wire.MemberAdd{Room: room, User: w.Sam.ID, History: wire.HistoryAll}, wire.AddMember.Type)
	for i := range 5 {
		w.Say(w.Hana, room, fmt.Sprint(Secret, " of hana ", i))
		top = w.Say(w.Sam, room, fmt.Sprint(Secret, " of sam ", i, " @stan"))
		w.Advance(12 * time.Minute)
	}
	return room, top
}

// Stir makes the two do everything that can be done to a Past, and write one more
// message. It returns its seq.
func (w *World) Stir(room string, top int64) int64 {
	w.T.Helper()
	for seq := int64(3); seq <= top; seq++ {
		by := w.Hana
		if seq%2 == 0 {
			by = w.Sam
		}
		w.MustDo(w.Hana, &wire.Send{CID: id.New(), Room: room, Body: Open, ReplyTo: seq}, wire.SendMessage.Type)
		w.MustDo(w.Hana, &wire.Send{CID: id.New(), Room: room, Body: Open, Thread: seq, InRoom: seq%2 == 0}, wire.SendMessage.Type)
		w.MustDo(by, &wire.Edit{Room: room, Seq: seq, Body: fmt.Sprint(Secret, " edited ", seq, " @stan")}, wire.EditMessage.Type)
		for _, put := range Puts(Sign) {
			w.MustDo(w.Hana, put(room, seq, true), put.Type())
			w.MustDo(w.Hana, put(room, seq, false), put.Type())
			w.MustDo(w.Sam, put(room, seq, true), put.Type())
		}
		if seq%5 == 0 {
			w.MustDo(by, &wire.Delete{Room: room, Seq: seq}, wire.DeleteMessage.Type)
		}
	}
	open := w.Say(w.Hana, room, Open)
	for _, put := range Puts("👍") {
		w.MustDo(w.Hana, put(room, open, true), put.Type())
	}
	return open
}

// Leaks reports whether an answer reveals a Past.
func Leaks(told []byte) bool {
	for _, sign := range []string{Secret, Sign, `"deleted":true`} {
		if strings.Contains(string(told), sign) {
			return true
		}
	}
	return false
}

// tells reports whether the answer of a command contains what was said in a room.
func tells(c *chat.Command) bool {
	return holds(reflect.TypeOf(c.Result()), reflect.TypeFor[wire.Event]())
}

// holds reports whether there is a what in a value of type t.
func holds(t, what reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return holds(t.Elem(), what)
	case reflect.Struct:
		for i := range t.NumField() {
			if t == what || holds(t.Field(i).Type, what) {
				return true
			}
		}
	}
	return false
}

// Ask sends one command through a transport as p and returns the answer as it
// came, or the refusal.
type Ask func(t *testing.T, p Person, c *chat.Command, req wire.Headed) ([]byte, *wire.Error)

// Pry makes Stan, for whom the room begins at since, try every command on
// everything in it, before since and after. Sam, who sees everything, does the
// same with the commands that tells names: his answers show that Stan's tries would have
// found something.
func (w *World) Pry(t *testing.T, room string, since int64, ask Ask) {
	t.Helper()
	learned := map[wire.Type][2]bool{} // of before by Sam, of after by Stan
	for _, p := range Probes(room, w.Hana.ID, since+2) {
		kind := p.Command.Type
		if tells(p.Command) {
			answer, _ := ask(t, w.Sam, p.Command, p.Request)
			l := learned[kind]
			l[0] = l[0] || Leaks(answer)
			learned[kind] = l
		}
		answer, refused := ask(t, w.Stan, p.Command, p.Request)
		l := learned[kind]
		l[1] = l[1] || strings.Contains(string(answer), Open)
		learned[kind] = l
		if Leaks(answer) || refused != nil && Leaks([]byte(refused.Message)) {
			t.Errorf("%s %+v told %.500s %v", kind, p.Request, answer, refused)
		}
		if about := changes(p.Request); about > 0 && about < since && (refused == nil || refused.Code != wire.CodeNotFound) {
			t.Errorf("%s %+v of what Stan does not see: %.500s %v, want not_found", kind, p.Request, answer, refused)
		}
	}
	for _, c := range chat.Table() {
		if l := learned[c.Type]; tells(&c) && !(l[0] && l[1]) {
			t.Errorf("%s should tell Sam of before and Stan of after; told: %v", c.Type, l)
		}
	}
}

// changes returns the seq of the message that a request changes or answers; 0:
// none.
func changes(req wire.Headed) int64 {
	switch q := req.(type) {
	case *wire.Send:
		return max(q.ReplyTo, q.Thread)
	case *wire.ThreadRef:
		return q.Thread
	case *wire.ThreadFollow:
		return q.Thread
	case *wire.ThreadRead:
		return q.Thread
	case *wire.Read:
		return 0
	}
	if seq := reflect.ValueOf(req).Elem().FieldByName("Seq"); seq.IsValid() {
		return seq.Int()
	}
	return 0
}
