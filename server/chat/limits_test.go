package chat_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/chat/chattest"
	"github.com/confab/confab/server/ratelimit"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/limits"
	"github.com/confab/confab/shared/wire"
)

// limited sets the limits of a real server for a World.
func limited(w *chattest.World, o *chat.Options) { o.Limiter = ratelimit.NewMemory(w.Now) }

// message returns a new message for a room.
func message(room string) *wire.Send { return &wire.Send{CID: id.New(), Room: room, Body: "x"} }

func TestAPersonsMessagesAreLimitedAndReleased(t *testing.T) {
	w := chattest.New(t, limited)
	for i := range limits.RateMessages.Burst {
		if _, e := w.Do(w.Sam, message(w.Main), wire.SendMessage.Type); e != nil {
			t.Fatalf("message %d of the burst: %v", i, e)
		}
	}
	q := message(w.Main)
	_, e := w.Do(w.Sam, q, wire.SendMessage.Type)
	refused(t, e, wire.CodeRate)
	if e.RetryMS != 500 {
		t.Errorf("retry after %d ms, want 500", e.RetryMS)
	}
	w.MustDo(w.Mara, message(w.Main), wire.SendMessage.Type)           // other people are not affected
	w.MustDo(w.Sam, &wire.Fetch{Room: w.Main}, wire.FetchHistory.Type) // nor other commands
	w.Advance(time.Duration(e.RetryMS) * time.Millisecond)
	w.MustDo(w.Sam, q, wire.SendMessage.Type)
}

func TestARoomTakesSoManyMessages(t *testing.T) {
	w := chattest.New(t, limited)
	room := w.Room(wire.RoomPrivate)
	// The requests of people who may not write must not use up the room's rate.
	for i := range 100 {
		p := w.Person(fmt.Sprintf("outsider%d", i), wire.RoleMember)
		_, e := w.Do(p, message(room), wire.SendMessage.Type)
		refused(t, e, wire.CodeRoomGone)
	}
	sent := 0
	for _, p := range []chattest.Person{w.Nora, w.Mara, w.Hana, w.Sam} {
		for range limits.RateMessages.Burst {
			if _, e := w.Do(p, message(room), wire.SendMessage.Type); e == nil {
				sent++
			} else if e.Code != wire.CodeRate || e.RetryMS <= 0 {
				t.Fatalf("refused with %+v", e)
			}
		}
	}
	if sent != limits.RateRoom.Burst {
		t.Errorf("the room took %d messages at once, want %d", sent, limits.RateRoom.Burst)
	}
	w.Advance(time.Minute)
	w.MustDo(w.Sam, message(room), wire.SendMessage.Type)
}

func TestEveryCommandHasARate(t *testing.T) {
	rates := map[string]limits.Rate{}
	for _, c := range chat.Table() {
		if c.Bucket == "" || c.Rate.PerSecond <= 0 || c.Rate.Burst <= 0 {
			t.Errorf("%s has bucket %q and rate %v", c.Type, c.Bucket, c.Rate)
		}
		if r, ok := rates[c.Bucket]; ok && r != c.Rate {
			t.Errorf("bucket %s has two rates, %v and %v", c.Bucket, r, c.Rate)
		}
		rates[c.Bucket] = c.Rate
	}
}

// Every command draws from its bucket whether it succeeds or not. Repeated often
// enough it is refused, and works again after the time that the refusal names.
func TestEveryBucketIsReachedAndReleased(t *testing.T) {
	w := chattest.New(t, limited)
	for i, c := range chat.Table() {
		p, other := w.Person(fmt.Sprintf("asker%d", i), wire.RoleMember), w.Person(fmt.Sprintf("other%d", i), wire.RoleMember)
		ask := func(p chattest.Person) *wire.Error {
			_, err := w.Chat.Do(t.Context(), p.Actor(), &c, c.New())
			e, _ := chat.Public(err)
			if err == nil || e.Code != wire.CodeRate {
				return nil
			}
			return e
		}
		for n := range c.Rate.Burst {
			if e := ask(p); e != nil {
				t.Fatalf("%s, the %d. of %d at once: %v", c.Type, n+1, c.Rate.Burst, e)
			}
		}
		e := ask(p)
		if e == nil || e.RetryMS <= 0 {
			t.Errorf("%s: %d at once are answered %+v", c.Type, c.Rate.Burst+1, e)
			continue
		}
		if ask(other) != nil {
			t.Errorf("%s: somebody else waits as well", c.Type)
		}
		w.Advance(time.Duration(e.RetryMS) * time.Millisecond)
		if e := ask(p); e != nil {
			t.Errorf("%s, when the time had come: %v", c.Type, e)
		}
		if ask(p) == nil {
			t.Errorf("%s: more than one was released", c.Type)
		}
	}
}

// broken is a store that fails.
type broken struct{ err error }

func (b broken) View(context.Context, func(store.Tx) error) error   { return b.err }
func (b broken) Update(context.Context, func(store.Tx) error) error { return b.err }
func (b broken) OnCommit(func(store.Commit))                        {}
func (b broken) Close() error                                       { return nil }

func TestAFailingStoreIsTemporary(t *testing.T) {
	for _, c := range []struct {
		err   error
		want  wire.Code
		fault bool
	}{
		{store.ErrOverload, wire.CodeOverload, false},
		{store.ErrFull, wire.CodeStorageFull, false},
		{store.ErrUnknown, wire.CodeUnavailable, false},
		{store.ErrClosed, wire.CodeUnavailable, false},
		{context.DeadlineExceeded, wire.CodeUnavailable, false},
		{errors.New("SQL logic error near \"users\""), wire.CodeUnavailable, true},
	} {
		s := chat.New(broken{fmt.Errorf("sqlite: %w", c.err)}, chat.Options{})
		for _, q := range []struct {
			typ wire.Type
			req wire.Headed
		}{{wire.SendMessage.Type, message(id.New())}, {wire.FetchHistory.Type, &wire.Fetch{Room: id.New()}}} {
			_, err := s.Do(t.Context(), chat.SignedIn(id.New(), id.New()), chat.Lookup(q.typ), q.req)
			e, fault := chat.Public(err)
			if e.Code != c.want || fault != c.fault || !e.Code.Temporary() || e.RetryMS <= 0 {
				t.Errorf("%s with %v: %+v fault %v, want %s fault %v", q.typ, c.err, e, fault, c.want, c.fault)
			}
		}
	}
}
