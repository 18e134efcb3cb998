package faults

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/confab/confab/server/proof/instance"
	"github.com/confab/confab/shared/id"
	"github.com/confab/confab/shared/wire"
)

// siege is many at once who guess at somebody's password and show forged tokens
// at the socket's door.
type siege struct {
	s       *instance.Server
	email   string
	signIns tally
	doors   tally
}

// tally counts answers: those that refuse a guess, those that say wait, and others.
type tally struct{ wrong, wait, other atomic.Int64 }

func (a *tally) note(status int) {
	switch status {
	case http.StatusUnauthorized:
		a.wrong.Add(1)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		a.wait.Add(1)
	default:
		a.other.Add(1)
	}
}

// guesses makes a guess of each sort.
func (g *siege) guesses(ctx context.Context) error {
	signIn, err := http.NewRequestWithContext(ctx, http.MethodPost, g.s.URL+"/api/v1/auth/token",
		strings.NewReader(`{"email":"`+g.email+`","password":"a wrong password `+id.New()+`"}`))
	if err != nil {
		return err
	}
	signIn.Header.Set("Content-Type", "application/json")
	door, err := http.NewRequestWithContext(ctx, http.MethodGet, g.s.URL+"/ws", nil)
	if err != nil {
		return err
	}
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
		"Sec-WebSocket-Protocol": wire.Subprotocol, "Authorization": "Bearer " + id.New(),
	} {
		door.Header.Set(name, value)
	}
	for r, of := range map[*http.Request]*tally{signIn: &g.signIns, door: &g.doors} {
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return err
		}
		of.note(answer.StatusCode)
		if err := answer.Body.Close(); err != nil {
			return err
		}
	}
	return nil
}

// While many guess at Nora's password and show forged tokens at once, from her
// own address too, until they are told to wait, she goes on with the session
// that she has: on her socket, on new ones, over HTTP, and past the end of her access.
func TestWhileAnAccountIsAttackedItsPersonGoesOn(t *testing.T) {
	s := serve(t, t.TempDir())
	nora, err := s.Setup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var held wire.Tokens
	in := wire.SignIn{Email: nora.Email, Password: instance.Password}
	if err := nora.Do(t.Context(), "POST", "/auth/token", in, &held); err != nil {
		t.Fatal(err)
	}
	var rooms wire.Rooms
	if err := nora.Do(t.Context(), "GET", "/rooms", nil, &rooms); err != nil {
		t.Fatal(err)
	}
	live := opens(t, s, held.AccessToken)
	g := &siege{s: s, email: nora.Email}
	ctx, over := context.WithCancel(t.Context())
	var attackers sync.WaitGroup
	for range 16 {
		attackers.Go(func() {
			for ctx.Err() == nil {
				if err := g.guesses(ctx); err != nil && ctx.Err() == nil {
					t.Error(err)
					return
				}
			}
		})
	}
	eventually(t, "the attackers are told to wait", func() bool { return g.signIns.wait.Load() > 100 && g.doors.wait.Load() > 100 })
	for range 5 {
		live.says(send(rooms.Rooms[0].ID, id.New(), "still here"))
		live.hearsAck()
		fresh := opens(t, s, held.AccessToken)
		fresh.says(send(rooms.Rooms[0].ID, id.New(), "and here"))
		fresh.hearsAck()
		fresh.drops()
		if err := nora.Do(t.Context(), "GET", "/sessions", nil, &wire.Sessions{}); err != nil {
			t.Error(err)
		}
	}
	if err := nora.Do(t.Context(), "POST", "/auth/refresh", wire.Refresh{RefreshToken: held.RefreshToken}, &held); err != nil {
		t.Error(err)
	}
	opens(t, s, held.AccessToken).drops()
	over()
	attackers.Wait()
	live.drops()
	t.Logf("sign-ins: %d refused, %d told to wait; at the door: %d and %d", g.signIns.wrong.Load(), g.signIns.wait.Load(),
		g.doors.wrong.Load(), g.doors.wait.Load())
	if n := g.signIns.wrong.Load(); n > 20 {
		t.Errorf("%d guesses at her password were looked at", n)
	}
	if n := g.doors.wrong.Load(); n > 40 {
		t.Errorf("%d forged tokens were looked at without a wait", n)
	}
	if n := g.signIns.other.Load() + g.doors.other.Load(); n != 0 {
		t.Errorf("%d were answered otherwise", n)
	}
}
