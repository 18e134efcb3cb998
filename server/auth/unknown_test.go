package auth_test

import (
	"context"
	"errors"
	"testing"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

// unknown is a store that never reports the result of a commit: the function of
// an Update runs once before Update gives up, and once more after.
type unknown struct {
	store.Store
	late chan struct{}
}

func (s unknown) Update(ctx context.Context, fn func(store.Tx) error) error {
	undone := errors.New("undone")
	again := func() {
		_ = s.Store.Update(context.WithoutCancel(ctx), func(tx store.Tx) error { return errors.Join(fn(tx), undone) })
	}
	again()
	go func() { again(); close(s.late) }()
	return store.ErrUnknown
}

func TestAResultThatIsUnknownIsNoAccount(t *testing.T) {
	w, _ := authtest.Settled(t)
	late := make(chan struct{})
	accounts := *w.Auth.Accounts()
	accounts.Store = unknown{w.Store, late}
	u, err := accounts.Add(t.Context(), auth.NewAccount{Name: "Ada", Email: authtest.AdaEmail, Password: authtest.AdaPassword})
	if !errors.Is(err, store.ErrUnknown) || u.ID != "" {
		t.Errorf("%+v, %v", u, err)
	}
	<-late
}

func TestAResultThatIsUnknownIsNoRoom(t *testing.T) {
	w, nora := authtest.Settled(t, authtest.Shared)
	ada := w.Ada(t, nora)
	room := w.Do(t, nora, wire.CreateRoom.Type, &wire.RoomCreate{Name: "launch", Kind: wire.RoomPrivate}).(*wire.RoomInfo).Room.ID
	token, _ := w.Invite(t, nora, wire.InviteCreate{Room: room})
	late := make(chan struct{})
	b := w.Node(t)
	c := w.Node(t, func(o *auth.Options) { o.Store = unknown{o.Store, late} })
	if got, err := c.Enter(t.Context(), token, ada.User); !errors.Is(err, store.ErrUnknown) || got != "" {
		t.Errorf("%q, %v", got, err)
	}
	<-late
	if got, err := b.Enter(t.Context(), token, ada.User); err != nil || got != room {
		t.Errorf("the next try: %q, %v", got, err)
	}
}
