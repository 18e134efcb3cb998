package auth_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/shared/wire"
)

// joiner returns a function that joins by an invite under a name of its own from
// an address.
func joiner(t *testing.T, w *authtest.World, token string) func(n int, address string) error {
	return func(n int, address string) error {
		a := auth.NewAccount{Name: fmt.Sprintf("Pupil %d", n), Email: fmt.Sprintf("pupil%d@school.example", n),
			Password: authtest.AdaPassword}
		_, err := w.Auth.Join(t.Context(), token, a, authtest.Client(address))
		return err
	}
}

func TestALinkDoesNotMakeAsManyAccountsAsThereIsTimeFor(t *testing.T) {
	w, nora := authtest.Settled(t)
	token, _ := w.Invite(t, nora, wire.InviteCreate{Uses: 100_000})
	join := joiner(t, w, token)
	made := 0
	for n := range 300 { // as fast as one address can
		switch err := join(n, "198.51.100.7"); {
		case err == nil:
			made++
		case codeOf(err) != wire.CodeRate:
			t.Fatal(err)
		}
	}
	if made != 100 {
		t.Errorf("%d accounts of 300 tries at once", made)
	}
	made = 0
	for n := range 300 { // as fast as many addresses can, by the same link
		if join(1000+n, fmt.Sprintf("203.0.113.%d", n%250)) == nil {
			made++
		}
	}
	if made != 0 {
		t.Errorf("%d accounts more from other addresses", made)
	}
	other, _ := w.Invite(t, nora, wire.InviteCreate{})
	if err := joiner(t, w, other)(2000, "192.0.2.2"); err != nil {
		t.Error("somebody else, by another link:", err)
	}
	w.Clock.Move(time.Minute)
	if err := join(2001, "198.51.100.7"); err != nil {
		t.Error("a minute later:", err)
	}
}

func TestALinkIsForTwentyFivePeopleUnlessMoreWereWanted(t *testing.T) {
	w, nora := authtest.Settled(t)
	token, _ := w.Invite(t, nora, wire.InviteCreate{})
	join := joiner(t, w, token)
	for n := range 25 {
		if err := join(n, "198.51.100.7"); err != nil {
			t.Fatal(n, err)
		}
	}
	if err := join(25, "198.51.100.7"); !errors.Is(err, auth.ErrInviteUsed) {
		t.Errorf("the twenty-sixth: %v", err)
	}
}

// A join that fails is not counted: a class whose pupils mistype their addresses
// gets in nevertheless.
func TestAJoinThatFailsIsNotCounted(t *testing.T) {
	w, nora := authtest.Settled(t)
	token, _ := w.Invite(t, nora, wire.InviteCreate{Uses: 1})
	join := joiner(t, w, token)
	if err := join(0, "198.51.100.7"); err != nil {
		t.Fatal(err)
	}
	for range 200 {
		if err := join(1, "198.51.100.7"); !errors.Is(err, auth.ErrInviteUsed) {
			t.Fatal(err)
		}
	}
	next, _ := w.Invite(t, nora, wire.InviteCreate{})
	if err := joiner(t, w, next)(2, "198.51.100.7"); err != nil {
		t.Error(err)
	}
}

// A class that joins at once has as many tries under way as it has pupils, none
// of which has failed.
func TestAClassThatJoinsAtOnceIsNoGuessing(t *testing.T) {
	w, nora := authtest.Settled(t)
	token, _ := w.Invite(t, nora, wire.InviteCreate{Uses: 90})
	join := joiner(t, w, token)
	var all sync.WaitGroup
	start := make(chan struct{})
	for n := range 90 {
		all.Go(func() {
			<-start
			if err := join(n, "198.51.100.7"); err != nil {
				t.Error(n, err)
			}
		})
	}
	close(start)
	all.Wait()
}

// A school of 2,000 joins by one link from one address, and everybody tries again
// when told to. Nobody has to wait long, and all are in before the first lesson.
func TestASchoolJoinsByOneLink(t *testing.T) {
	w, nora := authtest.Settled(t)
	token, _ := w.Invite(t, nora, wire.InviteCreate{Uses: 2000})
	join := joiner(t, w, token)
	start := w.Clock.Now()
	for n := range 2000 {
		for {
			err := join(n, "198.51.100.7")
			if err == nil {
				break
			}
			var e *wire.Error
			if !errors.As(err, &e) || e.Code != wire.CodeRate || e.RetryMS > 30_000 {
				t.Fatal(n, err)
			}
			w.Clock.Move(time.Duration(e.RetryMS) * time.Millisecond)
		}
	}
	if took := w.Clock.Now().Sub(start); took > 4*time.Minute {
		t.Errorf("it took %v", took)
	}
}
