package migrate_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/checkup"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/shared/wire"
)

// planted is damage to a moved database: the findings that must report it, and no
// others, and words in one of their sentences. The kitchen is room 1.
var planted = []struct{ sql, found, words string }{
	{`DELETE FROM events WHERE room = 1 AND seq = 9`, "density", "lacks seq 9"},
	{`DELETE FROM events WHERE room = 1 AND seq = 14`, "counters", "said to be 14 and is 13"},
	{`DROP INDEX events_cid; UPDATE events SET cid = 'odd0' WHERE room = 1 AND seq = 9`, "uniqueness", "events 8 and 9"},
	{`UPDATE events SET author = 'nobody' WHERE room = 1 AND seq = 9`, "orphans", "by nobody"},
	{`INSERT INTO members (room, person, host, read, at, handle, ghost) VALUES (99, 'ada', false, 0, 0, 'ada', false)`, "orphans",
		"room number 99"},
	{`UPDATE inbox SET room = 'nowhere' WHERE person = 'ada' AND room = 'two'`, "orphans", "nowhere"},
	{`UPDATE rooms SET members = 9 WHERE id = 'kitchen'`, "counters", "has 9 members"},
	{`UPDATE inbox_tops SET top = 99 WHERE person = 'ada'`, "tops", "99"},
	{`UPDATE members SET handle = 'x' WHERE person = 'ada' AND room = 1`, "copies", "member ada"},
	{`DELETE FROM reactions`, "state", "reactions to message 1"},
	{`UPDATE events SET body = 'back' WHERE room = 1 AND seq = 3`, "erased", "in its edit 3"},
	{`UPDATE message_state SET sum = NULL WHERE deleted`, "sums", "0 bytes"},
}

// examine runs the doctor's check, retried while servers start or stop.
func examine(t testing.TB, url string) *checkup.Report {
	t.Helper()
	s, err := postgres.OpenReadOnly(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Examine(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	return r
}

// names returns the names of the failed findings.
func names(r *checkup.Report) string {
	var out []string
	for _, f := range r.Findings {
		if !f.OK() {
			out = append(out, f.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestEveryPlantedDamageIsFoundAndNothingElse(t *testing.T) {
	pg := service.SharedPostgres(t)
	sound := pg.NewDatabase(t)
	run(t, house(t, 10), sound)
	if r := examine(t, sound); names(r) != "" {
		t.Fatalf("a sound database: %q", r.Problems())
	}
	at, err := url.Parse(sound)
	if err != nil {
		t.Fatal(err)
	}
	template := strings.TrimPrefix(at.Path, "/")
	for i, p := range planted {
		name := fmt.Sprintf("planted_%d", i)
		pg.Exec("CREATE DATABASE " + name + " TEMPLATE " + template)
		at.Path = "/" + name
		spoil(t, at.String(), p.sql)
		r := examine(t, at.String())
		if got := names(r); got != p.found {
			t.Errorf("after %s: found %q, want %q: %q", p.sql, got, p.found, r.Problems())
		}
		if all := strings.Join(r.Problems(), "\n"); !strings.Contains(all, p.words) {
			t.Errorf("after %s: said %q, want %q", p.sql, all, p.words)
		}
		pg.Exec("DROP DATABASE " + name)
	}
}

func TestWritingServersRaiseNoAlarm(t *testing.T) {
	url := service.SharedPostgres(t).NewDatabase(t)
	run(t, house(t, 10), url)
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for _, who := range []string{"ada", "grace"} {
		s := open(t, url)
		defer shut(t, s)
		wg.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				if err := s.Update(context.Background(), func(tx store.Tx) error { return turn(tx, who, n) }); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 4 {
		if r := examine(t, url); names(r) != "" {
			t.Errorf("found %q", r.Problems())
		}
	}
	stop()
	wg.Wait()
}

// turn writes an answer with a reaction, erases every second one, and leaves and
// enters the room, all in one transaction.
func turn(tx store.Tx, who string, n int) error {
	cid := fmt.Sprint(who, n)
	said := wire.Event{Room: "kitchen", Author: who, Event: cid, CID: cid, Kind: wire.KindMessage, Body: cid, ReplyTo: 1}
	if err := tx.Events().Append(&said); err != nil {
		return err
	}
	react := wire.Event{Room: "kitchen", Author: who, Event: cid + "r", Kind: wire.KindReaction, Target: said.Seq, Emoji: "👍", On: true}
	if err := tx.Events().Append(&react); err != nil {
		return err
	}
	if err := tx.Events().Change(react); err != nil {
		return err
	}
	if n%2 == 0 {
		erase := wire.Event{Room: "kitchen", Author: who, Event: cid + "e", Kind: wire.KindDelete, Target: said.Seq}
		if err := tx.Events().Append(&erase); err != nil {
			return err
		}
		if err := tx.Events().Change(erase); err != nil {
			return err
		}
	}
	if err := tx.Members().Remove("kitchen", who); err != nil {
		return err
	}
	if err := tx.Members().Put(store.Member{Room: "kitchen", User: who}); err != nil {
		return err
	}
	return tx.Inbox().Put(&store.InboxEntry{User: who, Kind: wire.InboxRead, Room: "kitchen", Seq: said.Seq})
}
