package auth_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/confab/confab/server/auth"
	"github.com/confab/confab/server/auth/authtest"
	"github.com/confab/confab/server/store"
	"github.com/confab/confab/shared/wire"
)

func tideline() auth.NewWorkspace {
	return auth.NewWorkspace{
		Code: authtest.SetupCode, Name: "Tideline",
		Owner: auth.NewAccount{Name: "Nora Vance", Email: authtest.NoraEmail, Password: authtest.NoraPassword},
	}
}

// race has eight people try the same at once: one succeeds, the others get the
// error late.
func race(t *testing.T, late error, try func(email string) error) {
	t.Helper()
	var wg sync.WaitGroup
	results := make(chan error, 8)
	for i := range cap(results) {
		wg.Go(func() { results <- try(string(rune('a'+i)) + "@tideline.example") })
	}
	wg.Wait()
	won := 0
	for range cap(results) {
		if err := <-results; err == nil {
			won++
		} else if !errors.Is(err, late) {
			t.Error(err)
		}
	}
	if won != 1 {
		t.Errorf("%d won", won)
	}
}

func TestTheFirstRun(t *testing.T) {
	w := authtest.New(t)
	who, err := w.Auth.Whoami(bearer(""))
	if err != nil || who.State != wire.IdentitySetup {
		t.Errorf("before: %+v, %v", who, err)
	}
	g, err := w.Auth.Setup(t.Context(), tideline(), authtest.Client("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	who, err = w.Auth.Whoami(bearer(g.Access))
	if err != nil || who.State != wire.IdentityOK || who.Workspace != "Tideline" || who.User.Role != wire.RoleOwner ||
		who.User.Handle != "nora.vance" || who.MainRoom == "" {
		t.Errorf("after: %+v, %v", who, err)
	}
	if who, err := w.Auth.Whoami(bearer("")); err != nil || who.State != wire.IdentitySignedOut || who.User != nil || who.MainRoom != "" {
		t.Errorf("a stranger: %+v, %v", who, err)
	}
	if code, err := w.Auth.PrepareSetup(t.Context()); code != "" || err != nil {
		t.Errorf("at the next start: code %q, %v", code, err)
	}
}

func TestTheSetupCodeIsSingleUse(t *testing.T) {
	w, _ := authtest.Settled(t)
	again := tideline()
	again.Owner.Email = "mallory@evil.example"
	for _, code := range []string{authtest.SetupCode, "", "x"} {
		again.Code = code
		if _, err := w.Auth.Setup(t.Context(), again, authtest.Client("198.51.100.1")); !errors.Is(err, auth.ErrSetupDone) {
			t.Errorf("code %q: %v", code, err)
		}
	}
	if err := w.Store.View(t.Context(), func(tx store.Tx) error {
		stored, err := tx.Settings().Get(store.SettingSetupCode)
		if stored != "" {
			t.Error("the used code is still stored")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAStrangerCannotClaimAFreshServer(t *testing.T) {
	w := authtest.New(t, func(o *auth.Options) { o.SetupCode = "" })
	code, err := w.Auth.PrepareSetup(t.Context())
	if err != nil || len(code) < 26 {
		t.Fatalf("code %q, %v", code, err)
	}
	n := tideline()
	for _, wrong := range []string{"", "x", strings.ToLower(code), code[1:], code + " ", authtest.SetupCode} {
		n.Code = wrong
		if _, err := w.Auth.Setup(t.Context(), n, authtest.Client("198.51.100.1")); !errors.Is(err, auth.ErrSetupCode) {
			t.Errorf("code %q: %v", wrong, err)
		}
	}
	for range 20 {
		n.Code = "guess"
		_, err = w.Auth.Setup(t.Context(), n, authtest.Client("198.51.100.1"))
	}
	if codeOf(err) != wire.CodeRate {
		t.Errorf("guessing is not slowed down: %v", err)
	}
	n.Code = code
	if _, err := w.Auth.Setup(t.Context(), n, authtest.Client("192.0.2.1")); err != nil {
		t.Error("the owner:", err)
	}
}

func TestARestartMakesANewCode(t *testing.T) {
	w := authtest.New(t, func(o *auth.Options) { o.SetupCode = "" })
	first, err := w.Auth.PrepareSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second, err := w.Auth.PrepareSetup(t.Context())
	if err != nil || second == first {
		t.Fatalf("%q, %q, %v", first, second, err)
	}
	for code, want := range map[string]error{first: auth.ErrSetupCode, second: nil} {
		if err := w.Auth.CheckSetup(t.Context(), code, authtest.Client("192.0.2.1")); !errors.Is(err, want) {
			t.Errorf("%q: %v", code, err)
		}
	}
	if err := w.Store.View(t.Context(), func(tx store.Tx) error {
		stored, err := tx.Settings().Get(store.SettingSetupCode)
		if strings.Contains(stored, second) {
			t.Error("the code is stored in the clear")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestOfTwoFirstRunsOneWins(t *testing.T) {
	w := authtest.New(t)
	race(t, auth.ErrSetupDone, func(email string) error {
		n := tideline()
		n.Owner.Email = email
		_, err := w.Auth.Setup(t.Context(), n, authtest.Client("192.0.2.1"))
		return err
	})
	if people, err := w.Auth.Accounts().List(t.Context(), "", "", 10); err != nil || len(people) != 1 {
		t.Errorf("%d people, %v", len(people), err)
	}
}

func TestWhatIsWrongWithAFormIsSaidField(t *testing.T) {
	w := authtest.New(t)
	n := auth.NewWorkspace{Code: authtest.SetupCode, Name: " \u200b ", Owner: auth.NewAccount{
		Name: strings.Repeat("x", 81), Email: "nora at tideline", Password: "short"}}
	_, err := w.Auth.Setup(t.Context(), n, authtest.Client("192.0.2.1"))
	var p auth.Problems
	if !errors.As(err, &p) || len(p) != 4 {
		t.Fatalf("%v", err)
	}
	for field, part := range map[string]string{
		auth.FieldWorkspace: "enter a name", auth.FieldName: "at most 80", auth.FieldEmail: "like name@", auth.FieldPassword: "at least 12",
	} {
		if !strings.Contains(p[field].String(), part) {
			t.Errorf("%s: %q", field, p[field])
		}
	}
}

func TestJoiningByInvite(t *testing.T) {
	w, nora := authtest.Settled(t)
	room := w.Do(t, nora, wire.CreateRoom.Type, &wire.RoomCreate{Name: "launch", Kind: wire.RoomPrivate}).(*wire.RoomInfo).Room.ID
	token, _ := w.Invite(t, nora, wire.InviteCreate{Uses: 2, Room: room})
	info, err := w.Auth.Invitation(t.Context(), token)
	if err != nil || info.Workspace != "Tideline" || info.By.Name != "Nora Vance" || info.People != 1 ||
		strings.Join(info.Rooms, " ") != "general launch" {
		t.Errorf("%+v, %v", info, err)
	}
	join := func(email string) (auth.Joined, error) {
		return w.Auth.Join(t.Context(), token, auth.NewAccount{Name: "Ada Brandt", Email: email, Password: authtest.AdaPassword,
			Role: wire.RoleOwner}, authtest.Client("192.0.2.2"))
	}
	ada, err := join(authtest.AdaEmail)
	if err != nil || ada.Room != room {
		t.Fatalf("%+v, %v", ada, err)
	}
	u, err := w.Auth.Accounts().Find(t.Context(), ada.User)
	if err != nil || u.Role != wire.RoleMember || u.Handle != "ada.brandt" {
		t.Errorf("%+v, %v", u, err)
	}
	if info := w.Do(t, ada.Grant, wire.GetRoom.Type, &wire.RoomRef{Room: room}).(*wire.RoomInfo); !info.Room.Joined {
		t.Error("not in the room of the invite")
	}

	var p auth.Problems
	if _, err := join(strings.ToUpper(authtest.AdaEmail)); !errors.As(err, &p) || p[auth.FieldEmail].IsZero() {
		t.Errorf("a second account with one address: %v", err)
	}
	if second, err := join("ada2@tideline.example"); err != nil {
		t.Error("a refused form used the invite up:", err)
	} else if u, err := w.Auth.Accounts().Find(t.Context(), second.User); err != nil || u.Handle != "ada.brandt2" {
		t.Errorf("%+v, %v", u, err)
	}
	if _, err := join("ada3@tideline.example"); !errors.Is(err, auth.ErrInviteUsed) {
		t.Errorf("a third: %v", err)
	}
}

func TestInvitesThatDoNotWork(t *testing.T) {
	w, nora := authtest.Settled(t)
	revoked, id := w.Invite(t, nora, wire.InviteCreate{})
	w.Do(t, nora, wire.RevokeInvite.Type, &wire.InviteRevoke{Invite: id})
	expired, _ := w.Invite(t, nora, wire.InviteCreate{Hours: 1})
	w.Clock.Move(time.Hour)
	for token, want := range map[string]error{
		revoked: auth.ErrInviteRevoked, expired: auth.ErrInviteExpired,
		"": auth.ErrInviteUnknown, "x": auth.ErrInviteUnknown, "../../setup": auth.ErrInviteUnknown,
		strings.Repeat("x", 1<<16): auth.ErrInviteUnknown,
	} {
		if _, err := w.Auth.Invitation(t.Context(), token); !errors.Is(err, want) {
			t.Errorf("looking: %v, want %v", err, want)
		}
		_, err := w.Auth.Join(t.Context(), token, auth.NewAccount{Name: "Ada", Email: authtest.AdaEmail, Password: authtest.AdaPassword},
			authtest.Client("192.0.2.2"))
		if !errors.Is(err, want) {
			t.Errorf("joining: %v, want %v", err, want)
		}
	}
}

func TestOfManyWhoRaceForTheLastUseOneWins(t *testing.T) {
	w, nora := authtest.Settled(t)
	token, _ := w.Invite(t, nora, wire.InviteCreate{Uses: 1})
	race(t, auth.ErrInviteUsed, func(email string) error {
		_, err := w.Auth.Join(t.Context(), token, auth.NewAccount{Name: "Ada", Email: email, Password: authtest.AdaPassword},
			authtest.Client("192.0.2.2"))
		return err
	})
}
