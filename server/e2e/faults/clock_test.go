package faults

import (
	"context"
	"fmt"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/chat"
	"github.com/confab/confab/server/clock"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// signedIn reports whether a takes the access token of g.
func signedIn(a *auth.Auth, g auth.Grant) bool {
	r := httptest.NewRequest("GET", "/ws", nil)
	r.Header.Set("Authorization", "Bearer "+g.Access)
	_, err := a.Authenticate(r)
	return err == nil
}

// renewed refreshes the session of g on a, which fails the story if it cannot.
func renewed(t *testing.T, a *auth.Auth, g auth.Grant) auth.Grant {
	t.Helper()
	next, err := a.Sessions.Refresh(t.Context(), g.Refresh, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Errorf("the session cannot be renewed: %v", err)
	}
	return next
}

// The clock is set back an hour. Who was signed in still is, and can
// renew that; others can sign in and come in by invite.
func TestFaultClock(t *testing.T) {
	w, nora := authtest.Settled(t)
	invite, _ := w.Invite(t, nora, wire.InviteCreate{Uses: 1})
	w.Clock.Move(-time.Hour)
	if !signedIn(w.Auth, nora) {
		t.Error("the token of before is not taken")
	}
	next := renewed(t, w.Auth, nora)
	again, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	ada, err := w.Auth.Join(t.Context(), invite,
		auth.NewAccount{Name: "Ada Brandt", Email: authtest.AdaEmail, Password: authtest.AdaPassword}, authtest.Client("192.0.2.2"))
	if err != nil {
		t.Fatal(err)
	}
	for name, g := range map[string]auth.Grant{"renewed": next, "signed in": again, "joined": ada.Grant} {
		if !signedIn(w.Auth, g) {
			t.Errorf("%s after the clock was set back, and not signed in", name)
		}
	}
	w.Clock.Move(time.Hour) // and it is corrected
	for name, g := range map[string]auth.Grant{"renewed": next, "signed in": again, "joined": ada.Grant} {
		if renewed(t, w.Auth, g); t.Failed() {
			t.Errorf("that was the session %s while the clock was behind", name)
		}
	}
}

// The clocks of two nodes differ, by far more than ten minutes. They go
// by that of their database, and take each other's tokens and sessions.
func TestFaultClockBetweenNodes(t *testing.T) {
	w, nora := authtest.Settled(t, authtest.Shared) // it is 2030, as the database says
	database := func(context.Context) (time.Time, error) { return w.Clock.Now(), nil }
	same, err := clock.Follow(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer same.Close()
	if d := time.Until(w.Clock.Now()).Abs(); d < 10*time.Minute {
		t.Fatalf("this machine's clock differs by %v only: the story proves nothing", d)
	}
	b := w.Node(t, authtest.Shared, func(o *auth.Options) { o.Clock = same.Now })
	there, err := b.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	if !signedIn(b, nora) || !signedIn(w.Auth, there) {
		t.Error("signed in on one node, and not on the other")
	}
	// An answer that was lost on one node is had again on the other.
	if first, second := renewed(t, w.Auth, there), renewed(t, b, there); first.Refresh != second.Refresh {
		t.Error("two nodes renewed one session differently")
	}
	// Without the database's clock it would be otherwise.
	for _, off := range []time.Duration{11 * time.Minute, -11 * time.Minute} {
		own := w.Node(t, authtest.Shared, func(o *auth.Options) { o.Clock = func() time.Time { return w.Clock.Now().Add(off) } })
		theirs, err := own.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
		if err != nil {
			t.Fatal(err)
		}
		if signedIn(own, nora) && signedIn(w.Auth, theirs) {
			t.Errorf("a node that is %v off does without: the story proves nothing", off)
		}
	}
}

// Two nodes write in turns, one with a clock that is ahead and one that
// is set back again and again. The room's order is that of the commits, for
// whoever reads it in whatever way.
func TestFaultClockAndOrder(t *testing.T) {
	w, nora := authtest.Settled(t, authtest.Shared)
	who := chat.SignedIn(nora.User, nora.Session)
	var room string
	if err := w.Store.View(t.Context(), func(tx store.Tx) (err error) {
		room, err = tx.Settings().Get(store.SettingMainRoom)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ahead := chat.New(w.Store, chat.Options{Clock: func() time.Time { return w.Clock.Now().Add(10 * time.Minute) }})
	behind := chat.New(w.Store, chat.Options{Clock: func() time.Time { return w.Clock.Now().Add(-10 * time.Minute) }})
	var said []string
	var times []int64
	for i := range 60 {
		node := []*chat.Service{ahead, behind, w.Chat}[i%3]
		if i%7 == 6 {
			w.Clock.Move(-time.Hour)
		}
		text := fmt.Sprintf("message %d", i)
		res, err := node.Do(t.Context(), who, chat.Lookup(wire.SendMessage.Type), send(room, id.New(), text))
		if err != nil {
			t.Fatal(err)
		}
		said, times = append(said, text), append(times, res.(*wire.Ack).At)
	}
	if slices.IsSorted(times) {
		t.Fatal("the times rise: the story proves nothing")
	}
	res, err := ahead.Do(t.Context(), who, chat.Lookup(wire.FetchHistory.Type),
		&wire.Fetch{Head: wire.Head{Type: wire.FetchHistory.Type}, Room: room, Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	var paged, logged []string
	for _, e := range res.(*wire.Page).Events {
		if e.Kind == wire.KindMessage {
			paged = append(paged, e.Body)
		}
	}
	if err := w.Store.View(t.Context(), func(tx store.Tx) error {
		events, err := tx.Events().After(room, 0, 100)
		for i, e := range events {
			if e.Seq != int64(i+1) {
				t.Errorf("event %d has seq %d", i, e.Seq)
			}
			if e.Kind == wire.KindMessage {
				logged = append(logged, e.Body)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(paged, said) || !slices.Equal(logged, said) {
		t.Errorf("said %q\npaged %q\nlogged %q", said, paged, logged)
	}
}
