package auth_test

import (
	"errors"
	"log/slog"
	"sync"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/auth/keys"
	"github.com/confab/confab/server/proof/service"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/server/store/postgres"
	"github.com/confab/confab/shared/wire"
)

func TestMain(m *testing.M) { service.Main(m) }

// nodes are servers that share a database, before the first run. Each has its own
// store over it.
type nodes struct {
	*authtest.World // the first
	all             []*auth.Auth
}

func newNodes(t *testing.T, n int, options ...func(*auth.Options)) nodes {
	t.Helper()
	url := service.SharedPostgres(t).NewDatabase(t)
	open := func() store.Store {
		st, err := postgres.Open(t.Context(), url, postgres.Options{Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := st.Close(); err != nil {
				t.Error(err)
			}
		})
		return st
	}
	options = append([]func(*auth.Options){authtest.Shared}, options...)
	w := authtest.On(t, open(), options...)
	c := nodes{w, []*auth.Auth{w.Auth}}
	for range n - 1 {
		own := open()
		c.all = append(c.all, w.Node(t, func(o *auth.Options) { o.Store = own }))
	}
	return c
}

// atOnce calls do for every node at the same time, several times.
func (c nodes) atOnce(times int, do func(i int, a *auth.Auth)) {
	var wg sync.WaitGroup
	for i := range times * len(c.all) {
		wg.Go(func() { do(i, c.all[i%len(c.all)]) })
	}
	wg.Wait()
}

func TestNodesThatRefreshAtOnceEndWithOneToken(t *testing.T) {
	c := newNodes(t, 3)
	nora := c.Settle(t)
	grants := make([]auth.Grant, 12)
	c.atOnce(4, func(i int, a *auth.Auth) {
		g, err := a.Sessions.Refresh(t.Context(), nora.Refresh, authtest.Client("192.0.2.1"))
		if err != nil {
			t.Error(err)
		}
		grants[i] = g
	})
	for i, g := range grants {
		if g.Refresh != grants[0].Refresh {
			t.Fatal("two nodes gave out different tokens: the loser's would count as stolen")
		}
		if !accepted(t, c.all[(i+1)%3], g) {
			t.Error("refused by the node that did not make it")
		}
	}
}

func TestOfFirstRunsOnManyNodesOneWins(t *testing.T) {
	c := newNodes(t, 3)
	var mu sync.Mutex
	won := 0
	c.atOnce(3, func(i int, a *auth.Auth) {
		n := tideline()
		n.Owner.Email = stranger(i)
		_, err := a.Setup(t.Context(), n, authtest.Client("192.0.2.1"))
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			won++
		} else if !errors.Is(err, auth.ErrSetupDone) {
			t.Error(err)
		}
	})
	people, err := c.Auth.Accounts().List(t.Context(), "", "", 10)
	if won != 1 || len(people) != 1 || err != nil {
		t.Errorf("%d won, %d people, %v", won, len(people), err)
	}
}

func TestTheLastUseOfAnInviteIsForOneOnOneNode(t *testing.T) {
	c := newNodes(t, 3)
	nora := c.Settle(t)
	token, _ := c.Invite(t, nora, wire.InviteCreate{Uses: 2})
	var mu sync.Mutex
	won := 0
	c.atOnce(3, func(i int, a *auth.Auth) {
		_, err := a.Join(t.Context(), token, auth.NewAccount{Name: "Ada", Email: stranger(i), Password: authtest.AdaPassword},
			authtest.Client("192.0.2.2"))
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			won++
		} else if !errors.Is(err, auth.ErrInviteUsed) {
			t.Error(err)
		}
	})
	if won != 2 {
		t.Errorf("%d came in by an invite for two", won)
	}
}

func TestABanElsewhereHoldsInTheStore(t *testing.T) {
	c := newNodes(t, 2)
	nora := c.Settle(t)
	ada := c.Ada(t, nora)
	there := c.all[1]
	g, err := there.SignIn(t.Context(), authtest.AdaEmail, authtest.AdaPassword, authtest.Client("192.0.2.2"))
	if err != nil {
		t.Fatal(err)
	}
	c.Do(t, nora, wire.BanUser.Type, &wire.UserBan{User: ada.User, Banned: true})
	if _, err := there.Sessions.Refresh(t.Context(), g.Refresh, authtest.Client("192.0.2.1")); !errors.Is(err, auth.ErrSignedOut) {
		t.Errorf("refreshed by a node that knew her from before: %v", err)
	}
	if _, err := there.SignIn(t.Context(), authtest.AdaEmail, authtest.AdaPassword, authtest.Client("192.0.2.2")); !errors.Is(err,
		auth.ErrBanned) {
		t.Errorf("signed in by it: %v", err)
	}
}

func TestKeysAreRotatedOnceByManyNodes(t *testing.T) {
	c := newNodes(t, 3)
	c.Settle(t)
	before := string(c.Auth.JWKS())
	c.Clock.Move(keys.Lifetime)
	c.atOnce(1, func(_ int, a *auth.Auth) {
		if err := auth.Chore(a, t.Context(), 0); err != nil {
			t.Error(err)
		}
	})
	for i, a := range c.all {
		if got := string(a.JWKS()); got == before || got != string(c.Auth.JWKS()) {
			t.Errorf("node %d publishes other keys, or has not rotated", i)
		}
	}
}
