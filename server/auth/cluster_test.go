package auth_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/broker"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// connect delivers w's commits to b through a broker, as between nodes.
func connect(w *authtest.World, b *auth.Auth) {
	between := broker.NewMemory()
	between.Subscribe(func(m broker.Message) { b.Live.Forget(m.Ended, m.Users) })
	w.Store.OnCommit(func(c store.Commit) {
		for _, m := range broker.OfCommit(c) {
			_ = between.Publish(context.Background(), m)
		}
	})
}

// accepted reports whether a node accepts an access token.
func accepted(t *testing.T, a *auth.Auth, g auth.Grant) bool {
	t.Helper()
	_, err := a.Authenticate(bearer(g.Access))
	if err != nil && !errors.Is(err, auth.ErrSignedOut) {
		t.Error(err)
	}
	return err == nil
}

func TestASessionIsGoodOnEveryNode(t *testing.T) {
	w, nora := authtest.Settled(t, authtest.Shared)
	b := w.Node(t)
	if !accepted(t, b, nora) {
		t.Fatal("signed in on one node and not on the other")
	}
	there, err := b.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	if !accepted(t, w.Auth, there) {
		t.Error("signed in on the other node and not on the one")
	}
	if string(b.JWKS()) != string(w.Auth.JWKS()) {
		t.Error("two nodes publish different keys")
	}
}

func TestOneNodeAloneDoesNotShareItsKeys(t *testing.T) {
	w, nora := authtest.Settled(t)
	if accepted(t, w.Node(t), nora) {
		t.Error("the keys are in the store, though nobody asked for that")
	}
}

func TestGrowingFromOneNodeKeepsEveryoneSignedIn(t *testing.T) {
	var keys string
	w, nora := authtest.Settled(t, func(o *auth.Options) { keys = o.Keys })
	lost := refreshed(t, w, nora.Refresh)
	first := w.Node(t, authtest.Shared, func(o *auth.Options) { o.Keys = keys })
	second := w.Node(t, authtest.Shared)
	for _, a := range []*auth.Auth{first, second} {
		if !accepted(t, a, lost) {
			t.Error("signed out by the move")
		}
		if again, err := a.Sessions.Refresh(t.Context(), nora.Refresh, authtest.Client("192.0.2.1")); err != nil ||
			again.Refresh != lost.Refresh {
			t.Errorf("the answer that was lost before the move cannot be had again: %v", err)
		}
	}
}

func TestSigningOutIsHeardOnEveryNode(t *testing.T) {
	w, nora := authtest.Settled(t, authtest.Shared)
	b := w.Node(t)
	connect(w, b)
	ada, sam := w.Ada(t, nora), nora2(t, w)
	for _, g := range []auth.Grant{nora, ada, sam} {
		if !accepted(t, b, g) { // and the node remembers it
			t.Fatal("not signed in")
		}
	}
	if err := w.Auth.SignOut(t.Context(), bearer(sam.Access), ""); err != nil {
		t.Fatal(err)
	}
	if accepted(t, b, sam) {
		t.Error("signed out on one node and in on the other")
	}
	w.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User, Banned: true})
	if accepted(t, b, ada) {
		t.Error("banned on one node and in on the other")
	}
	if !accepted(t, b, nora) {
		t.Error("the wrong one was signed out")
	}
	if _, err := w.Auth.Accounts().SetPassword(t.Context(), authtest.NoraEmail, "a tide that turns"); err != nil {
		t.Fatal(err)
	}
	if accepted(t, b, nora) {
		t.Error("a session from before the new password")
	}
}

func TestALostHintDoesNoHarmForLong(t *testing.T) {
	w, nora := authtest.Settled(t, authtest.Shared)
	b := w.Node(t) // receives no hints
	sam := nora2(t, w)
	if !accepted(t, b, sam) {
		t.Fatal("not signed in")
	}
	w.Do(t, nora, wire.EndSession.Type, &wire.SessionEnd{Session: sam.Session})
	w.Clock.Move(30*time.Second - time.Millisecond)
	if !accepted(t, b, sam) {
		t.Fatal("b asks the store each time: the test proves nothing")
	}
	w.Clock.Move(time.Millisecond)
	if accepted(t, b, sam) {
		t.Error("still signed in after half a minute")
	}
}

func TestANodeThatHearsNothingBelievesNothingForLong(t *testing.T) {
	w, nora := authtest.Settled(t, authtest.Shared)
	b := w.Node(t)
	one, two, three := nora2(t, w), nora2(t, w), nora2(t, w)
	end := func(g auth.Grant) {
		t.Helper()
		w.Do(t, nora, wire.EndSession.Type, &wire.SessionEnd{Session: g.Session})
	}
	accepted(t, b, one)
	end(one)
	b.Live.Watch(false)
	if accepted(t, b, one) {
		t.Error("what was believed before the hints stopped is believed still")
	}
	accepted(t, b, two)
	end(two)
	w.Clock.Move(time.Second)
	if accepted(t, b, two) {
		t.Error("believed for longer than a second without hints")
	}
	accepted(t, b, three)
	end(three)
	b.Live.Watch(true)
	if accepted(t, b, three) {
		t.Error("a hint of the time without hints is never made up for")
	}
}

func TestARotationOnOneNodeSignsNobodyOutOnAnother(t *testing.T) {
	w, _ := authtest.Settled(t, authtest.Shared)
	b := w.Node(t)
	for range 3 { // the first rotation activates a key that b knows, the third one that b has never seen
		w.Clock.Move(91 * 24 * time.Hour)
		if err := auth.Chore(w.Auth, t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		g := nora2(t, w)
		if !accepted(t, b, g) {
			t.Fatal("signed with the new key, and refused by a node that has not heard of it")
		}
		back, err := b.Sessions.Refresh(t.Context(), g.Refresh, authtest.Client("192.0.2.1"))
		if err != nil || !accepted(t, w.Auth, back) {
			t.Fatalf("signed there and refused here: %v", err)
		}
	}
	if err := auth.Chore(b, t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if string(b.JWKS()) != string(w.Auth.JWKS()) {
		t.Error("a minute later b still does not know the keys")
	}
}

func TestATokenIsRefreshedOnAnyNode(t *testing.T) {
	w, nora := authtest.Settled(t, authtest.Shared)
	b := w.Node(t)
	there, err := b.Sessions.Refresh(t.Context(), nora.Refresh, authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	// The answer was lost, and the retry went to another node.
	if here := refreshed(t, w, nora.Refresh); here.Refresh != there.Refresh {
		t.Error("two nodes made different successors: one of them will count as stolen")
	}
	w.Clock.Move(9 * time.Minute)
	if _, err := b.Sessions.Refresh(t.Context(), there.Refresh, authtest.Client("192.0.2.1")); err != nil {
		t.Error(err)
	}
}

func TestAStolenTokenEndsTheFamilyOnEveryNode(t *testing.T) {
	w, nora := authtest.Settled(t, authtest.Shared)
	b := w.Node(t)
	connect(w, b)
	current, err := b.Sessions.Refresh(t.Context(), nora.Refresh, authtest.Client("192.0.2.1"))
	if err != nil || !accepted(t, b, current) {
		t.Fatal(err)
	}
	w.Clock.Move(2 * time.Minute)
	accepted(t, b, current)
	if !signedOutBy(t, w, nora.Refresh) {
		t.Fatal("the thief got in, elsewhere")
	}
	if accepted(t, b, current) {
		t.Error("the family lives on")
	}
	if _, err := b.Sessions.Refresh(t.Context(), current.Refresh, authtest.Client("192.0.2.1")); !errors.Is(err, auth.ErrSignedOut) {
		t.Errorf("and is refreshed: %v", err)
	}
}

func TestEveryNodePrintsTheSameSetupCodeAndOneUses(t *testing.T) {
	w := authtest.New(t, authtest.Shared, func(o *auth.Options) { o.SetupCode = "" })
	b := w.Node(t)
	printed, err := w.Auth.PrepareSetup(t.Context())
	if err != nil || len(printed) != 26 {
		t.Fatalf("%q, %v", printed, err)
	}
	if code, err := b.PrepareSetup(t.Context()); err != nil || code != printed {
		t.Fatalf("a second node prints %q, %v", code, err)
	}
	if strings.Contains(w.Log.String(), printed) {
		t.Error("the code is logged")
	}
	n := tideline()
	n.Code = printed
	if _, err := w.Auth.Setup(t.Context(), n, authtest.Client("192.0.2.1")); err != nil {
		t.Fatal(err)
	}
	n.Owner.Email = authtest.AdaEmail
	if _, err := b.Setup(t.Context(), n, authtest.Client("192.0.2.1")); !errors.Is(err, auth.ErrSetupDone) {
		t.Errorf("used twice: %v", err)
	}
	if code, err := b.PrepareSetup(t.Context()); code != "" || err != nil {
		t.Errorf("a node that starts later prints %q, %v", code, err)
	}
}

func TestTwoWorkspacesHaveDifferentSetupCodes(t *testing.T) {
	code := func() string {
		w := authtest.New(t, authtest.Shared, func(o *auth.Options) { o.SetupCode = "" })
		code, err := w.Auth.PrepareSetup(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
	if one, other := code(), code(); one == other {
		t.Error("anybody can compute it")
	}
}
