package faults

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/app/engine"
	"github.com/confab/confab/server/bench"
	"github.com/confab/confab/server/proof/history"
	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/server/proof/workspace"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// guest is somebody without a client whom the host of a room brings in and
// takes out again.
type guest struct {
	room, user string
	in         bool
}

// guests makes a guest for each room, by the room's host: the first of the
// people whom Prepare puts there.
func guests(t *testing.T, s *instance.Server, w *bench.Workspace, members int) map[string]*guest {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/api/v1/invites", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+w.Seats[0].Token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var made wire.InviteInfo
	if err := json.NewDecoder(answer.Body).Decode(&made); err != nil || made.Invite.Path == "" {
		t.Fatal(answer.Status, err)
	}
	of := map[string]*guest{}
	for i, room := range w.Rooms {
		p, err := s.Accept(t.Context(), made.Invite.Path, fmt.Sprint("Guest ", i))
		if err != nil {
			t.Fatal(err)
		}
		of[w.Seats[i*members%len(w.Seats)].User] = &guest{room: room, user: p.User}
	}
	return of
}

// keeps is one thing that people do to a room: they say what it is about, and its
// host lets the guest in or out. Each makes an event, whatever was before.
func (m *member) keeps(ctx context.Context, room string, n int) error {
	g := m.guest
	if g == nil || g.room != room || n%2 == 0 {
		topic := fmt.Sprintf("topic %d of %s", n, m.user)
		return settles(ctx, m, wire.SetRoom, &wire.RoomSet{Room: room, Topic: &topic},
			history.Change{Room: room, Kind: string(wire.KindRoom), Action: wire.ActionTopic, Topic: topic})
	}
	change := history.Change{Room: room, Kind: string(wire.KindMember), User: g.user, Action: wire.ActionAdded}
	var err error
	if g.in {
		change.Action = wire.ActionRemoved
		err = settles(ctx, m, wire.RemoveMember, &wire.MemberRef{Room: room, User: g.user}, change)
	} else {
		err = settles(ctx, m, wire.AddMember, &wire.MemberAdd{Room: room, User: g.user}, change)
	}
	if err != nil {
		return err
	}
	g.in = !g.in
	// That answer does not say how far the log has come; the one to a message does.
	arrived, err := m.say(room, fmt.Sprintf("%s, the %d. time, says %s", change.Action, n, m.user), 0)
	if err != nil {
		return err
	}
	select {
	case <-arrived:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settles gives a command of housekeeping and notes how that ends.
func settles[Q, R wire.Headed](
	ctx context.Context, m *member, command wire.Command[Q, R], req Q, c history.Change,
) error {
	m.mu.Lock()
	asked := m.log.Change(m.rec.Tick(), c)
	m.mu.Unlock()
	answer, err := engine.Do(ctx, m.engine, command, req)
	m.mu.Lock()
	defer m.mu.Unlock()
	var refused *wire.Error
	switch {
	case err == nil:
		asked.Done()
		if info, ok := any(answer).(*wire.RoomInfo); ok {
			m.acked[c.Room] = max(m.acked[c.Room], info.Room.Top)
		}
	case errors.As(err, &refused) && !refused.Code.Temporary():
		asked.Fail()
	}
	return err
}

// house is the first room of a workspace, whose host changes it, and a
// recorder of that.
type house struct {
	rec         *history.Recorder
	log         *history.Log
	room        string
	host, guest bench.Seat
	client      string // the host's instance
}

// newHouse is the house of a workspace that has not been served yet. The guest is
// the last of the people.
func newHouse(t *testing.T, w *bench.Workspace) *house {
	t.Helper()
	rows, err := workspace.Rows(t.Context(), w.Data, w.Rooms[:1])
	if err != nil {
		t.Fatal(err)
	}
	h := &house{rec: history.NewRecorder(time.Now), room: w.Rooms[0], host: w.Seats[0], guest: w.Seats[len(w.Seats)-1], client: id.New()}
	h.log = h.rec.Log(h.host.User)
	h.log.Subscribe(h.room, int64(len(rows)))
	h.log.End()
	return h
}

// round is one change, on a connection that is cut, now before the answer and now
// after it, and then on another one.
func (h *house) round(t *testing.T, s *instance.Server, n int) {
	t.Helper()
	head := wire.Head{ID: id.New(), N: int64(n + 1)}
	c := history.Change{Room: h.room, Kind: string(wire.KindMember), User: h.guest.User}
	var req wire.Headed
	switch head.Type = wire.AddMember.Type; n % 4 {
	case 1:
		req, c.Action = &wire.MemberAdd{Head: head, Room: h.room, User: h.guest.User}, wire.ActionAdded
	case 3:
		head.Type = wire.RemoveMember.Type
		req, c.Action = &wire.MemberRef{Head: head, Room: h.room, User: h.guest.User}, wire.ActionRemoved
	default:
		topic := fmt.Sprint("topic ", n)
		head.Type = wire.SetRoom.Type
		req, c = &wire.RoomSet{Head: head, Room: h.room, Topic: &topic},
			history.Change{Room: h.room, Kind: string(wire.KindRoom), Action: wire.ActionTopic, Topic: topic}
	}
	asked := h.log.Change(h.rec.Tick(), c)
	first := opensAs(t, s, h.host.Token, h.client)
	first.says(req)
	if n%3 == 0 {
		first.hears(wire.TypeOK)
	}
	first.drops()
	second := opensAs(t, s, h.host.Token, h.client)
	second.says(req)
	if answer, text := second.hears(wire.TypeOK, wire.TypeNack); answer.Type != wire.TypeOK || answer.ID != head.ID || n%3 == 0 &&
		!strings.Contains(string(text), `"dup":true`) {
		t.Fatalf("change %d asked for again: %s", n, text)
	}
	second.drops()
	asked.Done()
}
