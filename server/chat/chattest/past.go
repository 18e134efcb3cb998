package chattest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// What tells a Past: Secret is in every text of it, Sign is every reaction to it,
// and nothing else is deleted. Open is in what was said after it.
const (
	Secret = "SECRET"
	Sign   = "🤫"
	Open   = "said to everyone"
)

// Past makes a private room of Hana's and Sam's in which they have talked for an
// hour, and returns the seq of the last word.
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

// Stir has the two do all that can be done to a Past, and say something besides.
// It returns the seq of that.
func (w *World) Stir(room string, top int64) int64 {
	w.T.Helper()
	for seq := int64(3); seq <= top; seq++ {
		by := w.Hana
		if seq%2 == 0 {
			by = w.Sam
		}
		w.MustDo(w.Hana, &wire.Send{CID: id.New(), Room: room, Body: "an answer", ReplyTo: seq}, wire.SendMessage.Type)
		w.MustDo(by, &wire.Edit{Room: room, Seq: seq, Body: fmt.Sprint(Secret, " edited ", seq, " @stan")}, wire.EditMessage.Type)
		w.MustDo(w.Sam, &wire.React{Room: room, Seq: seq, Emoji: Sign, On: true}, wire.ReactToMessage.Type)
		w.MustDo(w.Hana, &wire.React{Room: room, Seq: seq, Emoji: Sign, On: true}, wire.ReactToMessage.Type)
		w.MustDo(w.Hana, &wire.React{Room: room, Seq: seq, Emoji: Sign}, wire.ReactToMessage.Type)
		if seq%5 == 0 {
			w.MustDo(by, &wire.Delete{Room: room, Seq: seq}, wire.DeleteMessage.Type)
		}
	}
	return w.Say(w.Hana, room, Open)
}

// Leaks reports whether something that was told gives away a Past.
func Leaks(told []byte) bool {
	for _, sign := range []string{Secret, Sign, `"deleted":true`} {
		if strings.Contains(string(told), sign) {
			return true
		}
	}
	return false
}

// tells says of each command whether its answer holds what was said in a room.
// Whoever adds a command decides it here.
var tells = map[wire.Type]bool{
	wire.FetchHistory.Type: true,

	wire.SendMessage.Type: false, wire.EditMessage.Type: false, wire.DeleteMessage.Type: false, wire.ReactToMessage.Type: false, wire.MarkRead.Type: false,
	wire.CreateRoom.Type: false, wire.ListRooms.Type: false, wire.GetRoom.Type: false, wire.SetRoom.Type: false,
	wire.JoinRoom.Type: false, wire.LeaveRoom.Type: false, wire.OpenDM.Type: false,
	wire.ListMembers.Type: false, wire.AddMember.Type: false, wire.RemoveMember.Type: false,
	wire.GetUsers.Type: false, wire.ListUsers.Type: false, wire.SetRole.Type: false, wire.BanUser.Type: false,
	wire.SetWorkspace.Type: false, wire.CreateInvite.Type: false, wire.ListInvites.Type: false, wire.RevokeInvite.Type: false,
	wire.ListSessions.Type: false, wire.EndSession.Type: false,
}

// Ask gives one command to a transport as p and returns the answer as it came, or
// the refusal.
type Ask func(t *testing.T, p Person, c *chat.Command, req wire.Headed) ([]byte, *wire.Error)

// Pry has Stan, to whom the room begins at since, try every command on everything
// in it, before since and after, and Sam, who sees all, the same with those that
// tell: what Sam is told shows that Stan's tries would have found something.
func (w *World) Pry(t *testing.T, room string, since int64, ask Ask) {
	t.Helper()
	for _, c := range chat.Table() {
		if _, decided := tells[c.Type]; !decided {
			t.Errorf("whether the answer of %s holds what was said in a room is not decided", c.Type)
		}
	}
	learned := map[wire.Type][2]bool{} // of before by Sam, of after by Stan
	for _, p := range Probes(room, w.Hana.ID, since+2) {
		kind := p.Command.Type
		if tells[kind] {
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
	for kind, tell := range tells {
		if l := learned[kind]; tell && !(l[0] && l[1]) {
			t.Errorf("%s should tell Sam of before and Stan of after; told: %v", kind, l)
		}
	}
}

// changes is the seq of the message that a request changes or answers; 0: none.
func changes(req wire.Headed) int64 {
	switch q := req.(type) {
	case *wire.Send:
		return q.ReplyTo
	case *wire.Edit:
		return q.Seq
	case *wire.Delete:
		return q.Seq
	case *wire.React:
		return q.Seq
	}
	return 0
}
