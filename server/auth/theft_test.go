package auth_test

import (
	"errors"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// on returns a client with a user agent.
func on(agent, address string) auth.Client {
	c := authtest.Client(address)
	c.Device, c.Agent = agent, agent
	return c
}

// A thief who uses a stolen token in step with the victim, always within the
// minute in which a lost answer may be repeated, is noticed at the first step.
func TestAThiefInStepIsNoticed(t *testing.T) {
	for name, thief := range map[string]auth.Client{
		"elsewhere":          on("Chrome on Windows", "203.0.113.9"),
		"in the same office": on("curl", "192.0.2.1"),
	} {
		w, nora := authtest.Settled(t)
		victim := refreshed(t, w, nora.Refresh)
		w.Clock.Move(5 * time.Second)
		if _, err := w.Auth.Sessions.Refresh(t.Context(), nora.Refresh, thief); !errors.Is(err, auth.ErrSignedOut) {
			t.Errorf("%s: %v", name, err)
		}
		if !signedOut(t, w, victim) {
			t.Errorf("%s: the session lives on", name)
		}
	}
}

// The thief uses the token first; the victim's use, from another browser, reveals
// it.
func TestAThiefWhoIsFirstIsNoticed(t *testing.T) {
	w, nora := authtest.Settled(t)
	g, err := w.Auth.Sessions.Refresh(t.Context(), nora.Refresh, on("Chrome on Windows", "203.0.113.9"))
	if err != nil {
		t.Fatal(err)
	}
	if !signedOutBy(t, w, nora.Refresh) || !signedOut(t, w, g) {
		t.Error("nothing was noticed")
	}
}

// A phone leaves the house: the answer is lost with the wifi, and it asks again
// from the mobile network.
func TestAPhoneThatLosesTheWifiWithTheAnswerStaysSignedIn(t *testing.T) {
	w, _ := authtest.Settled(t)
	g, err := w.Auth.SignIn(t.Context(), authtest.NoraEmail, authtest.NoraPassword, on("Chrome on Android", "192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	held := g.Refresh
	for i := range 20 {
		w.Clock.Move(10 * time.Minute)
		if _, err := w.Auth.Sessions.Refresh(t.Context(), held, on("Chrome on Android", "192.0.2.1")); err != nil {
			t.Fatal(err)
		}
		w.Clock.Move(20 * time.Second)
		again, err := w.Auth.Sessions.Refresh(t.Context(), held, on("Chrome on Android", "2001:db8:77::1"))
		if err != nil {
			t.Fatalf("journey %d: %v", i, err)
		}
		held = again.Refresh
	}
}

// However old a token is, the server recognises that it issued it, though the
// store keeps only a few.
func TestATokenUsedLongAgoEndsTheFamily(t *testing.T) {
	w, nora := authtest.Settled(t)
	held := nora
	for range 60 {
		w.Clock.Move(10 * time.Minute)
		held = refreshed(t, w, held.Refresh)
	}
	if !signedOutBy(t, w, nora.Refresh) || !signedOut(t, w, held) {
		t.Error("the first token of the session was taken for a made-up one")
	}
}

func TestAMarkOfAnotherSessionIsNoToken(t *testing.T) {
	w, nora := authtest.Settled(t)
	ada := w.Ada(t, nora)
	const secret = 43
	for name, made := range map[string]string{
		"Nora's bits on Ada's session": nora.Refresh[:secret] + ada.Refresh[secret:],
		"no mark":                      nora.Refresh[:len(nora.Refresh)-22] + "AAAAAAAAAAAAAAAAAAAAAA",
		"the bits alone":               nora.Refresh[:secret],
	} {
		if !signedOutBy(t, w, made) {
			t.Errorf("%s: taken", name)
		}
	}
	if signedOut(t, w, nora) || signedOut(t, w, ada) {
		t.Error("a forged token ended somebody's session")
	}
}

func TestTheListOfSessionsSaysWhereAndWhenEachWasUsed(t *testing.T) {
	w, nora := authtest.Settled(t)
	w.Clock.Move(time.Hour)
	g, err := w.Auth.Sessions.Refresh(t.Context(), nora.Refresh, on("Edge on Windows", "203.0.113.77"))
	if err != nil {
		t.Fatal(err)
	}
	list := w.Do(t, g, wire.ListSessions.Type, &wire.SessionList{}).(*wire.Sessions).Sessions
	at := w.Clock.Now().UnixMilli()
	if len(list) != 1 || list[0].Device != "Firefox on Linux" || list[0].Agent != "Edge on Windows" ||
		list[0].Network != "203.0.113.0/24" || list[0].Seen != at {
		t.Errorf("%+v", list)
	}
}

func TestATokenOfAnEndedSessionCostsTheStoreOneLook(t *testing.T) {
	w, nora, st := counted(t)
	if err := w.Store.Update(t.Context(), func(tx store.Tx) error { return tx.Sessions().End(nora.Session, 1) }); err != nil {
		t.Fatal(err)
	}
	refuse := func(wantViews int64) {
		t.Helper()
		before := st.views
		if _, err := w.Auth.Authenticate(bearer(nora.Access)); !errors.Is(err, auth.ErrSignedOut) {
			t.Fatalf("an ended session: %v", err)
		}
		if got := st.views - before; got != wantViews {
			t.Errorf("the store was asked %d times, want %d", got, wantViews)
		}
	}
	refuse(1)
	for range 100 {
		refuse(0)
	}
	w.Auth.Live.Watch(false) // no hint is needed: the end is final
	refuse(0)
}
